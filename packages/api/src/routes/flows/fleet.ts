import type { Fleet, FleetNode } from '@sluice/contracts';
import type { RunCount, StoredRun } from '@sluice/store';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';

/** Runs whose steps are read for passages and times; what is open is counted by the store, whole. */
const sample = 2_000;

export function fleetRoutes({ store }: Context): Pick<Handlers, 'getFleet'> {
  return {
    async getFleet({ caller: { programme }, params: { key }, query }) {
      if (!(await store.flows.latest(programme, key))) throw new Refusal('not_found');
      const filter = { flowKey: key, ...(query.version === undefined ? {} : { flowVersion: query.version }) };
      const [counts, runs] = await Promise.all([
        store.runs.counts(programme, key),
        store.runs.collection.find(programme, filter, {
          sort: { startedAt: -1, _id: -1 },
          limit: sample + 1,
          without: ['vars', 'acts', 'current', 'beside'],
        }),
      ]);
      const open = counts.filter(({ version }) => query.version === undefined || version === query.version);
      return fleetOf(open, runs.slice(0, sample), runs.length > sample);
    },
  };
}

type Passed = Pick<StoredRun, 'steps' | 'status'>;

/** Counts of open runs by step, and what the sampled runs say of passages, ends and times. */
function fleetOf(counts: readonly RunCount[], runs: readonly Passed[], more: boolean): Fleet {
  const nodes = new Map<string, FleetNode>();
  const at = (node: string): FleetNode => {
    const known = nodes.get(node) ?? { node, running: 0, waiting: 0, parked: 0, entered: 0, dropped: 0, ports: {} };
    nodes.set(node, known);
    return known;
  };
  let open = 0;
  for (const { node, status, count } of counts) {
    if (status === 'completed' || status === 'stopped') continue;
    open += count;
    if (node !== '') at(node)[status] += count;
  }
  const times = new Map<string, number[]>();
  for (const { steps, status } of runs) {
    for (const node of new Set(steps.map((step) => step.node))) at(node).entered += 1;
    const last = steps.at(-1);
    if (status === 'stopped' && last && last.type !== 'end') at(last.node).dropped += 1;
    for (const { node, port, startedAt, endedAt } of steps) {
      if (endedAt === undefined) continue;
      const took = Date.parse(endedAt) - Date.parse(startedAt);
      const known = times.get(node);
      if (known) known.push(took);
      else times.set(node, [took]);
      if (port !== undefined) at(node).ports[port] = (at(node).ports[port] ?? 0) + 1;
    }
  }
  for (const [node, all] of times) at(node).medianMs = Math.round(median(all));
  const shown = [...nodes.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
  return { sampled: runs.length, more, open, nodes: shown };
}

function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
