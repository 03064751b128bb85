import { outcomeFor, type StoredRule, type StoredRuleDraft } from '@sluice/store';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { ruleFileDto, ruleRow, ruleVersionDto, ruleVersionRow, valueOf } from '../../present/rule.js';
import { programmeOf } from '../programme.js';
import { pendingRequests } from '../publishing/requests.js';

/** Rules as they are published and drafted. */
export function readRoutes(
  context: Context,
): Pick<Handlers, 'listRules' | 'getRule' | 'getRuleVersion' | 'exportRule'> {
  const { store } = context;
  return {
    async listRules({ caller }) {
      const { programme } = caller;
      const [inForce, drafts, pending] = await Promise.all([
        store.rules.allInForce(programme, context.now()),
        store.rules.allDrafts(programme),
        pendingRequests(store, 'rule', programme),
      ]);
      const published = new Map(inForce.map((rule) => [rule.key, rule]));
      const drafted = new Map(drafts.map((draft) => [draft.key, draft]));
      const keys = [...new Set([...published.keys(), ...drafted.keys()])].sort();
      const rows = keys.map((key) =>
        ruleRow(key, published.get(key) ?? null, drafted.get(key) ?? null, pending.get(key)),
      );
      return { data: rows, nextCursor: null };
    },

    async getRule({ caller, params: { key } }) {
      const programme = await programmeOf(context, caller.programme);
      const [inForce, versions, draft, pending] = await Promise.all([
        store.rules.inForce(programme.key, key, context.now()),
        store.rules.versions(programme.key, key),
        store.rules.draft(programme.key, key),
        pendingRequests(store, 'rule', programme.key),
      ]);
      const shown: StoredRule | StoredRuleDraft | null = inForce ?? draft;
      if (!shown) throw new Refusal('not_found');
      const facts = await store.factsSchemas.latest(programme, shown.facts.id);
      const shape = outcomeFor(programme, shown.outcome);
      if (!facts || !shape) throw new Error(`The rule "${key}" reads facts or gives an outcome that no release ships.`);
      return {
        ...ruleRow(key, inForce, draft, pending.get(key)),
        inForce: inForce && ruleVersionDto(inForce),
        versions: versions.map(ruleVersionRow),
        schema: facts.schema,
        shape,
        source: shown.logic,
        logic: valueOf(shown.logic),
        facts: { id: shown.facts.id, version: shown.facts.version },
      };
    },

    async getRuleVersion({ caller, params }) {
      const version = await store.rules.get(caller.programme, params.key, params.version);
      if (!version) throw new Refusal('not_found');
      return ruleVersionDto(version);
    },

    async exportRule({ caller, params, query }) {
      const rule =
        query.version === undefined
          ? await store.rules.inForce(caller.programme, params.key, context.now())
          : await store.rules.get(caller.programme, params.key, query.version);
      if (!rule) throw new Refusal('not_found');
      return ruleFileDto(rule);
    },
  };
}
