import { DomainError } from '../error.js';
import type { Account, Balances, Journal, NewJournal, PartnerBalance } from '../journal.js';
import { money, type Currency } from '../money.js';
import { isSettledAccount } from './settled.js';

/**
 * The next journal of a partner's chain: `seq` = head + 1, balances and counters carried on. Throws `unbalanced`,
 * `negative_held`, `negative_in_transit` or `wrong_chain`, which all mean that a decision is wrong, never that data is.
 */
export function appendJournal(head: Journal | null, decided: NewJournal): Journal {
  if (head && (head.partner !== decided.partner || head.programme !== decided.programme)) {
    throw new DomainError('wrong_chain', `Journal ${decided.id} does not belong to the chain of ${head.partner}.`);
  }
  const { counterDeltas, ...journal } = decided;
  for (const [currency, sum] of Object.entries(sumByCurrency(decided))) {
    if (sum !== 0n)
      throw new DomainError('unbalanced', `Journal ${decided.id} is out of balance by ${sum} ${currency}.`);
  }
  const balancesAfter = addPostings(head?.balancesAfter ?? {}, decided);
  for (const [key, amount] of Object.entries(balancesAfter)) {
    const code = amount < 0n ? neverNegative[key.split('|')[0] as Account] : undefined;
    if (code) throw new DomainError(code, `Journal ${decided.id} would leave ${key} at ${amount}.`);
  }
  const counters = { ...head?.counters };
  for (const [key, delta] of Object.entries(counterDeltas ?? {})) counters[key] = (counters[key] ?? 0n) + delta;
  return { ...journal, seq: (head?.seq ?? 0) + 1, balancesAfter, counters };
}

/** Key of a balance: `${account}|${currency}`. */
export function balanceKey(account: Account, currency: Currency): string {
  return `${account}|${currency}`;
}

/** A balance at the head in minor units; zero where nothing was ever posted. */
export function balanceAt(head: Pick<Journal, 'balancesAfter'> | null, account: Account, currency: Currency): bigint {
  return head?.balancesAfter[balanceKey(account, currency)] ?? 0n;
}

/**
 * What a partner has, per currency of its commissions, from the head alone: held, payable, in transit, paid so far on every
 * rail (with what was withheld or kept as a fee). A currency that money was only converted into has no line.
 */
export function partnerBalances(head: Pick<Journal, 'balancesAfter'> | null): PartnerBalance[] {
  const balances = Object.entries(head?.balancesAfter ?? {}).map(([key, amount]) => {
    const [account = '', currency = ''] = key.split('|');
    return { account, currency, amount };
  });
  const owned = balances.filter(({ account }) => account.startsWith('partner:'));
  return [...new Set(owned.map(({ currency }) => currency))].sort().map((currency) => ({
    currency,
    held: money(balanceAt(head, 'partner:held', currency), currency),
    payable: money(balanceAt(head, 'partner:payable', currency), currency),
    inTransit: money(balanceAt(head, 'partner:in_transit', currency), currency),
    paid: money(
      balances.reduce(
        (sum, one) => (one.currency === currency && isSettledAccount(one.account) ? sum + one.amount : sum),
        0n,
      ),
      currency,
    ),
  }));
}

/** Balances after the postings of one more journal. */
export function addPostings(balances: Balances, { postings }: Pick<Journal, 'postings'>): Balances {
  const after = { ...balances };
  for (const { account, currency, amount } of postings) {
    const key = balanceKey(account, currency);
    after[key] = (after[key] ?? 0n) + amount;
  }
  return after;
}

/** Sum of a journal's postings per currency: zero each, or it is no journal. */
export function sumByCurrency({ postings }: Pick<Journal, 'postings'>): Record<Currency, bigint> {
  const sums: Record<Currency, bigint> = {};
  for (const { currency, amount } of postings) sums[currency] = (sums[currency] ?? 0n) + amount;
  return sums;
}

/** `payable` may be negative (carried over to the next statement); these two never. */
const neverNegative: Partial<Record<Account, string>> = {
  'partner:held': 'negative_held',
  'partner:in_transit': 'negative_in_transit',
};

/** The newest journal of a chain, or null before the first. */
export function headOf(journals: readonly Journal[]): Journal | null {
  return journals.reduce<Journal | null>((head, next) => (head && head.seq > next.seq ? head : next), null);
}
