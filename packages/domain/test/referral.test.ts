import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  mappedFields,
  mostTags,
  nextInTurn,
  qualifyReferral,
  rejectReferral,
  tagKey,
  withTags,
  type Referral,
} from '../src/index.js';

const lead: Pick<Referral, 'stage' | 'status' | 'orders' | 'tags' | 'rejection'> = {
  stage: 'lead',
  status: 'pending',
  orders: 0,
};
const at = new Date('2026-11-20T12:00:00Z');

describe('judging a lead', () => {
  it.each([
    ['lead', 'qualified'],
    ['qualified', 'qualified'],
    ['opportunity', 'opportunity'],
    ['customer', 'customer'],
    ['retained', 'retained'],
  ] as const)('qualified at %s it is at %s', (stage, after) => {
    expect(qualifyReferral({ ...lead, stage }, ['Qualified'])).toEqual({
      ok: true,
      set: { status: 'approved', stage: after, tags: ['Qualified'], rejection: undefined },
    });
  });

  it('rejected it keeps its stage and tags, and the reason', () => {
    expect(rejectReferral({ ...lead, tags: ['Hot'] }, { reason: 'duplicate', at }, ['nurture'])).toEqual({
      ok: true,
      set: { status: 'rejected', tags: ['Hot', 'nurture'], rejection: { reason: 'duplicate', at } },
    });
  });

  it('is not rejected once it has brought an order', () => {
    expect(rejectReferral({ ...lead, orders: 1 }, { reason: 'duplicate', at })).toMatchObject({ code: 'has_orders' });
  });
});

describe('tags', () => {
  const tag = fc.constantFrom('a', 'A', ' a ', 'b', 'B', 'c', '', '  ');
  const some = fc.array(tag, { maxLength: 8 });

  it('are each there once whatever their case, without those taken away; adding again changes nothing', () => {
    fc.assert(
      fc.property(some, some, some, (before, add, remove) => {
        const after = withTags(before, add, remove);
        if (!after.ok) throw new Error(after.message);
        const keys = after.tags.map(tagKey);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).not.toContain('');
        for (const gone of remove) expect(keys).not.toContain(tagKey(gone));
        expect(withTags(after.tags, after.tags, remove)).toMatchObject({ tags: after.tags, added: [], removed: [] });
      }),
    );
  });

  it('are at most fifty; one that has more already may still lose some', () => {
    const many = Array.from({ length: mostTags + 3 }, (_, index) => `t${index}`);
    expect(withTags(many.slice(0, mostTags), ['more'], [])).toMatchObject({ ok: false, code: 'too_many_tags' });
    expect(withTags(many, [], ['t0'])).toMatchObject({ ok: true, removed: ['t0'] });
  });
});

describe('turns', () => {
  it('come to everybody equally often, whoever begins, in whatever order people are told', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (people, rounds) => {
          const given = new Map<string, number>();
          let last: string | undefined;
          for (let turn = 0; turn < people.length * rounds; turn += 1) {
            last = nextInTurn(turn % 2 === 0 ? people : [...people].reverse(), last);
            given.set(last ?? '', (given.get(last ?? '') ?? 0) + 1);
          }
          expect([...given.values()]).toEqual(people.map(() => rounds));
        },
      ),
    );
  });

  it('go on after somebody who has left, and come to nobody where there is nobody', () => {
    expect(nextInTurn(['a', 'c'], 'b')).toBe('c');
    expect(nextInTurn(['a', 'c'], 'z')).toBe('a');
    expect(nextInTurn([], 'a')).toBeUndefined();
  });
});

describe('a CRM’s fields', () => {
  it('come from where the mapping says; what is not known is left out, and nothing inherited is read', () => {
    const record = { lead: { email: 'a@b.example', phone: '' }, partner: { name: 'Kestrel', tags: ['x'] } };
    expect(
      mappedFields(record, {
        Email: 'lead.email',
        Phone: 'lead.phone',
        Company: 'lead.company',
        Source: 'partner.name',
        Odd: 'partner.constructor.name',
        Deep: 'partner.name.length',
      }),
    ).toEqual({ Email: 'a@b.example', Source: 'Kestrel' });
  });
});
