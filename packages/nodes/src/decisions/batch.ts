import {
  duePayout,
  moneyToJson,
  periodOf,
  weeklyPayout,
  zero,
  type Batch,
  type BatchSchedule,
  type Currency,
  type JsonObject,
  type Payout,
  type PayoutDate,
  type PayoutState,
  type Programme,
} from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';

/** What a batch is opened with. */
export interface BatchTerms {
  currency: Currency;
  cutoff: Date;
  /** Nothing is sent before it. */
  payOn?: Date;
  /** Absent: a step that says so, or a person. */
  schedule?: BatchSchedule;
}

/** A day of the calendar that was missed, with the servers down, is made up for that long. */
const madeUpForMs = 3 * 86_400_000;

/** What a flow by calendar pays by where the programme has set none. */
const usualCalendar = { calendar: 'monthly', payDay: 25 } as const;

/**
 * The terms that a step says, or those of the calendar's day where it goes by that; undefined where none is due. `weekly`: some
 * group is paid each Monday.
 */
export function termsOf(
  config: JsonObject,
  { currency: own, settings, timeZone }: Pick<Programme, 'currency' | 'settings' | 'timeZone'>,
  now: Date,
  weekly = false,
): BatchTerms | undefined {
  const currency = text(config, 'currency') ?? own;
  if (config['when'] !== 'calendar') {
    const cutoff = instant(text(config, 'cutoff')) ?? now;
    return { currency, cutoff };
  }
  const isDue = (date: PayoutDate | undefined): date is PayoutDate =>
    date !== undefined && now.getTime() - date.opens.getTime() <= madeUpForMs;
  const due = duePayout(settings.payouts ?? usualCalendar, now, timeZone);
  if (isDue(due)) {
    const locked = due.pays.getTime() > due.opens.getTime();
    return { currency, cutoff: due.cutoff, ...(locked && { payOn: due.pays }), schedule: 'calendar' };
  }
  const monday = weekly ? weeklyPayout(now, timeZone) : undefined;
  return isDue(monday) ? { currency, cutoff: monday.cutoff, schedule: 'weekly' } : undefined;
}

function instant(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw new NonRetryable('bad_cutoff', `"${value}" is not an instant.`);
  return at;
}

/** The way out on a day on which the calendar pays nothing. */
export function notDue(batch: string, { currency }: Pick<Programme, 'currency'>): EffectResult {
  const output = { batch, name: '', payouts: 0, total: { ...moneyToJson(zero(currency)) }, leftOut: 0 };
  return { port: 'empty', output, label: { code: 'none', params: { reason: 'not_due' } } };
}

/** `B-2026-11`; the next of that month gets a number. */
export function batchName(cutoff: Date, programme: Pick<Programme, 'timeZone'>, number: number): string {
  const base = `B-${periodOf(cutoff, programme.timeZone).key}`;
  return number === 1 ? base : `${base}-${number}`;
}

/** A partner whose commissions another batch or a refund has taken since they were planned. */
export function takenMeanwhile({ partner, amount }: Pick<Payout, 'partner' | 'amount'>): Batch['leftOut'][number] {
  return { partner, amount, reason: { code: 'left_out.taken_meanwhile', params: {} } };
}

/** The way out once a batch is submitted. */
export function batchAnswer(batch: Pick<Batch, 'id' | 'name' | 'payouts' | 'total'>, leftOut: number): EffectResult {
  const output = {
    batch: batch.id,
    name: batch.name,
    payouts: batch.payouts,
    total: { ...moneyToJson(batch.total) },
    leftOut,
  };
  if (batch.payouts === 0)
    return { port: 'empty', output, label: { code: 'none', params: { reason: 'nothing_payable' } } };
  return {
    port: 'opened',
    output,
    label: { code: 'batch', params: { name: batch.name, ...moneyToJson(batch.total) } },
  };
}

const settled: readonly PayoutState[] = ['paid', 'failed', 'returned', 'cancelled'];

/** States of a payout of which there is more to be learnt. */
export const openStates: readonly PayoutState[] = ['draft', 'awaiting_approval', 'approved', 'sending', 'sent'];

/** How many payouts of a batch are in each state. */
export type Progress = Partial<Record<PayoutState, number>>;

/** The progress of payouts that are all in memory. */
export function progressOf(payouts: readonly Pick<Payout, 'state'>[]): Progress {
  const progress: Progress = {};
  for (const { state } of payouts) progress[state] = (progress[state] ?? 0) + 1;
  return progress;
}

/** How many of a batch's payouts are open. */
export function openOf(progress: Progress): number {
  return openStates.reduce((sum, state) => sum + (progress[state] ?? 0), 0);
}

/** How many the rail refused or sent back. One that was cancelled before it went out is no failure. */
export function failedOf(progress: Progress): number {
  return (progress.failed ?? 0) + (progress.returned ?? 0);
}

/** True where nothing more is to be learnt of a payout. */
export function isSettled({ state }: Pick<Payout, 'state'>): boolean {
  return settled.includes(state);
}

/** The wait until a locked batch may be paid; a change of the batch ends it, as its approval is void then. */
export function payOnWait(batch: string, payOn: Date): EffectResult {
  return {
    wait: {
      kind: 'timer',
      until: payOn.toISOString(),
      events: ['custom.batch.changed'],
      correlation: `batch:${batch}`,
      subject: batch,
    },
    label: { code: 'pay_on', params: { on: payOn.toISOString() } },
  };
}

/** How often a batch is looked at whose rails cannot be asked: what becomes of it is told, and this only mends a lost telling. */
const lookRarely = 'P1D';

/**
 * The wait for payouts that their rails have accepted and not yet paid. `askable`: some rail can be asked about one of them;
 * of the others a bank's confirmation or a person tells, and that ends the wait.
 */
export function settlementWait(batch: string, open: number, every: unknown, now: Date, askable: boolean): EffectResult {
  const often = typeof every === 'string' && every !== '' ? every : 'PT15M';
  return {
    wait: {
      kind: 'settlement',
      for: askable ? often : lookRarely,
      from: now.toISOString(),
      events: ['custom.payout.settled'],
      correlation: `batch:${batch}`,
      subject: batch,
    },
    label: { code: 'in_transit', params: { payouts: open } },
  };
}

/** The way out once every payout is settled. */
export function sentAnswer(batch: Pick<Batch, 'id' | 'total'>, progress: Progress): EffectResult {
  const failed = failedOf(progress);
  return {
    port: failed > 0 ? 'failed_some' : 'sent',
    output: { batch: batch.id, paid: progress.paid ?? 0, failed, total: { ...moneyToJson(batch.total) } },
    label: { code: 'money', params: { ...moneyToJson(batch.total) } },
  };
}
