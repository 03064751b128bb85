import type { CommissionPosition } from '../commission.js';
import type { ExplanationPart } from '../explanation.js';
import type { PartnerGroup } from '../group.js';
import { derivedId, type BatchId, type CommissionId, type PartnerId, type PayoutId } from '../ids.js';
import { money, moneyToJson, type Currency, type Money } from '../money.js';
import type { Partner } from '../partner.js';
import type { BatchSchedule, Payout, PayoutSettlement } from '../payout.js';
import type { ProgrammeSettings } from '../programme.js';
import { paysFrequency } from './calendar.js';
import { payOf, settlementOf, type RateFor } from './settlement.js';
import type { PayeeStanding } from './standing.js';

export interface PlanInput {
  programme: string;
  batch: BatchId;
  currency: Currency;
  /** Commissions that became payable before this instant are taken. */
  cutoff: Date;
  now: Date;
  partners: readonly Payee[];
  /** Every payable commission in the currency. */
  payable: readonly { commission: CommissionId; partner: PartnerId; position: CommissionPosition; since: Date }[];
  settings: Pick<ProgrammeSettings, 'minimumPayout' | 'rounding' | 'feesBorneBy' | 'payouts'>;
  /** The cutoff's day in the programme's zone: conversions are at that day's rate. */
  day: string;
  rateFor: RateFor;
  standings?: ReadonlyMap<PartnerId, PayeeStanding>;
  /** Rails that are switched off: nobody is paid by them. */
  railsOff?: ReadonlySet<string>;
  /** What opened the batch. */
  schedule?: BatchSchedule | undefined;
}

/** A partner as a batch looks at it, with how its group is paid. */
export type Payee = Pick<Partner, 'id' | 'name' | 'status' | 'payout'> & {
  groupPayout?: PartnerGroup['payout'] | undefined;
};

export interface PlannedPayout {
  id: PayoutId;
  partner: PartnerId;
  rail: string;
  amount: Money;
  items: { commission: CommissionId; amount: Money }[];
  settlement?: PayoutSettlement;
  /** Where items of it were refused or sent back before: that payout. */
  resends?: PayoutId;
  payee: NonNullable<Payout['payee']>;
}

export interface Plan {
  payouts: PlannedPayout[];
  leftOut: { partner: PartnerId; amount: Money; reason: ExplanationPart }[];
  total: Money;
}

/**
 * What a payout batch would pay, by partner, and who is left out and why: taxes or sanctions, no payout account, bank details
 * that cool down, a rail that is switched off, no rate, below the minimum or negative (carried over). Ids derive from batch and
 * partner, so planning twice plans the same payouts. Partners whose every commission came after the cutoff are not mentioned.
 */
export function planBatch(input: PlanInput): Plan {
  const { currency } = input;
  const payouts: PlannedPayout[] = [];
  const leftOut: Plan['leftOut'] = [];
  const byPartner = itemsBefore(input);
  const failedBefore = failedPayouts(input);
  for (const partner of [...input.partners].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const items = byPartner.get(partner.id) ?? [];
    if (items.length === 0) continue;
    const frequency = partner.groupPayout?.frequency;
    // The week of some is nothing that others are left out of.
    if (input.schedule === 'weekly' && frequency !== 'weekly') continue;
    const amount = money(
      items.reduce((sum, item) => sum + item.amount.amount, 0n),
      currency,
    );
    const looked = lookAt(input, partner, amount);
    if ('reason' in looked) leftOut.push({ partner: partner.id, amount, reason: looked.reason });
    else {
      const id = derivedId('payout', input.programme, input.batch, partner.id, currency);
      const resends = failedBefore.get(partner.id);
      payouts.push({ id, partner: partner.id, amount, items, ...(resends && { resends }), ...looked });
    }
  }
  const total = payouts.reduce((sum, payout) => sum + payout.amount.amount, 0n);
  return { payouts, leftOut, total: money(total, currency) };
}

