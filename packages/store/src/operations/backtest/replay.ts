import {
  computeByFacts,
  DomainError,
  orderOfFacts,
  type BacktestOutcome,
  type BacktestRow,
  type Computed,
  type ComputeInput,
  type FactOrder,
  type JsonObject,
  type OrderRest,
} from '@sluice/domain';
import type { StoredCommission } from '../../collections/commissions.js';
import type { Side, SideAnswer } from './side.js';

/** What a stored commission is decided again from. */
export interface ReplaySource {
  commission: Pick<
    StoredCommission,
    'id' | 'order' | 'orderExternalId' | 'partner' | 'occurredAt' | 'amount' | 'facts' | 'parts'
  >;
  /** Where several partners share the order. */
  share?: NonNullable<ComputeInput['share']>;
  /** Minor units; facts do not tell it. */
  margin?: bigint;
}

export type ReplayTerms = Pick<ComputeInput, 'settings' | 'timeZone'>;

/** What both versions pay for the commission; undefined where its facts were not stored. */
export function replay(source: ReplaySource, before: Side, after: Side, terms: ReplayTerms): BacktestRow | undefined {
  const order = orderOf(source);
  if (!order) return undefined;
  const { commission } = source;
  return {
    commission: commission.id,
    order: commission.order,
    orderExternalId: commission.orderExternalId,
    partner: commission.partner,
    tier: order.tier,
    at: commission.occurredAt,
    currency: commission.amount.currency,
    recorded: (commission.parts ?? []).reduce((sum, { amount }) => sum + amount.amount, commission.amount.amount),
    before: outcomeOf(before.answer(commission.facts), order, source, terms),
    after: outcomeOf(after.answer(commission.facts), order, source, terms),
  };
}

/** One side of a row with everything that explains it. */
export interface ExplainedSide {
  outcome: BacktestOutcome;
  computed?: Computed;
  trace: JsonObject[];
  explanation: ReturnType<Side['explained']>['explanation'];
}

/** The same for one side, with its trace and its reasons; undefined where the facts were not stored. */
export function replayExplained(source: ReplaySource, side: Side, terms: ReplayTerms): ExplainedSide | undefined {
  const order = orderOf(source);
  if (!order) return undefined;
  const answer = side.explained(source.commission.facts);
  const outcome = outcomeOf(answer, order, source, terms);
  const computed = 'amount' in outcome && answer.ok ? compute(answer, order, source, terms) : undefined;
  return {
    outcome,
    ...(computed && { computed }),
    trace: answer.trace,
    explanation: answer.ok ? answer.explanation : [],
  };
}

function orderOf({ commission, margin }: ReplaySource): FactOrder | undefined {
  const rest: OrderRest = {
    externalId: commission.orderExternalId,
    at: commission.occurredAt,
    currency: commission.amount.currency,
  };
  if (margin !== undefined) rest.margin = margin;
  return orderOfFacts(commission.facts, rest);
}

/** An error of the domain, such as a margin that nobody told, belongs to the outcome that asked for it. */
function outcomeOf(answer: SideAnswer, order: FactOrder, source: ReplaySource, terms: ReplayTerms): BacktestOutcome {
  if (!answer.ok) return { fault: answer.fault };
  try {
    return { amount: compute(answer, order, source, terms).amount.amount, branch: answer.branch };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { fault: { code: error.code, pointer: answer.branch, message: error.message } };
  }
}

function compute(
  answer: SideAnswer & { ok: true },
  order: FactOrder,
  { share }: ReplaySource,
  { settings, timeZone }: ReplayTerms,
): Computed {
  return computeByFacts(order, answer.terms, share ? { settings, timeZone, share } : { settings, timeZone });
}
