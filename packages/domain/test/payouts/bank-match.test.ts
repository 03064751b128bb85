import { describe, expect, it } from '@jest/globals';
import {
  attemptKey,
  derivedId,
  endToEndId,
  matchBooking,
  money,
  shortReference,
  type BankMatch,
  type BookingFacts,
  type MatchablePayout,
  type MatchWorld,
} from '../../src/index.js';

function payout(name: string, cents: number, more: Partial<MatchablePayout> = {}): MatchablePayout {
  const id = derivedId('payout', name);
  return {
    id,
    key: attemptKey(id, 1),
    state: 'sent',
    pay: money(cents, 'EUR'),
    byFile: true,
    names: [name],
    told: [],
    ...more,
  };
}

const mara = payout('Mara Vogt', 12_500);
const maraToo = payout('Mara Vogt GmbH', 12_500);
const kim = payout('Kim Ito', 990, { state: 'paid', told: ['paid'] });
const failed = payout('Failed One', 700, { state: 'failed' });
const wise = payout('By Wise', 800, { byFile: false });
const all = [mara, maraToo, kim, failed, wise];

const world: MatchWorld = {
  byKey: (key) => all.find((one) => one.key === key),
  byShort: (reference) => all.find((one) => shortReference(one.key) === reference),
  ofFile: (message) => (message === 'PFLX-1' ? [mara, maraToo] : undefined),
  candidates: (direction) => all.filter(({ state }) => state === (direction === 'debit' ? 'sent' : 'paid')),
};

function booking(cents: number, more: Partial<BookingFacts> = {}): BookingFacts {
  return { direction: 'debit', amount: money(cents, 'EUR'), booked: true, ...more };
}
const e2e = (one: MatchablePayout) => ({ endToEndId: endToEndId(one.key) });

/** In words: what the bank tells, and what follows from it. */
const table: [string, BookingFacts, unknown][] = [
  ['a debit with our reference and amount', booking(12_500, e2e(mara)), ['paid', mara.id]],
  [
    'the reference within the text',
    booking(12_500, { text: `SEPA ${endToEndId(mara.key).toLowerCase()} x` }),
    ['paid', mara.id],
  ],
  ['NACHA’s fifteen characters', booking(12_500, { text: `PPD ${shortReference(mara.key)}` }), ['paid', mara.id]],
  ['announced only', booking(12_500, { ...e2e(mara), booked: false }), 'pending'],
  ['a cent less', booking(12_499, e2e(mara)), 'amount_differs'],
  ['another currency', { ...booking(12_500, e2e(mara)), amount: money(12_500, 'CHF') }, 'amount_differs'],
  ['a second debit of one payout', booking(990, e2e(kim)), 'paid_twice'],
  [
    'a credit after pay',
    booking(990, { ...e2e(kim), direction: 'credit', returnReason: { code: 'AC04', text: 'closed' } }),
    ['returned', kim.id],
  ],
  ['a credit before pay was told', booking(12_500, { ...e2e(mara), direction: 'credit' }), ['returned', mara.id]],
  ['a debit of what failed', booking(700, e2e(failed)), 'state'],
  ['a debit of a provider’s payout', booking(800, e2e(wise)), 'other_rail'],
  ['a whole file', booking(25_000, { message: 'PFLX-1' }), ['paid', mara.id, maraToo.id]],
  ['a file with another total', booking(24_999, { message: 'PFLX-1' }), 'file_differs'],
  ['a whole file back', booking(25_000, { message: 'PFLX-1', direction: 'credit' }), 'file_returned'],
  ['two references', booking(12_500, { text: `${endToEndId(mara.key)} ${endToEndId(kim.key)}` }), 'several_named'],
  ['amount and name', booking(12_500, { name: 'VOGT, MARA' }), [mara.id, maraToo.id, 'amount_and_name']],
  ['the amount alone', booking(12_500, { name: 'Somebody' }), [mara.id, maraToo.id, 'amount']],
  [
    'a credit of the amount and name of what was paid',
    booking(990, { name: 'Ito Kim', direction: 'credit' }),
    [kim.id, 'amount_and_name'],
  ],
  ['an amount of nobody', booking(1, { name: 'Mara Vogt' }), 'nothing'],
  ['a reference of somebody else', booking(1, { endToEndId: 'INVOICE-7' }), 'nothing'],
];

describe('matching what a bank tells', () => {
  it.each(table)('%s', (_name, facts, expected) => {
    expect(said(matchBooking(facts, world))).toEqual(expected);
  });
});

function said(match: BankMatch): unknown {
  switch (match.kind) {
    case 'pending':
      return 'pending';
    case 'matched':
      return [match.outcome, ...match.payouts.map(({ id }) => id)];
    case 'suggested':
      return [...match.suggestions.map(({ payout: id }) => id), match.suggestions[0]?.why];
    case 'open':
      return match.problem?.code ?? 'nothing';
  }
}
