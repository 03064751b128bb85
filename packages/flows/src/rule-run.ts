import { asJson, boundedTrace, type Decided, type JsonObject } from '@sluice/domain';
import {
  check,
  compile,
  explain,
  parse,
  type FactsSchema,
  type OutcomeShape,
  type Program,
  type RuleSource,
  type UsedRule,
} from '@sluice/rules';
import { FactsError, factsOf } from './facts.js';

/** A rule that cannot answer: it stops what asked for it, it never becomes a value. `code` in snake_case. */
export class RuleFailure extends Error {
  override readonly name = 'RuleFailure';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A published version as it is asked: its text, and what names it in an explanation. */
export interface RuleVersion {
  key: string;
  version: number;
  hash: string;
  title: string;
  logic: string;
}

export interface CompiledRule {
  program: Program;
  /** The published rules that it asks, with the versions that counted. */
  uses: readonly UsedRule[];
}

/** Makes a version ready to run. Throws `RuleFailure` where it does not fit its facts. */
export function compileRule(
  { key, version, logic }: RuleVersion,
  schema: FactsSchema,
  { outcome, rules }: { outcome?: OutcomeShape | undefined; rules?: RuleSource | undefined },
): CompiledRule {
  const checked = check(parse(logic), schema, { ...(outcome && { outcome }), ...(rules && { rules }), key });
  if (!checked.ok) {
    const first = checked.problems[0];
    throw new RuleFailure('rule_refused', `Rule ${key} v${version} is not well-typed: ${first?.message ?? ''}`);
  }
  return { program: compile(checked.typed), uses: checked.uses };
}

/** What a rule answers on raw facts, without a trace. Throws `RuleFailure`. */
export function answerOf(rule: RuleVersion, schema: FactsSchema, { program }: CompiledRule, raw: JsonObject) {
  return runOn(rule, schema, program, raw, false).result.value;
}

/** What a rule decides on raw facts, with trace and explanation. Throws `RuleFailure`. */
export function decidedBy(
  rule: RuleVersion,
  schema: FactsSchema,
  { program, uses }: CompiledRule,
  raw: JsonObject,
): Decided {
  const { facts, result } = runOn(rule, schema, program, raw, true);
  const entries = result.trace ?? [];
  const { trace, leftOut } = boundedTrace(entries);
  const { key, version, hash, title, logic } = rule;
  return {
    rule: {
      key,
      version,
      hash,
      title,
      facts: { id: schema.id, version: schema.version },
      ...(uses.length > 0 && {
        uses: uses.map((used) => ({ key: used.key, version: used.version ?? 0, hash: used.hash })),
      }),
    },
    facts,
    outcome: result.value as Decided['outcome'],
    explanation: explain(`${title} v${version}`, logic, entries, schema),
    trace: asJson(trace),
    ...(leftOut > 0 && { traceLeftOut: leftOut }),
  };
}

function runOn(rule: RuleVersion, schema: FactsSchema, program: Program, raw: JsonObject, trace: boolean) {
  const facts = typedFacts(rule, schema, raw);
  const result = program.run(facts, { trace });
  if (!result.ok)
    throw new RuleFailure(
      result.error.code,
      `Rule ${rule.key} v${rule.version} stopped: ${result.error.message}${result.error.pointer ? ` (at ${result.error.pointer})` : ''}`,
    );
  return { facts, result };
}

function typedFacts(rule: RuleVersion, schema: FactsSchema, raw: JsonObject): JsonObject {
  try {
    return factsOf(schema, raw);
  } catch (error) {
    if (error instanceof FactsError)
      throw new RuleFailure(error.code, `Rule ${rule.key} v${rule.version} cannot run: ${error.message}`);
    throw error;
  }
}
