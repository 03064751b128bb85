import type { Decided, JsonObject } from '@sluice/domain';
import { compileRule, decidedBy, RuleFailure, type CompiledRule } from '@sluice/flows/rule-run';
import type { RuleKind, RuleSource } from '@sluice/rules';
import { NonRetryable } from '../activity-types.js';
import type { FlowLibrary, LibraryRule } from './library.js';

/** Compiled once per library, which is never changed. */
const compiled = new WeakMap<FlowLibrary, Map<string, CompiledRule>>();

/** A published rule of the library, compiled as a closure. Parks the step where there is none or where it stops. */
export function libraryRule(
  library: FlowLibrary,
  key: string,
  kinds?: readonly RuleKind[],
): { decide(facts: JsonObject): Decided } {
  const rule = find(library, key);
  if (!rule) throw new NonRetryable('unknown_rule', `No version of the rule "${key}" is published.`);
  if (kinds && !kinds.includes(rule.kind))
    throw new NonRetryable('wrong_kind', `The rule "${key}" decides ${rule.kind}, not ${kinds.join(' or ')}.`);
  const version = { ...rule, key };
  return {
    decide: (facts) => parking(() => decidedBy(version, rule.schema, compiledOf(library, key, rule), facts)),
  };
}

function compiledOf(library: FlowLibrary, key: string, rule: LibraryRule): CompiledRule {
  const known = compiled.get(library) ?? new Map<string, CompiledRule>();
  compiled.set(library, known);
  const before = known.get(key);
  if (before) return before;
  const rules: RuleSource = (used) => {
    const other = find(library, used);
    return (
      other && { text: other.logic, schema: other.schema, shape: other.shape, hash: other.hash, version: other.version }
    );
  };
  const made = compileRule({ ...rule, key }, rule.schema, { outcome: rule.shape, rules });
  known.set(key, made);
  return made;
}

function find({ rules }: FlowLibrary, key: string): LibraryRule | undefined {
  return Object.hasOwn(rules, key) ? rules[key] : undefined;
}

function parking<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleFailure) throw new NonRetryable(error.code, error.message);
    throw error;
  }
}
