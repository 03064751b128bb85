import type { CommissionPosition } from '../commission.js';
import type { ExplanationPart } from '../explanation.js';
import { derivedId, type BatchId, type CommissionId, type PartnerId, type PayoutId } from '../ids.js';
import { money, moneyToJson, type Currency, type Money } from '../money.js';
import type { Partner } from '../partner.js';
import type { ProgrammeSettings } from '../programme.js';

export interface PlanInput {
  programme: string;
  batch: BatchId;
  currency: Currency;
  /** Commissions that became payable before this instant are taken. */
  cutoff: Date;
  now: Date;
  partners: readonly (Pick<Partner, 'id' | 'status' | 'payout'> & { leftOut?: ExplanationPart })[];
  /** Every payable commission in the currency. */
  payable: readonly { commission: CommissionId; partner: PartnerId; position: CommissionPosition; since: Date }[];
  minimumPayout: ProgrammeSettings['minimumPayout'];
  /** Days that new bank details cool down; none by default. */
  coolingDays?: number;
}

export interface PlannedPayout {
  id: PayoutId;
  partner: PartnerId;
  rail: string;
  amount: Money;
  items: { commission: CommissionId; amount: Money }[];
}

export interface Plan {
  payouts: PlannedPayout[];
  leftOut: { partner: PartnerId; amount: Money; reason: ExplanationPart }[];
  total: Money;
}

/**
 * What a payout batch would pay, by partner, and who is left out and why: no payout account, another currency, paused, bank
 * details that cool down, below the minimum or negative (carried over). Ids derive from batch and partner, so planning twice
 * plans the same payouts. Partners whose every commission came after the cutoff are not mentioned.
 */
export function planBatch(input: PlanInput): Plan {
  const { currency } = input;
  const payouts: PlannedPayout[] = [];
  const leftOut: Plan['leftOut'] = [];
  for (const partner of [...input.partners].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const items = itemsBefore(input, partner.id);
    if (items.length === 0) continue;
    const amount = money(
      items.reduce((sum, item) => sum + item.amount.amount, 0n),
      currency,
    );
    const reason = whyLeftOut(input, partner, amount);
    if (reason || !partner.payout) {
      leftOut.push({ partner: partner.id, amount, reason: reason ?? { code: 'left_out.no_account', params: {} } });
      continue;
    }
    const id = derivedId('payout', input.programme, input.batch, partner.id, currency);
    payouts.push({ id, partner: partner.id, rail: partner.payout.rail, amount, items });
  }
  const total = payouts.reduce((sum, payout) => sum + payout.amount.amount, 0n);
  return { payouts, leftOut, total: money(total, currency) };
}

function itemsBefore({ payable, cutoff, currency }: PlanInput, partner: PartnerId): PlannedPayout['items'] {
  return payable
    .filter((item) => item.partner === partner && item.since < cutoff)
    .filter(({ position }) => position.state === 'payable' && position.open.currency === currency)
    .map(({ commission, position }) => ({ commission, amount: position.open }))
    .sort((a, b) => (a.commission < b.commission ? -1 : 1));
}

function whyLeftOut(
  input: PlanInput,
  partner: PlanInput['partners'][number],
  amount: Money,
): ExplanationPart | undefined {
  const minimum = money(input.minimumPayout[input.currency] ?? '0', input.currency);
  const account = partner.payout;
  if (amount.amount <= 0n) return { code: 'left_out.negative', params: { amount: { ...moneyToJson(amount) } } };
  if (partner.leftOut) return partner.leftOut;
  if (partner.status === 'paused' || partner.status === 'submitted' || partner.status === 'rejected') {
    return { code: 'left_out.status', params: { status: partner.status } };
  }
  if (!account) return { code: 'left_out.no_account', params: {} };
  if (account.currency !== input.currency) {
    return { code: 'left_out.other_currency', params: { currency: account.currency, batch: input.currency } };
  }
  const cooled = account.changedAt.getTime() + (input.coolingDays ?? 0) * 86_400_000;
  if (cooled > input.now.getTime()) {
    return { code: 'left_out.account_changed', params: { until: new Date(cooled).toISOString() } };
  }
  if (amount.amount < minimum.amount) {
    return {
      code: 'left_out.below_minimum',
      params: { amount: { ...moneyToJson(amount) }, minimum: { ...moneyToJson(minimum) } },
    };
  }
  return undefined;
}
