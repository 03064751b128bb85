import {
  canonicalJson,
  computeByFacts,
  claimsBounty,
  claimsVolume,
  DomainError,
  Drifts,
  heldToCaps,
  orderOfFacts,
  countedPeriods,
  type BacktestOutcome,
  type BacktestRow,
  type CommissionTerms,
  type Computed,
  type ComputeInput,
  type Counted,
  type DriftSide,
  type FactOrder,
  type Inexact,
  type Json,
  type JsonObject,
  type OrderRest,
  type StoredPayment,
  type Taken,
} from '@sluice/domain';
import type { Backtest, BacktestTerms } from '../../collections/backtests.js';
import type { StoredCommission } from '../../collections/commissions.js';
import type { Side, SideAnswer } from './side.js';
import { beganFrom, countsBeyond, moveOn, recordedOf, scopeOf } from './standing.js';

/** What a stored commission is decided again from. */
export interface ReplaySource {
  commission: Pick<
    StoredCommission,
    'id' | 'order' | 'orderExternalId' | 'partner' | 'occurredAt' | 'amount' | 'facts' | 'parts'
  > &
    Partial<Pick<StoredCommission, 'terms' | 'base' | 'conversion' | 'begun' | 'position' | 'customer'>>;
  /** Where several partners share the order. */
  share?: NonNullable<ComputeInput['share']>;
  /** The order's payment as it is stored: facts tell neither items nor margin. */
  stored?: StoredPayment;
  /** The customer as claims name it. */
  customer?: string;
}

/** What a backtest was asked with that amounts depend on. */
export type ReplayTerms = Pick<BacktestTerms, 'settings' | 'timeZone'> & Partial<Pick<Backtest, 'rule' | 'period'>>;

/**
 * What both versions pay for the commission; undefined where its facts were not stored. `drifts` is where the versions stand by now, and
 * is moved on; without it, both begin from what the order began from.
 */
export function replay(
  source: ReplaySource,
  before: Side,
  after: Side,
  terms: ReplayTerms,
  moving?: Drifts,
): BacktestRow | undefined {
  const order = orderOf(source, terms);
  if (!order) return undefined;
  const { commission } = source;
  const drifts = moving ?? new Drifts();
  const began = moving ? beganFrom(source, terms, moving) : [];
  const sides = {
    before: sideOf(before.answer(commission.facts), order, source, terms, drifts, 'before'),
    after: sideOf(after.answer(commission.facts), order, source, terms, drifts, 'after'),
  };
  const row: BacktestRow = {
    commission: commission.id,
    order: commission.order,
    orderExternalId: commission.orderExternalId,
    partner: commission.partner,
    tier: order.tier,
    at: commission.occurredAt,
    currency: commission.amount.currency,
    recorded: recordedOf(source),
    before: sides.before.outcome,
    after: sides.after.outcome,
  };
  const inexact = sides.before.inexact ?? sides.after.inexact;
  if (inexact) row.inexact = inexact;
  if (began.length > 0) row.drifts = began;
  if (moving) moveOn(source, order, terms, moving, sides);
  return row;
}

/** One side of a row with everything that explains it. */
export interface ExplainedSide {
  outcome: BacktestOutcome;
  computed?: Computed;
  trace: JsonObject[];
  explanation: ReturnType<Side['explained']>['explanation'];
}

/** The same for one side, with its trace and its reasons; undefined where the facts were not stored. */
export function replayExplained(
  source: ReplaySource,
  side: Side,
  terms: ReplayTerms,
  which: DriftSide,
  began: BacktestRow['drifts'] = [],
): ExplainedSide | undefined {
  const order = orderOf(source, terms);
  if (!order) return undefined;
  const answer = side.explained(source.commission.facts);
  const { outcome, computed } = sideOf(answer, order, source, terms, new Drifts(new Map(began)), which);
  return {
    outcome,
    ...(computed && { computed }),
    trace: answer.trace,
    explanation: answer.ok ? answer.explanation : [],
  };
}

export interface SideResult {
  outcome: BacktestOutcome;
  computed?: Computed;
  terms?: CommissionTerms;
  taken?: Taken[];
  inexact?: Inexact;
}

