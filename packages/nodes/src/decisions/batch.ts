import {
  moneyToJson,
  periodOf,
  type Batch,
  type ExplanationPart,
  type Money,
  type PartnerId,
  type Payout,
  type Programme,
} from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';

/** `B-2026-11`; the next of that month gets a number. */
export function batchName(cutoff: Date, programme: Pick<Programme, 'timeZone'>, number: number): string {
  const base = `B-${periodOf(cutoff, programme.timeZone).key}`;
  return number === 1 ? base : `${base}-${number}`;
}

/** Partners whose commissions another batch or a refund has taken since they were planned. */
export function takenMeanwhile(
  payouts: readonly Pick<Payout, 'state' | 'partner' | 'amount'>[],
): { partner: PartnerId; amount: Money; reason: ExplanationPart }[] {
  return payouts
    .filter(({ state }) => state === 'cancelled')
    .map(({ partner, amount }) => ({ partner, amount, reason: { code: 'left_out.taken_meanwhile', params: {} } }));
}

/** The way out once a batch is submitted. */
export function batchAnswer(batch: Pick<Batch, 'id' | 'name' | 'payouts' | 'total' | 'leftOut'>): EffectResult {
  const output = {
    batch: batch.id,
    name: batch.name,
    payouts: batch.payouts,
    total: { ...moneyToJson(batch.total) },
    leftOut: batch.leftOut.length,
  };
  if (batch.payouts === 0)
    return { port: 'empty', output, label: { code: 'none', params: { reason: 'nothing_payable' } } };
  return {
    port: 'opened',
    output,
    label: { code: 'batch', params: { name: batch.name, ...moneyToJson(batch.total) } },
  };
}

const settled: readonly Payout['state'][] = ['paid', 'failed', 'returned', 'cancelled'];

/** True where nothing more is to be learnt of a payout. */
export function isSettled({ state }: Pick<Payout, 'state'>): boolean {
  return settled.includes(state);
}

/** The wait for payouts that their rails have accepted and not yet paid. */
export function settlementWait(batch: string, open: number, every: unknown, now: Date): EffectResult {
  return {
    wait: {
      kind: 'settlement',
      for: typeof every === 'string' && every !== '' ? every : 'PT15M',
      from: now.toISOString(),
      events: ['custom.payout.settled'],
      correlation: `batch:${batch}`,
      subject: batch,
    },
    label: { code: 'in_transit', params: { payouts: open } },
  };
}

/** The way out once every payout is settled. */
export function sentAnswer(batch: Pick<Batch, 'id' | 'total'>, payouts: readonly Payout[]): EffectResult {
  const sent = payouts.filter(({ state }) => state !== 'cancelled');
  const failed = payouts.filter(({ state }) => state !== 'paid');
  return {
    port: failed.length > 0 ? 'failed_some' : 'sent',
    output: {
      batch: batch.id,
      paid: sent.length - failed.length,
      failed: failed.length,
      total: { ...moneyToJson(batch.total) },
    },
    label: { code: 'money', params: { ...moneyToJson(batch.total) } },
  };
}
