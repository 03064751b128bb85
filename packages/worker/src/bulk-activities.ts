import { landing, type FlowDocument, type NodeCores, type PinnedFlow } from '@sluice/flows';
import { cores as registry } from '@sluice/nodes/cores';
import { GateRefusal, type RunGate } from '@sluice/runtime/run-gate';
import {
  bulkDetail,
  storedPositions,
  type Bulk,
  type BulkId,
  type BulkItem,
  type Store,
  type StoredFlow,
  type StoredRun,
} from '@sluice/store';
import type { BulkActivities, BulkRef } from '@sluice/workflows';

export interface BulkDeps {
  store: Store;
  gate: Pick<RunGate, 'command' | 'migrate'>;
  now(): Date;
  failpoint(name: string): Promise<void> | void;
  heartbeat(detail?: unknown): void;
  cores?: NodeCores;
}

/** Runs looked up, and acted on, by one activity; and updates at once. */
const page = 200;
const share = 50;
const atOnce = 8;

/** What the workflow `bulk` asks of a worker. */
export function bulkActivities(deps: BulkDeps): BulkActivities {
  const { store } = deps;
  const cores = deps.cores ?? registry;
  const read = ({ programme, bulk }: BulkRef) => store.bulks.get(programme, bulk);

  return {
    async planBulk({ programme, bulk: id, after }) {
      const bulk = await read({ programme, bulk: id });
      if (bulk?.state !== 'due' || bulk.cancelledBy) return {};
      const runs = await store.runs.select(programme, bulk.filter, {
        limit: page,
        ...(after !== undefined && { after }),
      });
      const versions = new Versions(store, programme, bulk.filter.flow);
      for (const run of runs) {
        deps.heartbeat(run.id);
        const item = await planned(bulk, run, versions, cores);
        if (item) await store.bulks.plan(item);
      }
      const last = runs.at(-1);
      if (runs.length === page && last) return { next: last.id };
      const counts = await store.bulks.tally(programme, bulk.id);
      await deps.failpoint('bulk.planned.before');
      await store.bulks.planned(programme, bulk.id, counts.planned ?? 0);
      await deps.failpoint('bulk.planned.after');
      return {};
    },

    async applyBulk({ after, ...ref }) {
      const { programme } = ref;
      const bulk = await read(ref);
      if (bulk?.state !== 'running' || bulk.cancelledBy) return { busy: 0 };
      const versions = new Versions(store, programme, bulk.filter.flow);
      const target = bulk.target === undefined ? undefined : await versions.pinned(bulk.target);
      const items = await store.bulks.open(programme, bulk.id, share, after);
      let busy = 0;
      const waiting = [...items];
      const act = async (): Promise<void> => {
        for (let item = waiting.shift(); item; item = waiting.shift()) {
          deps.heartbeat(item.run);
          const became = await actOn(deps, bulk, item, target);
          if (became.state === 'busy') busy += 1;
          else await store.bulks.settle(programme, item.id, { ...became, state: became.state, at: deps.now() });
        }
      };
      await Promise.all(Array.from({ length: atOnce }, act));
      await store.bulks.progress(programme, bulk.id, await store.bulks.tally(programme, bulk.id));
      const last = items.at(-1);
      return { busy, ...(items.length === share && last && { next: last.id }) };
    },

    async finishBulk({ error, ...ref }) {
      const bulk = await read(ref);
      if (!bulk) return;
      const { programme } = ref;
      if (!bulk.cancelledBy && !error) {
        for (;;) {
          const rest = await store.bulks.open(programme, bulk.id, share);
          if (rest.length === 0) break;
          for (const item of rest) await store.bulks.settle(programme, item.id, { ...stillBusy, at: deps.now() });
          deps.heartbeat();
        }
      }
      const counts = await store.bulks.tally(programme, bulk.id);
      const state = error ? 'failed' : bulk.cancelledBy ? 'cancelled' : 'done';
      await deps.failpoint('bulk.finish.before');
      await store.bulks.finish(
        programme,
        bulk.id as BulkId,
        { state, counts, at: deps.now(), ...(error && { error }) },
        (one) => ({
          audit: {
            action: 'bulk.ended',
            actor: { id: one.actor.id, name: one.actor.name },
            subject: { kind: 'flow', id: one.filter.flow },
            detail: { ...bulkDetail(one), state, counts: { ...counts } },
          },
        }),
      );
      await deps.failpoint('bulk.finish.after');
    },
  };
}