/** An error of the domain, such as a margin that nobody told, belongs to the outcome that asked for it. */
function sideOf(
  answer: SideAnswer,
  order: FactOrder,
  source: ReplaySource,
  terms: ReplayTerms,
  drifts: Drifts,
  side: DriftSide,
): SideResult {
  if (!answer.ok) return { outcome: { fault: answer.fault } };
  const { branch, terms: own } = answer;
  try {
    const posted = asPosted(source, own, terms);
    if (posted !== undefined) return { outcome: { amount: posted, branch }, terms: own };
    const computed = compute(own, order, source, terms, drifts, side);
    if (!countsBeyond(own, terms)) {
      const inexact = whyInexact(own, order, source, terms, false);
      return { outcome: { amount: computed.amount.amount, branch }, computed, terms: own, ...(inexact && { inexact }) };
    }
    const held = heldToCaps(computed, own, scopeOf(source, terms), source.commission.begun?.caps, drifts, side);
    const inexact = whyInexact(own, order, source, terms, held.unknown);
    return {
      outcome: { amount: held.computed.amount.amount, branch },
      computed: held.computed,
      terms: own,
      taken: held.taken,
      ...(inexact && { inexact }),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { outcome: { fault: { code: error.code, pointer: branch, message: error.message } } };
  }
}

function compute(
  own: CommissionTerms,
  order: FactOrder,
  source: ReplaySource,
  { settings, timeZone }: ReplayTerms,
  drifts: Drifts,
  side: DriftSide,
): Computed {
  const { begun, partner, occurredAt: at, amount } = source.commission;
  // What is stored of the sharing is what was shared by, whatever the referral says by now.
  const share = begun ? begun.share : source.share;
  const counted = begun?.counted;
  if (!counted || !claimsVolume(own))
    return computeByFacts(order, own, share ? { settings, timeZone, share } : { settings, timeZone }, begun);
  const moved = (figures: Counted['volume'], prefix: 'month_volume:' | 'month_orders:'): Counted['volume'] =>
    Object.fromEntries(
      countedPeriods.map((period) => [
        period,
        (figures[period] ?? 0n) +
          drifts.inPeriod(partner, side, prefix, { at, period, timeZone, unit: amount.currency }),
      ]),
    );
  const from: Counted = {
    volume: moved(counted.volume, 'month_volume:'),
    orders: moved(counted.orders, 'month_orders:'),
  };
  return computeByFacts(order, own, share ? { settings, timeZone, share } : { settings, timeZone }, {
    ...begun,
    counted: from,
  });
}

/**
 * What was computed before circumstances were kept, by the same terms that count beyond the order: it was worth what was posted, and
 * nothing else tells what it began from.
 */
function asPosted({ commission }: ReplaySource, own: CommissionTerms, terms: ReplayTerms): bigint | undefined {
  if (commission.begun || !commission.terms) return undefined;
  if (!countsBeyond(own, terms) && !claimsVolume(own) && !claimsBounty(own)) return undefined;
  const same = canonicalJson(own as unknown as Json) === canonicalJson(commission.terms as unknown as Json);
  return same ? recordedOf({ commission }) : undefined;
}

function whyInexact(
  own: CommissionTerms,
  order: FactOrder,
  { commission, stored }: ReplaySource,
  terms: ReplayTerms,
  capUnknown: boolean,
): Inexact | undefined {
  const { begun } = commission;
  if (order.differs && stored && (commission.conversion || /"(margin|item|per_product)"/.test(JSON.stringify(own))))
    return 'order_changed';
  if (!begun && countsBeyond(own, terms)) return 'caps_unknown';
  if (capUnknown) return 'cap_before_period';
  if (claimsBounty(own) && begun?.bountyPaid === undefined) return 'bounty_unknown';
  return undefined;
}

function orderOf({ commission, stored }: ReplaySource, { settings }: ReplayTerms): FactOrder | undefined {
  const rest: OrderRest = {
    externalId: commission.orderExternalId,
    at: commission.occurredAt,
    currency: commission.amount.currency,
    rounding: settings.rounding,
  };
  if (stored) rest.stored = stored;
  if (commission.conversion) rest.conversion = commission.conversion;
  return orderOfFacts(commission.facts, rest);
}
