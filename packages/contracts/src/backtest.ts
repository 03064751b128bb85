import { z } from 'zod';
import { explanationPart, instant, json, jsonObject, partnerRef } from './common.js';
import { calculationLine, sentenceSegment } from './commission.js';
import { listQuery } from './list.js';
import { money } from './money.js';

export const backtestState = z.enum(['queued', 'running', 'done', 'cancelled', 'failed']);
export type BacktestState = z.infer<typeof backtestState>;

/** Why a figure is not told to the cent. */
const inexactReason = z.enum(['caps_unknown', 'cap_before_period', 'bounty_unknown', 'order_changed']);

const which = z.literal('draft').or(z.number().int().min(1).max(1_000_000_000));

/** Any two versions of the rule, or its draft. The draft's text is taken as it is now. */
export const backtestCreate = z
  .strictObject({
    from: which,
    to: which,
    /** Half-open, by the time of the order. */
    period: z.strictObject({ from: instant, to: instant }),
    filter: z
      .strictObject({
        partners: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
        tiers: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
      })
      .optional(),
  })
  .refine(({ period }) => Date.parse(period.from) < Date.parse(period.to), {
    path: ['period', 'to'],
    message: 'the period ends after it begins',
  })
  .meta({ id: 'BacktestCreate' });
export type BacktestCreate = z.infer<typeof backtestCreate>;

const version = z.object({ version: z.number().int().nullable(), hash: z.string(), title: z.string() });

/** Sums of one currency over the orders that both versions give an amount for. */
const sums = z.object({
  before: money,
  after: money,
  delta: money,
  /** What was earned when the orders came; it differs from `before` where another version was in force. */
  recorded: money,
});
export type BacktestSumsDto = z.infer<typeof sums>;

const counts = { orders: z.number().int(), changed: z.number().int(), errors: z.number().int() };

const partnerSum = z.object({
  partner: partnerRef,
  tier: z.string(),
  orders: z.number().int(),
  changed: z.number().int(),
  before: money,
  after: money,
  delta: money,
});
export type BacktestPartnerDto = z.infer<typeof partnerSum>;

/** An outcome of a version, with the condition that leads to it; none for "otherwise". */
const branch = z.object({ pointer: z.string(), when: z.string().optional(), ...counts, sums: z.array(sums) });
export type BacktestBranchDto = z.infer<typeof branch>;

export const backtestFault = z.object({ code: z.string(), pointer: z.string(), message: z.string() });

export const backtestRow = z
  .object({
    id: z.string(),
    rule: z.object({ key: z.string(), title: z.string() }),
    state: backtestState,
    period: z.object({ from: instant, to: instant }),
    filter: z.object({ partners: z.array(partnerRef).optional(), tiers: z.array(z.string()).optional() }),
    base: version,
    draft: version,
    requestedBy: z.object({ id: z.string(), name: z.string() }),
    progress: z.object({ done: z.number().int(), total: z.number().int() }),
    /** Somebody has asked it to end; it does so before its next chunk. */
    cancelling: z.boolean(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    createdAt: instant,
    startedAt: instant.optional(),
    finishedAt: instant.optional(),
  })
  .meta({ id: 'BacktestRow' });
export type BacktestListRow = z.infer<typeof backtestRow>;

export const backtest = backtestRow
  .extend({
    /** There is none before the end. Where the state is `cancelled` it is of what was computed until then. */
    result: z
      .object({
        partial: z.boolean(),
        totals: z.object({
          ...counts,
          same: z.number().int(),
          /** Commissions of the period whose facts were not stored: they are in no sum. */
          withoutFacts: z.number().int(),
          /** Orders in the sums whose figures are not told to the cent, by reason. */
          inexact: z.array(z.object({ code: inexactReason, orders: z.number().int() })),
          sums: z.array(sums),
        }),
        tiers: z.array(z.object({ key: z.string(), name: z.string(), ...counts, sums: z.array(sums) })),
        branches: z.object({ base: z.array(branch), draft: z.array(branch) }),
        unreached: z.object({ base: z.array(branch), draft: z.array(branch) }),
        gaining: z.number().int(),
        losing: z.number().int(),
        /** Exact, the most first, up to 20 of each currency. */
        gainers: z.array(partnerSum),
        losers: z.array(partnerSum),
        faults: z.array(backtestFault.extend({ side: z.enum(['base', 'draft']), orders: z.number().int() })),
      })
      .optional(),
  })
  .meta({ id: 'Backtest' });
export type BacktestDto = z.infer<typeof backtest>;

/** An amount with the outcome that gave it, or why there is none. */
const outcome = z.object({ amount: money.optional(), branch: z.string().optional(), fault: backtestFault.optional() });
export type BacktestOutcomeDto = z.infer<typeof outcome>;

export const backtestOrder = z
  .object({
    commission: z.string(),
    order: z.object({ id: z.string(), externalId: z.string() }),
    partner: partnerRef,
    tier: z.string(),
    at: instant,
    before: outcome,
    after: outcome,
    /** Absent where one side gives no amount. */
    delta: money.optional(),
    recorded: money,
    /** Why its figures are not told to the cent. */
    inexact: inexactReason.optional(),
  })
  .meta({ id: 'BacktestOrder' });
export type BacktestOrderDto = z.infer<typeof backtestOrder>;

const explained = outcome.extend({
  sentence: z.string(),
  segments: z.array(sentenceSegment),
  parts: z.array(explanationPart),
  calculation: z.array(calculationLine),
  trace: z.array(json),
});
export type BacktestExplainedDto = z.infer<typeof explained>;

/** An order side by side, computed again from the facts that were stored with it. */
export const backtestOrderDetail = backtestOrder
  .extend({ facts: jsonObject, before: explained, after: explained })
  .meta({ id: 'BacktestOrderDetail' });
export type BacktestOrderDetailDto = z.infer<typeof backtestOrderDetail>;

const yes = z.enum(['true', 'false']).transform((value) => value === 'true');

export const backtestRowsQuery = listQuery.extend({
  /** Only orders whose amount differs, or that could not be decided. */
  changed: yes.optional(),
  partner: z.string().max(100).optional(),
});
export const backtestCsvQuery = z.object({ changed: yes.optional() });
