import type { Decided, JsonObject, Programme } from '@sluice/domain';
import { answerOf, compileRule, decidedBy, RuleFailure, type CompiledRule } from '@sluice/flows/rule-run';
import type { FactsSchema, Json, RuleKind } from '@sluice/rules';
import type { StoredRule } from '../collections/documents.js';
import { outcomeFor } from '../collections/facts-schemas.js';
import type { Store } from '../store.js';
import { ruleSource } from './rule-source.js';

export { RuleFailure };

/** A published version, ready to run on any number of facts. */
export interface PreparedRule {
  rule: StoredRule;
  schema: FactsSchema;
  /** Decides with trace and explanation. Throws `RuleFailure`. */
  decide(raw: JsonObject): Decided;
  /** The answer alone, for many facts in a row. Throws `RuleFailure`. */
  answer(raw: JsonObject): Json;
}

const compiled = new WeakMap<Store, Map<string, CompiledRule>>();

/**
 * The version of a published rule that was in force at `at` (the first one where none was yet): whoever asks again for the
 * same instant gets the same version, whatever is published meanwhile. Throws `RuleFailure` where there is none, where it
 * is of another kind, or where it no longer fits its facts.
 */
export async function prepareRule(
  store: Store,
  programme: Programme,
  key: string,
  at: Date,
  kinds?: readonly RuleKind[],
): Promise<PreparedRule> {
  const rule = await store.rules.inForce(programme.key, key, at);
  if (!rule) throw new RuleFailure('unknown_rule', `No version of the rule "${key}" is published.`);
  if (kinds && !kinds.includes(rule.kind))
    throw new RuleFailure('wrong_kind', `The rule "${key}" decides ${rule.kind}, not ${kinds.join(' or ')}.`);
  const schema = await schemaOf(store, programme, rule);
  const ready = await compiledOf(store, programme, rule, schema, at);
  return {
    rule,
    schema,
    answer: (raw) => answerOf(rule, schema, ready, raw),
    decide: (raw) => decidedBy(rule, schema, ready, raw),
  };
}

/** The rule's facts as the programme's own: its currency, its tiers by name, its custom fields. */
async function schemaOf(store: Store, programme: Programme, rule: StoredRule): Promise<FactsSchema> {
  const schema = await store.factsSchemas.get(programme, rule.facts.id, rule.facts.version);
  if (schema) return schema;
  throw new RuleFailure('unknown_facts', `Rule ${rule.key} reads facts "${rule.facts.id}" that do not exist.`);
}

/** Compiled once per store, rule version and facts schema, for as long as the rules that it asks stay the same. */
async function compiledOf(
  store: Store,
  programme: Programme,
  rule: StoredRule,
  schema: FactsSchema,
  at: Date,
): Promise<CompiledRule> {
  const source = /"rule"\s*:/.test(rule.logic) ? await ruleSource(store, programme, at) : undefined;
  const known = compiled.get(store) ?? new Map<string, CompiledRule>();
  compiled.set(store, known);
  const id = JSON.stringify([programme.key, rule.key, rule.hash, rule.outcome, schema]);
  const before = known.get(id);
  if (before?.uses.every(({ key, hash }) => source?.(key)?.hash === hash)) return before;
  const made = compileRule(rule, schema, { outcome: outcomeFor(programme, rule.outcome), rules: source });
  known.set(id, made);
  return made;
}