const stillBusy = {
  state: 'refused' as const,
  code: 'busy',
  message: 'The run was doing something all the time. Try it again when it waits.',
};

/** What is to become of a run; undefined where the act does not apply to it. */
async function planned(
  bulk: Bulk,
  run: Pick<StoredRun, 'id' | 'flow' | 'subject' | 'current' | 'beside'>,
  versions: Versions,
  cores: NodeCores,
): Promise<Omit<BulkItem, 'id'> | undefined> {
  const positions = storedPositions(run);
  const item = {
    programme: bulk.programme,
    bulk: bulk.id,
    run: run.id,
    subject: run.subject,
    version: run.flow.version,
    expected: Object.fromEntries(positions.map(({ branch, key }) => [branch, key])),
    node: run.current?.node ?? '',
    state: 'planned' as const,
  };
  if (bulk.target !== undefined && run.flow.version === bulk.target) return undefined;
  if (bulk.act !== 'migrate' || bulk.target === undefined) return item;
  const [from, to] = [await versions.pinned(run.flow.version), await versions.pinned(bulk.target)];
  if (!from || !to) return item;
  return { ...item, landing: landing(from, to, positions, bulk.map ?? {}, cores) };
}

type Became = { state: Exclude<BulkItem['state'], 'planned'> | 'busy'; code?: string; message?: string };

/** Acts on one run, once by (bulk, run). Throws where no worker answers: the whole share is then tried again. */
async function actOn(deps: BulkDeps, bulk: Bulk, item: BulkItem, target: PinnedFlow | undefined): Promise<Became> {
  const { act, reason, actor } = bulk;
  const base = { id: `${bulk.id}/${item.run}`, reason, actor };
  try {
    await deps.failpoint('bulk.act.before');
    const answer =
      act === 'migrate'
        ? await deps.gate.migrate(item.run, {
            ...base,
            flow: needed(target, bulk),
            map: bulk.map ?? {},
            expected: item.expected,
          })
        : await deps.gate.command(item.run, { ...base, type: act, ...at(act, item) });
    await deps.failpoint('bulk.act.after');
    return { state: answer.status };
  } catch (error) {
    if (!(error instanceof GateRefusal) || error.code === 'unavailable') throw error;
    const { code, message } = error;
    if (code === 'busy') return { state: 'busy' };
    return { state: code === 'moved' || code === 'closed' ? code : 'refused', code, message };
  }
}

/** A retry or skip is for the step that was parked when the run was looked up. */
function at(act: Bulk['act'], item: BulkItem): { at?: string } {
  const key = Object.values(item.expected)[0];
  return (act === 'retry' || act === 'skip') && key !== undefined ? { at: key } : {};
}

function needed(target: PinnedFlow | undefined, { filter, target: number }: Bulk): PinnedFlow {
  if (!target) throw new GateRefusal('no_version', `Version ${number ?? ''} of “${filter.flow}” is not stored.`);
  return target;
}

/** Versions of a flow, each read once. */
class Versions {
  private readonly known = new Map<number, Promise<StoredFlow | null>>();

  constructor(
    private readonly store: Store,
    private readonly programme: string,
    private readonly flow: FlowDocument['key'],
  ) {}

  async pinned(version: number): Promise<PinnedFlow | undefined> {
    const found = this.known.get(version) ?? this.store.flows.get(this.programme, this.flow, version);
    this.known.set(version, found);
    return (await found)?.pinned;
  }
}
