import { describe, expect, it } from '@jest/globals';
import { DomainError, moveProspect, movesFrom, prospectStages, type ProspectStage } from '../src/index.js';

const at = new Date('2026-11-20T10:00:00Z');
const move = (from: ProspectStage, to: ProspectStage, reason?: string) =>
  moveProspect({ stage: from, history: [] }, { to, by: 'usr_1', at, ...(reason !== undefined && { reason }) });

describe('a prospect moves', () => {
  it.each<[ProspectStage, ProspectStage, boolean]>([
    ['new', 'contacted', true],
    ['new', 'in_talks', true],
    ['new', 'won', true],
    ['contacted', 'in_talks', true],
    ['in_talks', 'contacted', true],
    ['contacted', 'new', false],
    ['won', 'contacted', false],
    ['closed', 'contacted', true],
    ['closed', 'won', false],
    ['closed', 'closed', false],
  ])('from %s to %s: %s', (from, to, allowed) => {
    if (allowed) expect(move(from, to)).toMatchObject({ stage: to, history: [{ from, to, by: 'usr_1', at }] });
    else expect(() => move(from, to)).toThrow(DomainError);
  });

  it('is closed for a reason alone', () => {
    expect(move('contacted', 'closed', 'unresponsive')).toMatchObject({ stage: 'closed', closedFor: 'unresponsive' });
    for (const reason of [undefined, 'because', ''])
      expect(() => move('contacted', 'closed', reason)).toThrow(expect.objectContaining({ code: 'reason_missing' }));
  });

  it('forgets why it was closed once it is opened again', () => {
    expect(move('closed', 'in_talks').closedFor).toBeUndefined();
  });

  it('becomes a partner for good', () => {
    expect(movesFrom('won')).toEqual([]);
    for (const to of prospectStages) expect(() => move('won', to)).toThrow(DomainError);
  });
});
