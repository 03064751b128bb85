import type { Money } from '../money.js';
import type { PayoutId } from '../ids.js';
import { formatMoney } from '../money/format.js';
import type { PayoutState } from '../payout.js';
import { wordsOf } from '../sanctions/name.js';
import { keyOfEndToEndId } from './bank-reference.js';

/** A booking, as far as it says what it is about. */
export interface BookingFacts {
  direction: 'debit' | 'credit';
  amount: Money;
  booked: boolean;
  endToEndId?: string;
  message?: string;
  name?: string;
  text?: string;
  returnReason?: { code: string; text: string };
}

export interface MatchablePayout {
  id: PayoutId;
  /** Of its last attempt. */
  key: string;
  state: PayoutState;
  /** What was to be paid, in the currency of the payout. */
  pay: Money;
  /** A bank or a person pays it; a provider's rail tells of its payments itself. */
  byFile: boolean;
  /** The partner's name and the account holder's. */
  names: string[];
  /** What other bookings have said of it. */
  told: readonly ('paid' | 'returned')[];
}

export interface MatchWorld {
  byKey(key: string): MatchablePayout | undefined;
  /** By NACHA's fifteen characters, among payouts that wait. */
  byShort(reference: string): MatchablePayout | undefined;
  /** The payouts of the file that has this message or payment information. */
  ofFile(message: string): readonly MatchablePayout[] | undefined;
  /** Those that wait for a bank's word: for a debit the sent ones, for a credit those that were paid lately. */
  candidates(direction: 'debit' | 'credit'): readonly MatchablePayout[];
}

export type BankMatch =
  | { kind: 'pending' }
  | { kind: 'matched'; outcome: 'paid' | 'returned'; payouts: readonly MatchablePayout[] }
  | { kind: 'suggested'; suggestions: { payout: PayoutId; why: string }[] }
  | { kind: 'open'; problem?: { code: string; message: string } };

/**
 * What a booking says of our payouts. Only a reference of ours with the very amount is taken at its word; amount and name
 * make a suggestion for a person; whatever does not fit together is left open with the reason.
 */
export function matchBooking(booking: BookingFacts, world: MatchWorld): BankMatch {
  if (!booking.booked) return { kind: 'pending' };
  const named = namedPayouts(booking, world);
  const [only, ...more] = named;
  if (only && more.length === 0) return matchOne(booking, only);
  if (more.length > 0) return open('several_named', 'The entry names several payouts: match it by hand.');
  const ofFile = booking.message === undefined ? undefined : world.ofFile(booking.message);
  if (ofFile) return matchFile(booking, ofFile);
  return suggest(booking, world.candidates(booking.direction));
}

/** A person has said which payout it is: what still stands against it, or undefined. */
export function againstMatch(
  booking: Pick<BookingFacts, 'direction' | 'amount'>,
  payout: MatchablePayout,
): { code: string; message: string } | undefined {
  const { amount, direction } = booking;
  if (!payout.byFile) {
    return problem('other_rail', 'This payout goes by a provider, which tells itself what became of it.');
  }
  if (amount.currency !== payout.pay.currency || amount.amount !== payout.pay.amount) {
    const [given, wanted] = [amount, payout.pay].map((one) => formatMoney(one, 'en', { code: true }));
    return problem('amount_differs', `The entry is ${given}, the payout ${wanted}.`);
  }
  const outcome = direction === 'debit' ? 'paid' : 'returned';
  if (payout.told.includes(outcome)) {
    return direction === 'debit'
      ? problem('paid_twice', 'Another entry has paid this payout already: ask the bank.')
      : problem('returned_twice', 'Another entry has returned this payout already.');
  }
  const fits = direction === 'debit' ? ['sending', 'sent', 'paid'] : ['sending', 'sent', 'paid', 'returned'];
  if (!fits.includes(payout.state)) {
    return problem('state', `The payout is ${payout.state.replace('_', ' ')}: nothing of it should be at the bank.`);
  }
  return undefined;
}

function matchOne(booking: BookingFacts, payout: MatchablePayout): BankMatch {
  const against = againstMatch(booking, payout);
  if (against) return { kind: 'open', problem: against };
  return { kind: 'matched', outcome: booking.direction === 'debit' ? 'paid' : 'returned', payouts: [payout] };
}

/** A bank that books a file as one: all its payouts are paid where the sum is exactly theirs. */
function matchFile({ direction, amount }: BookingFacts, payouts: readonly MatchablePayout[]): BankMatch {
  if (direction === 'credit') {
    return open('file_returned', 'Money of a whole file came back: say of each payout what became of it.');
  }
  const total = payouts.reduce((sum, { pay }) => sum + pay.amount, 0n);
  if (total !== amount.amount || payouts.some(({ pay }) => pay.currency !== amount.currency)) {
    return open('file_differs', 'The entry names a file of ours, but not its total: match its payouts by hand.');
  }
  for (const one of payouts) {
    const against = againstMatch({ direction, amount: one.pay }, one);
    if (against) return { kind: 'open', problem: against };
  }
  return { kind: 'matched', outcome: 'paid', payouts };
}

/** Payouts that the booking names by a reference of ours, wherever the bank has put it. */
function namedPayouts({ endToEndId, text }: BookingFacts, world: MatchWorld): MatchablePayout[] {
  const found = new Map<string, MatchablePayout>();
  const add = (payout: MatchablePayout | undefined) => payout && found.set(payout.id, payout);
  if (endToEndId !== undefined) {
    const key = keyOfEndToEndId(endToEndId);
    if (key !== undefined) add(world.byKey(key));
    else add(world.byShort(endToEndId.trim().toUpperCase()));
  }
  if (found.size > 0) return [...found.values()];
  const words = (text ?? '').toUpperCase();
  for (const [reference] of words.matchAll(/PAY[0-9A-Z]{26}-\d{1,4}/g)) {
    const key = keyOfEndToEndId(reference);
    if (key !== undefined) add(world.byKey(key));
  }
  for (const [reference] of words.matchAll(/\b[0-9A-Z]{15}\b/g)) add(world.byShort(reference));
  return [...found.values()];
}

const mostSuggestions = 5;

function suggest({ amount, name, text }: BookingFacts, candidates: readonly MatchablePayout[]): BankMatch {
  const same = candidates.filter(
    ({ byFile, pay }) => byFile && pay.currency === amount.currency && pay.amount === amount.amount,
  );
  const words = heavyWords(`${name ?? ''} ${text ?? ''}`);
  const byName = same.filter(({ names }) => names.some((one) => [...heavyWords(one)].some((word) => words.has(word))));
  const chosen = byName.length > 0 ? byName : same;
  if (chosen.length === 0) return { kind: 'open' };
  const why = byName.length > 0 ? 'amount_and_name' : 'amount';
  return {
    kind: 'suggested',
    suggestions: chosen.slice(0, mostSuggestions).map(({ id }) => ({ payout: id, why })),
  };
}

function heavyWords(text: string): Set<string> {
  return new Set(wordsOf(text).flatMap(({ word, light }) => (light || word.length < 3 ? [] : [word])));
}

function open(code: string, message: string): BankMatch {
  return { kind: 'open', problem: problem(code, message) };
}

function problem(code: string, message: string): { code: string; message: string } {
  return { code, message };
}
