import { boundedTrace, type Decided, type JsonObject, type Programme } from '@sluice/domain';
import { FactsError, factsOf } from '@sluice/flows';
import {
  check,
  compile,
  explain,
  parse,
  type FactsSchema,
  type Json,
  type Program,
  type RuleKind,
  type UsedRule,
} from '@sluice/rules';
import type { StoredRule } from '../collections/documents.js';
import { outcomeFor } from '../collections/facts-schemas.js';
import type { Store } from '../store.js';
import { ruleSource } from './rule-source.js';

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

/** A published version, ready to run on any number of facts. */
export interface PreparedRule {
  rule: StoredRule;
  schema: FactsSchema;
  /** Decides with trace and explanation. Throws `RuleFailure`. */
  decide(raw: JsonObject): Decided;
  /** The answer alone, for many facts in a row. Throws `RuleFailure`. */
  answer(raw: JsonObject): Json;
}

interface Compiled {
  program: Program;
  /** The published rules that it asks, with the versions that counted. */
  uses: readonly UsedRule[];
}

const compiled = new WeakMap<Store, Map<string, Compiled>>();

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
  const { program, uses } = await compiledOf(store, programme, rule, schema, at);
  const run = (raw: JsonObject, trace: boolean) => {
    const facts = typedFacts(rule, schema, raw);
    const result = program.run(facts, { trace });
    if (!result.ok)
      throw new RuleFailure(
        result.error.code,
        `Rule ${key} v${rule.version} stopped: ${result.error.message}${result.error.pointer ? ` (at ${result.error.pointer})` : ''}`,
      );
    return { facts, result };
  };
  return {
    rule,
    schema,
    answer: (raw) => run(raw, false).result.value,
    decide(raw) {
      const { facts, result } = run(raw, true);
      const entries = result.trace ?? [];
      const { trace, leftOut } = boundedTrace(entries);
      return {
        rule: {
          key,
          version: rule.version,
          hash: rule.hash,
          title: rule.title,
          facts: { id: schema.id, version: schema.version },
          ...(uses.length > 0 && { uses: uses.map(({ key, hash, version = 0 }) => ({ key, version, hash })) }),
        },
        facts,
        outcome: result.value as Decided['outcome'],
        explanation: explain(`${rule.title} v${rule.version}`, rule.logic, entries, schema),
        trace: JSON.parse(JSON.stringify(trace)) as JsonObject[],
        ...(leftOut > 0 && { traceLeftOut: leftOut }),
      };
    },
  };
}

/** The instant that chooses the version of a rule, by the programme's setting. */
export function decisiveAt(
  { settings }: Pick<Programme, 'settings'>,
  event: { occurredAt: Date; receivedAt: Date },
): Date {
  return settings.ruleVersionBy === 'occurredAt' ? event.occurredAt : event.receivedAt;
}

function typedFacts(rule: StoredRule, schema: FactsSchema, raw: JsonObject): JsonObject {
  try {
    return factsOf(schema, raw);
  } catch (error) {
    if (error instanceof FactsError)
      throw new RuleFailure(error.code, `Rule ${rule.key} v${rule.version} cannot run: ${error.message}`);
    throw error;
  }
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
): Promise<Compiled> {
  const source = /"rule"\s*:/.test(rule.logic) ? await ruleSource(store, programme, at) : undefined;
  const known = compiled.get(store) ?? new Map<string, Compiled>();
  compiled.set(store, known);
  const id = JSON.stringify([programme.key, rule.key, rule.hash, rule.outcome, schema]);
  const before = known.get(id);
  if (before?.uses.every(({ key, hash }) => source?.(key)?.hash === hash)) return before;
  const outcome = outcomeFor(programme, rule.outcome);
  const checked = check(parse(rule.logic), schema, {
    ...(outcome && { outcome }),
    ...(source && { rules: source }),
    key: rule.key,
  });
  if (!checked.ok) {
    const first = checked.problems[0];
    throw new RuleFailure(
      'rule_refused',
      `Rule ${rule.key} v${rule.version} is not well-typed: ${first?.message ?? ''}`,
    );
  }
  const made = { program: compile(checked.typed), uses: checked.uses };
  known.set(id, made);
  return made;
}
