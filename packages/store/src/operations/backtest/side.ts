import { asJson, boundedTrace, type CommissionTerms, type ExplanationPart, type JsonObject } from '@sluice/domain';
import {
  check,
  commissionTerms,
  compile,
  explain,
  OUTCOMES,
  parse,
  RuleSyntaxError,
  type Program,
  type RuleSource,
  type TypedRule,
} from '@sluice/rules';
import type { BacktestVersion } from '../../collections/backtests.js';
import { branchingText, leavesOf, type Leaf } from './leaves.js';

/** A version that cannot be run at all: `code` in snake_case, `pointer` into its text. */
export class BacktestRefusal extends Error {
  override readonly name = 'BacktestRefusal';
  constructor(
    readonly code: string,
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

export type SideAnswer =
  | { ok: true; terms: CommissionTerms; branch: string }
  | { ok: false; fault: { code: string; pointer: string; message: string } };

/** A version ready for many orders. */
export interface Side {
  readonly version: BacktestVersion;
  readonly leaves: readonly Leaf[];
  /** True where its terms may count beyond an order: caps, volumes. */
  readonly counts: boolean;
  /** The terms for stored facts, and the pointer of the outcome that gave them. */
  answer(facts: JsonObject): SideAnswer;
  /** The same with all that explains it. */
  explained(facts: JsonObject): SideAnswer & { trace: JsonObject[]; explanation: ExplanationPart[] };
}

/** How checked rules become programs; the worker gives the faster one. */
export type MakeProgram = (rule: TypedRule) => Pick<Program, 'run'>;

/**
 * Makes a version ready. Most outcomes are literals: then only the conditions are run, and the terms are read once for each
 * outcome. Throws `BacktestRefusal` where it does not parse or check.
 */
export function prepareSide(version: BacktestVersion, make: MakeProgram = compile): Side {
  const document = parsed(version.logic);
  const whole = compile(typed(version, version.logic));
  const branching = make(typed({ ...version, outcome: '' }, branchingText(version.logic, document)));
  const leaves = leavesOf(document);
  const literal = new Set(leaves.filter((leaf) => leaf.literal).map(({ pointer }) => pointer));
  const settled = new Map<string, CommissionTerms>();

  function answer(facts: JsonObject): SideAnswer {
    const way = branching.run(facts);
    if (!way.ok) return { ok: false, fault: way.error };
    const branch = way.value as string;
    const known = settled.get(branch);
    if (known) return { ok: true, terms: known, branch };
    const result = whole.run(facts);
    if (!result.ok) return { ok: false, fault: result.error };
    const terms = commissionTerms(result.value);
    if (literal.has(branch)) settled.set(branch, terms);
    return { ok: true, terms, branch };
  }

  return {
    version,
    leaves,
    counts: [version.logic, ...Object.values(version.uses).map(({ text }) => text)].some((text) =>
      /caps|tiered|\\u/.test(text),
    ),
    answer,
    explained(facts) {
      const { trace: entries = [] } = whole.run(facts, { trace: true });
      const title = version.version === null ? version.title : `${version.title} v${version.version}`;
      return {
        ...answer(facts),
        trace: asJson(boundedTrace(entries).trace),
        explanation: explain(title, version.logic, entries, version.schema),
      };
    },
  };
}

function parsed(text: string): ReturnType<typeof parse> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof RuleSyntaxError)) throw error;
    throw new BacktestRefusal('syntax', error.pointer, error.message);
  }
}

function typed(version: BacktestVersion, text: string): TypedRule {
  const outcome = OUTCOMES.get(version.outcome);
  const checked = check(parsed(text), version.schema, { ...(outcome && { outcome }), rules: sourceOf(version) });
  if (checked.ok) return checked.typed;
  const { code, pointer, message } = checked.problems[0]!;
  throw new BacktestRefusal(code, pointer, message);
}

/** The rules that the version asks, as they were when the backtest was asked for. */
function sourceOf({ uses }: BacktestVersion): RuleSource {
  return (key) => {
    const used = Object.hasOwn(uses, key) ? uses[key] : undefined;
    const shape = used && OUTCOMES.get(used.outcome);
    return used && shape && { ...used, shape };
  };
}
