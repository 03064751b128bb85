import type { ProgrammeDto } from '@sluice/contracts/programme';
import type { MoneyDto } from '@sluice/contracts/money';
import type { JsonObject } from '@sluice/domain';
import { computeByFacts, orderOfFacts } from '@sluice/domain/backtest/amount';
import type { CstDocument } from '@sluice/rules/cst/cst';
import { parse } from '@sluice/rules/cst/parse';
import type { Json } from '@sluice/rules/cst/value';
import { check } from '@sluice/rules/check/check';
import { compile, type Program } from '@sluice/rules/compile/compile';
import type { RuleCase, RuleKind } from '@sluice/rules/document';
import type { TraceEntry } from '@sluice/rules/compile/trace';
import { sameJson } from '@sluice/rules/same';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import type { OutcomeShape } from '@sluice/rules/outcome/shape';
import { commissionTerms } from '@sluice/rules/schemas/commission';
import type { DecisionList } from '@sluice/rules/views/decision-list';
import type { CaseRun } from './context.js';
import type { LibraryData } from './use-library.js';

export interface RunContext {
  readonly kind: RuleKind;
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly programme: ProgrammeDto | undefined;
  /** The published rules it may use, and its own key. */
  readonly library?: LibraryData;
  readonly key?: string;
}

/** The rule compiled, or null where it is refused. */
export function programOf(document: CstDocument | null, context: RunContext): Program | null {
  const { schema, shape, library, key } = context;
  if (!document) return null;
  const checked = check(document, schema, {
    outcome: shape,
    ...(library ? { rules: (name) => library[name] } : {}),
    ...(key === undefined ? {} : { key }),
  });
  return checked.ok ? compile(checked.typed) : null;
}

export function programOfText(text: string | undefined, context: RunContext): Program | null {
  if (text === undefined) return null;
  try {
    return programOf(parse(text), context);
  } catch {
    return null;
  }
}

/** What draft and version in force give for a case, and the way the draft takes. */
export function runCase(
  each: RuleCase,
  draft: Program,
  inForce: Program | null,
  list: DecisionList | null,
  context: RunContext,
): CaseRun {
  const result = draft.run(each.facts, { trace: true });
  const trace = result.trace ?? [];
  const before = inForce?.run(each.facts);
  const was: CaseRun['inForce'] = before?.ok
    ? { got: before.value, ...payment(before.value, each, context) }
    : undefined;
  const branch = list ? takenIn(list, trace)[0] : undefined;
  const expectedPay = payment(each.expected, each, context).pay;
  const common = {
    case: each,
    trace,
    path: new Set(trace.map(({ pointer }) => pointer)),
    ...(branch === undefined ? {} : { branch }),
    ...(expectedPay ? { expectedPay } : {}),
    ...(was ? { inForce: was } : {}),
  };
  if (!result.ok) return { ...common, ok: false, error: result.error };
  const ok = sameJson(result.value, each.expected);
  return { ...common, ok, got: result.value, ...payment(result.value, each, context) };
}

/** Positions of the branches that a run takes in a list; its number of branches for otherwise. None where it did not get there. */
export function takenIn(list: DecisionList, trace: readonly TraceEntry[]): readonly number[] {
  const chosen = (pointer: string) => trace.find((entry) => entry.pointer === pointer)?.taken;
  if (list.policy === 'first') {
    const at = chosen(parentOf(list.pointer));
    if (at === undefined) return [];
    return [at % 2 === 1 && at < list.branches.length * 2 ? (at - 1) / 2 : list.branches.length];
  }
  return list.branches.flatMap(({ when, pointer, index }) => {
    const always = when.kind === 'always' && when.implied;
    return always || chosen(parentOf(parentOf(pointer))) === 1 ? [index] : [];
  });
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'));

/** The amount that a commission rule's answer pays for the order of a case; none for other rules. */
function payment(answer: Json, each: RuleCase, { kind, schema, programme }: RunContext): { pay?: MoneyDto } {
  if (kind !== 'commission' || !programme) return {};
  const currency = schema.currency ?? programme.currency;
  const order = orderOfFacts(withOrder(each.facts as JsonObject), {
    externalId: each.id,
    at: new Date(0),
    currency,
  });
  if (!order) return {};
  try {
    const settings = programme.settings as Parameters<typeof computeByFacts>[2]['settings'];
    const { amount } = computeByFacts(order, commissionTerms(answer), { settings, timeZone: programme.timeZone });
    return { pay: { amount: String(amount.amount), currency: amount.currency } };
  } catch {
    // Terms that are no terms, or an order without what they need: there is no amount to show.
    return {};
  }
}

/** A case names only the facts that the rule reads: an order of which only its net is known has no tax and no shipping. */
function withOrder(facts: JsonObject): JsonObject {
  const order = (facts['order'] ?? {}) as JsonObject;
  return { ...facts, order: { amount: order['net'] ?? 0, tax: 0, shipping: 0, kind: 'new', ...order } };
}
