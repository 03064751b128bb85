import type { ExplanationPart, JsonObject, Programme } from '@sluice/domain';
import {
  check,
  compile,
  explain,
  FACTS,
  fieldAt,
  OUTCOMES,
  parse,
  specialise,
  type FactsSchema,
  type Json,
  type Program,
} from '@sluice/rules';
import type { Store, StoredRule } from '@sluice/store';
import { NonRetryable } from '../activity-types.js';

export interface RuleRun {
  rule: { key: string; version: number; hash: string };
  title: string;
  logic: string;
  value: Json;
  trace: JsonObject[];
  /** Why, from the path that the trace shows: outcome, conditions, rule and version. */
  explanation: ExplanationPart[];
}

const compiled = new WeakMap<Store, Map<string, Program>>();

/**
 * Runs the version of a published rule that was in force at `at` (the first one where none was yet), with its trace. A
 * run therefore keeps its version whatever is published meanwhile. Parks the step where the rule stops with an error.
 */
export async function runRule(
  store: Store,
  programme: Programme,
  key: string,
  at: Date,
  facts: JsonObject,
): Promise<RuleRun> {
  const rule = await store.rules.inForce(programme.key, key, at);
  if (!rule) throw new NonRetryable('unknown_rule', `No version of the rule "${key}" is published.`);
  const result = programOf(store, programme, rule).run(facts, { trace: true });
  if (!result.ok) {
    throw new NonRetryable(result.error.code, `Rule ${key} v${rule.version} stopped: ${result.error.message}`);
  }
  const trace = result.trace ?? [];
  return {
    rule: { key, version: rule.version, hash: rule.hash },
    title: rule.title,
    logic: rule.logic,
    value: result.value,
    trace: JSON.parse(JSON.stringify(trace)) as JsonObject[],
    explanation: explain(`${rule.title} v${rule.version}`, rule.logic, trace, schemaOf(programme, rule)),
  };
}

/** The rule's facts as the programme's own: its currency, and its tiers by name. */
function schemaOf(programme: Programme, rule: StoredRule): FactsSchema {
  const schema = FACTS.get(`${rule.facts.id}@${rule.facts.version}`);
  if (!schema)
    throw new NonRetryable('unknown_facts', `Rule ${rule.key} reads facts "${rule.facts.id}" that do not exist.`);
  const tiers = programme.tiers.map(({ key, name }) => ({ value: key, label: name }));
  const hasTier = fieldAt(schema, 'partner.tier') !== undefined;
  return specialise(schema, {
    currency: programme.currency,
    ...(hasTier && { fields: { 'partner.tier': { type: 'enum', values: tiers } } }),
  });
}

/** Compiled once per store and rule version. */
function programOf(store: Store, programme: Programme, rule: StoredRule): Program {
  const known = compiled.get(store) ?? new Map<string, Program>();
  compiled.set(store, known);
  const id = `${programme.key}/${programme.currency}/${rule.hash}`;
  const before = known.get(id);
  if (before) return before;
  const shape = OUTCOMES.get(rule.outcome);
  const checked = check(parse(rule.logic), schemaOf(programme, rule), {
    ...(shape && { outcome: shape }),
  });
  if (!checked.ok) {
    const first = checked.problems[0];
    throw new NonRetryable(
      'rule_refused',
      `Rule ${rule.key} v${rule.version} is not well-typed: ${first?.message ?? ''}`,
    );
  }
  const program = compile(checked.typed);
  known.set(id, program);
  return program;
}