function itemsBefore({ payable, cutoff, currency }: PlanInput): Map<PartnerId, PlannedPayout['items']> {
  const by = new Map<PartnerId, PlannedPayout['items']>();
  for (const { commission, partner, position, since } of payable) {
    if (since >= cutoff || position.state !== 'payable' || position.open.currency !== currency) continue;
    const items = by.get(partner) ?? [];
    items.push({ commission, amount: position.open });
    by.set(partner, items);
  }
  for (const items of by.values()) items.sort((a, b) => (a.commission < b.commission ? -1 : 1));
  return by;
}

/** The payout that a partner's items were in last and that did not arrive. */
function failedPayouts({ payable, cutoff }: PlanInput): Map<PartnerId, PayoutId> {
  const by = new Map<PartnerId, PayoutId>();
  for (const { partner, position, since } of payable) {
    const last = position.past?.findLast(({ by: how }) => how !== 'unreserve');
    if (last && since < cutoff) by.set(partner, last.payout);
  }
  return by;
}

const neverPaid: readonly Partner['status'][] = ['paused', 'submitted', 'rejected'];

/** How a partner is paid, or why not: the first reason of those that the partner can do something about comes first. */
function lookAt(
  input: PlanInput,
  partner: Payee,
  amount: Money,
): Pick<PlannedPayout, 'rail' | 'payee' | 'settlement'> | { reason: ExplanationPart } {
  const { settings, now } = input;
  const standing = input.standings?.get(partner.id);
  const account = partner.payout;
  if (amount.amount <= 0n) return left('negative', { amount: { ...moneyToJson(amount) } });
  if (standing?.leftOut) return { reason: standing.leftOut };
  if (neverPaid.includes(partner.status)) return left('status', { status: partner.status });
  if (!account) return left('no_account', {});
  if (!paysFrequency(partner.groupPayout?.frequency, input.schedule, input.day))
    return left('not_due', { frequency: partner.groupPayout?.frequency ?? '' });
  const { methods, minimumPayout: ofGroup } = partner.groupPayout ?? {};
  if (methods && methods.length > 0 && !methods.includes(account.rail)) return left('method', { rail: account.rail });
  if (input.railsOff?.has(account.rail)) return left('rail_off', { rail: account.rail });
  const cooled = account.changedAt.getTime() + (settings.payouts?.coolingDays ?? 0) * 86_400_000;
  if (cooled > now.getTime()) return left('account_changed', { until: new Date(cooled).toISOString() });
  const settled = settlementOf({
    amount,
    currency: account.currency,
    rail: account.rail,
    day: input.day,
    rateFor: input.rateFor,
    settings,
    ...(standing && { standing }),
  });
  if (!settled.ok) return { reason: settled.reason };
  const { settlement } = settled;
  const minimum = minimumFor(payOf({ amount, settlement }), amount, { ...settings.minimumPayout, ...ofGroup });
  if (minimum) return left('below_minimum', minimum);
  const payee = { account: account.account, accountHash: account.accountHash, holder: partner.name };
  return { rail: account.rail, payee, ...(settlement && { settlement }) };
}

/** The minimum that is not reached, of the currency paid in; a currency without one goes by what the items are worth. */
function minimumFor(
  pay: Money,
  amount: Money,
  minimums: Record<Currency, string>,
): ExplanationPart['params'] | undefined {
  const reckoned = minimums[pay.currency] === undefined ? amount : pay;
  const minimum = money(minimums[reckoned.currency] ?? '0', reckoned.currency);
  return reckoned.amount < minimum.amount
    ? { amount: { ...moneyToJson(reckoned) }, minimum: { ...moneyToJson(minimum) } }
    : undefined;
}

function left(why: string, params: ExplanationPart['params']): { reason: ExplanationPart } {
  return { reason: { code: `left_out.${why}`, params } };
}
