import type { Programme } from '@sluice/domain';
import type { PublishedRule, RuleSource } from '@sluice/rules';
import { outcomeFor } from '../collections/facts-schemas.js';
import type { Store } from '../store.js';

/** The rules that a rule may use (`{"rule": "key"}`): the versions in force at an instant, each with its facts and its shape. */
export async function ruleSource(store: Store, programme: Programme, instant: Date): Promise<RuleSource> {
  const known = new Map<string, PublishedRule>();
  for (const rule of await store.rules.allInForce(programme.key, instant)) {
    const schema = await store.factsSchemas.get(programme, rule.facts.id, rule.facts.version);
    const shape = outcomeFor(programme, rule.outcome);
    if (schema && shape)
      known.set(rule.key, { text: rule.logic, schema, shape, hash: rule.hash, version: rule.version });
  }
  return (key) => known.get(key);
}
