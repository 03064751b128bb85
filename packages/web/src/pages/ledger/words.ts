import type { JournalDto } from '@sluice/contracts/ledger';
import type { MoneyDto } from '@sluice/contracts/money';

const words: Record<string, string> = {
  earn: 'Earned',
  hold: 'Hold opened',
  lift: 'Hold ended',
  review: 'Sent to review',
  approve: 'Commission approved',
  reject: 'Commission rejected',
  release: 'Released',
  reduce: 'Reduced by a refund',
  restore: 'Restored',
  claw_back: 'Clawback',
  reserve: 'Reserved for a payout',
  unreserve: 'Taken out of a payout',
  send: 'Payment sent',
  paid: 'Payment arrived',
  failed: 'Payment failed',
  returned: 'Payment came back',
  adjust: 'Adjusted by hand',
  import_paid: 'Imported as paid',
  volume: 'Counted for the month',
  noted: 'Refund noted, nothing to move',
};

/** Kinds of journals in the order of a commission's life. */
export const journalKinds = Object.keys(words);

/** What a journal of this kind did; its own name where it is newer than this page. */
export function journalWord(kind: string): string {
  return words[kind] ?? kind.replaceAll('_', ' ');
}

/** What a journal moved, by currency: the sum of its positive postings. */
export function movedBy({ postings }: Pick<JournalDto, 'postings'>): MoneyDto[] {
  const sums = new Map<string, bigint>();
  for (const { amount } of postings) {
    const value = BigInt(amount.amount);
    if (value > 0n) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + value);
  }
  return [...sums].map(([currency, sum]) => ({ amount: sum.toString(), currency }));
}

/** From which accounts to which: `partner:held → partner:payable`; each is named once a side. */
export function accountsOf({ postings }: Pick<JournalDto, 'postings'>): string {
  const side = (left: boolean): string =>
    [
      ...new Set(postings.filter(({ amount }) => amount.amount.startsWith('-') === left).map(({ account }) => account)),
    ].join(', ');
  return `${side(true)} → ${side(false)}`;
}
