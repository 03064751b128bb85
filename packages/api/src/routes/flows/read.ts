import { flowFileJson } from '@sluice/flows';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { flowRow, flowVersionDto, flowVersionRow } from '../../present/flow.js';
import { at } from '../../present/plain.js';
import { pendingRequests } from '../publishing/requests.js';

/** Flows as they are published and drafted. */
export function readRoutes(
  context: Context,
): Pick<Handlers, 'listFlows' | 'getFlow' | 'listFlowVersions' | 'getFlowVersion' | 'exportFlow'> {
  const { flows, runs } = context.store;
  return {
    async listFlows({ caller }) {
      const { programme } = caller;
      const [all, drafts, pending, counts] = await Promise.all([
        flows.all(programme),
        flows.allDrafts(programme),
        pendingRequests(context.store, 'flow', programme),
        runs.counts(programme),
      ]);
      const published = new Map(all.map((version) => [version.key, version]));
      const drafted = new Map(drafts.map((draft) => [draft.key, draft]));
      const keys = [...new Set([...published.keys(), ...drafted.keys()])].sort();
      const rows = keys.map((key) =>
        flowRow(key, published.get(key) ?? null, drafted.get(key) ?? null, pending.get(key), counts),
      );
      return { data: rows, nextCursor: null };
    },

    async getFlow({ caller: { programme }, params: { key } }) {
      const [latest, draft, pending, counts] = await Promise.all([
        flows.latest(programme, key),
        flows.draft(programme, key),
        pendingRequests(context.store, 'flow', programme),
        runs.counts(programme, key),
      ]);
      if (!latest) throw new Refusal('not_found');
      return {
        ...flowRow(key, latest, draft, pending.get(key), counts),
        version: latest.version,
        publishedAt: at(latest.publishedAt),
        document: latest.document,
        cases: latest.cases,
      };
    },

    async listFlowVersions({ caller: { programme }, params: { key } }) {
      const versions = await flows.versions(programme, key);
      if (versions.length === 0 && !(await flows.draft(programme, key))) throw new Refusal('not_found');
      const counts = await runs.counts(programme, key);
      return { data: versions.map((version) => flowVersionRow(version, counts)), nextCursor: null };
    },

    async getFlowVersion({ caller: { programme }, params: { key, version } }) {
      const found = await flows.get(programme, key, version);
      if (!found) throw new Refusal('not_found');
      return flowVersionDto(found, await runs.counts(programme, key));
    },

    async exportFlow({ caller: { programme }, params: { key }, query: { version } }) {
      const found =
        version === 'draft'
          ? await flows.draft(programme, key)
          : version === undefined
            ? await flows.latest(programme, key)
            : await flows.get(programme, key, version);
      if (!found) throw new Refusal('not_found');
      const { key: _key, title: _title, ...rest } = flowFileJson({ flow: found.document, cases: found.cases });
      return { key, title: found.title, ...rest };
    },
  };
}
