import type { CommissionId } from '../ids.js';
import { money, percentOf, type Money } from '../money.js';
import type { Payout, VatScheme } from '../payout.js';
import type { RoundingMode } from '../programme.js';
import type { InvoiceParty } from './party.js';

/** The invoice that the programme has written for a partner, as it was when it was written; it never changes. */
export interface SelfBilledInvoice {
  number: string;
  scheme: VatScheme;
  /** Percent, as decimal text. */
  rate: string;
  base: Money;
  vat: Money;
  supplier: InvoiceParty;
  recipient: InvoiceParty;
  /** Days in the programme's zone. */
  issuedOn: string;
  service: { from: string; to: string };
  /** What it says of each commission: added to what earlier invoices said of it, or instead of that (`replaces`). */
  items: { commission: CommissionId; amount: Money }[];
  /** The earlier invoice that it amends (art. 219): `adds` the difference, or `replaces` it, where the treatment is another. */
  amends?: { number: string; how: 'adds' | 'replaces' };
}

/** What is to be known of an earlier invoice, to write no second one. */
export type EarlierInvoice = Pick<SelfBilledInvoice, 'number' | 'scheme' | 'rate' | 'items' | 'amends'>;

/** What is to be invoiced with a payout: nothing, where an earlier invoice says it all. */
export type InvoiceDecision =
  { kind: 'kept'; number: string } | ({ kind: 'issue' } & Pick<SelfBilledInvoice, 'base' | 'vat' | 'items' | 'amends'>);

/**
 * One supply is invoiced once. Money that came back and is sent again keeps its invoice; what was added or taken off since is
 * invoiced as a difference, also of commissions of which nothing is left (`gone`). `before`: the partner's invoices, oldest first.
 */
export function decideInvoice(
  payout: Pick<Payout, 'amount' | 'items'> & { vat: { amount: Money; rate: string; scheme: VatScheme } },
  before: readonly EarlierInvoice[],
  gone: readonly CommissionId[],
  rounding: RoundingMode,
): InvoiceDecision {
  const { amount, vat, items } = payout;
  const { currency } = amount;
  const said = saidOf(before);
  const known = items.flatMap(({ commission }) => said.get(commission) ?? []);
  const last = [...before].reverse().find(({ number }) => known.some((one) => one.invoice.number === number));
  if (!last) return { kind: 'issue', base: amount, vat: vat.amount, items: [...items] };
  if (known.some(({ invoice }) => invoice.scheme !== vat.scheme || invoice.rate !== vat.rate)) {
    const amends = { number: last.number, how: 'replaces' as const };
    return { kind: 'issue', base: amount, vat: vat.amount, items: [...items], amends };
  }
  const wanted = new Map<CommissionId, bigint>(gone.map((commission) => [commission, 0n]));
  for (const item of items) wanted.set(item.commission, item.amount.amount);
  const changed = [...wanted].flatMap(([commission, now]) => {
    const difference = now - (said.get(commission)?.amount ?? 0n);
    return difference === 0n ? [] : [{ commission, amount: money(difference, currency) }];
  });
  if (changed.length === 0) return { kind: 'kept', number: last.number };
  const base = money(
    changed.reduce((sum, item) => sum + item.amount.amount, 0n),
    currency,
  );
  return {
    kind: 'issue',
    base,
    vat: percentOf(base, vat.rate, rounding),
    items: changed,
    amends: { number: last.number, how: 'adds' },
  };
}

/** What the invoices say of each commission in the end, and which one said it last. */
function saidOf(invoices: readonly EarlierInvoice[]) {
  const said = new Map<CommissionId, { amount: bigint; invoice: EarlierInvoice }>();
  for (const invoice of invoices)
    for (const { commission, amount } of invoice.items) {
      const before = invoice.amends?.how === 'replaces' ? 0n : (said.get(commission)?.amount ?? 0n);
      said.set(commission, { amount: before + amount.amount, invoice });
    }
  return said;
}
