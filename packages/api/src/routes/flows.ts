import type { FlowRow } from '@sluice/contracts';
import type { RunCount, StoredFlow } from '@sluice/store';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at } from '../present/plain.js';
import { flowDto } from '../present/run.js';

/** Flows as they are published, with how many runs follow them. */
export function flowRoutes(context: Context): Pick<Handlers, 'listFlows' | 'getFlow'> {
  const { flows, runs } = context.store;
  return {
    async listFlows({ caller }) {
      const [all, counts] = await Promise.all([flows.all(caller.programme), runs.counts(caller.programme)]);
      return { data: all.map((version) => flowRow(version, counts)), nextCursor: null };
    },

    async getFlow({ caller, params }) {
      const latest = await flows.latest(caller.programme, params.key);
      if (!latest) throw new Refusal('not_found');
      return {
        ...flowRow(latest, await runs.counts(caller.programme, params.key)),
        document: flowDto(latest.document),
      };
    },
  };
}

function flowRow(version: StoredFlow, counts: readonly RunCount[]): FlowRow {
  const of = (status: RunCount['status']) =>
    counts.filter((one) => one.flow === version.key && one.status === status).reduce((sum, one) => sum + one.count, 0);
  return {
    key: version.key,
    title: version.title,
    subject: version.document.subject,
    version: version.version,
    hash: version.hash,
    publishedAt: at(version.publishedAt),
    runs: { running: of('running'), waiting: of('waiting'), parked: of('parked') },
  };
}
