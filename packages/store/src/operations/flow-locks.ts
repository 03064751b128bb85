import type { Json } from '@sluice/domain';
import { lockFlow } from '@sluice/flows/subflow';
import { parse, toJson } from '@sluice/rules';
import type { Store } from '../store.js';

/** What a flow may lock when it is pinned: the rules in force, the mails, and the newest version of every other flow. */
export async function flowLocks(store: Store, programme: string, now: Date) {
  const [rules, templates, flows] = await Promise.all([
    store.rules.allInForce(programme, now),
    store.templates.all(programme),
    store.flows.all(programme),
  ]);
  return {
    rules: Object.fromEntries(
      rules.map(({ key, version, hash, logic }) => [
        key,
        { key, version, hash, logic: toJson(parse(logic).root) as Json },
      ]),
    ),
    templates: Object.fromEntries(templates.map(({ key, hash }) => [key, { key, hash }])),
    flows: Object.fromEntries(flows.map(({ key, pinned }) => [key, lockFlow(pinned)])),
  };
}
