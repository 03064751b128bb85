import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeStatus, nextStatuses, partnerStatuses, type PartnerStatus } from '../src/index.js';

/** What may follow what, and the event that tells of it. */
const table: [from: PartnerStatus, to: PartnerStatus, event: string | undefined][] = [
  ['submitted', 'active', 'partner.approved'],
  ['submitted', 'rejected', 'partner.rejected'],
  ['active', 'producing', undefined],
  ['active', 'at_risk', undefined],
  ['producing', 'consistent', undefined],
  ['consistent', 'at_risk', undefined],
  ['at_risk', 'producing', undefined],
  ['active', 'paused', 'partner.paused'],
  ['at_risk', 'terminated', 'partner.terminated'],
  ['paused', 'terminated', 'partner.terminated'],
  ['paused', 'active', 'partner.reinstated'],
  ['paused', 'producing', 'partner.reinstated'],
  ['terminated', 'active', 'partner.reinstated'],
  ['rejected', 'submitted', undefined],
  ['rejected', 'active', 'partner.approved'],
];

const refused: [PartnerStatus, PartnerStatus][] = [
  ['submitted', 'producing'],
  ['submitted', 'terminated'],
  ['active', 'submitted'],
  ['active', 'rejected'],
  ['terminated', 'producing'],
  ['terminated', 'paused'],
  ['rejected', 'paused'],
  ['consistent', 'submitted'],
];

describe('a partner’s status', () => {
  it.each(table)('%s may become %s', (from, to, event) => {
    const change = changeStatus(from, to);
    expect(change).toEqual({ ok: true, from, to, changed: true, ...(event && { event }) });
  });

  it.each(refused)('%s never becomes %s at once', (from, to) => {
    expect(changeStatus(from, to)).toMatchObject({ ok: false, code: 'transition_refused' });
  });

  it('stays without telling anything, allows exactly what it offers, and can always be left', () => {
    const status = fc.constantFrom(...partnerStatuses);
    fc.assert(
      fc.property(status, status, (from, to) => {
        const change = changeStatus(from, to);
        if (from === to) expect(change).toEqual({ ok: true, from, to, changed: false });
        else expect(change.ok).toBe(nextStatuses(from).includes(to));
        expect(nextStatuses(from)).not.toContain(from);
        expect(nextStatuses(from).length).toBeGreaterThan(0);
      }),
    );
  });

  it('is never reached past an approval: whoever was rejected or is new becomes active first', () => {
    for (const from of ['submitted', 'rejected'] as const)
      expect(nextStatuses(from).filter((to) => to !== 'active')).not.toEqual(
        expect.arrayContaining(['producing', 'consistent', 'at_risk']),
      );
  });
});
