import type { Programme } from '@sluice/domain';
import type { FlowLibrary, LibraryRule } from '@sluice/nodes/simulation/library';
import { outcomeFor } from '@sluice/store';
import type { Context } from '../../context.js';

/** What flows of a programme find around them now: rules and mails in force, and the newest version of every flow. */
export async function libraryOf({ store, config, now }: Context, programme: Programme): Promise<FlowLibrary> {
  const [rules, templates, flows] = await Promise.all([
    store.rules.allInForce(programme.key, now()),
    store.templates.all(programme.key),
    store.flows.all(programme.key),
  ]);
  const known: Record<string, LibraryRule> = {};
  for (const { key, version, hash, kind, title, logic, facts, outcome } of rules) {
    const schema = await store.factsSchemas.get(programme, facts.id, facts.version);
    const shape = outcomeFor(programme, outcome);
    if (schema && shape) known[key] = { version, hash, kind, title, logic, schema, shape };
  }
  return {
    programme,
    rules: known,
    templates: Object.fromEntries(
      templates.map(({ key, hash, kind, variables, locales }) => [
        key,
        { hash, content: { kind, variables, locales } },
      ]),
    ),
    flows: Object.fromEntries(flows.map(({ key, document, pinned, version }) => [key, { document, pinned, version }])),
    demo: {},
    mailFrom: config.mailFrom ?? `${programme.name} <partners@example.com>`,
    baseUrl: config.baseUrl.replace(/\/+$/, ''),
  };
}
