import type { Store } from '@sluice/store';
import type { ApiClient } from './api-client.js';
import type { ProcessName } from './build.js';

/** Work that a kill has cut off, by key; its mark changes with its next effect, and it is missing when there is nothing left to do. */
type Work = Map<string, string>;

export interface Recovered {
  /** From the kill to the next effect of what it cut off, in milliseconds. */
  ms: number;
  /** The process that was killed. */
  process: ProcessName;
  /** What was cut off, e.g. `run run_…`. */
  work: string;
}

/**
 * Measures recovery where it counts: from the kill of a process until everything that it was in the middle of has its next
 * effect, i.e. a run its next step, an event its dispatch, a change its relay, a request its answer. Work that is struck
 * again before that is measured from the newer kill.
 */
export class Recovery {
  readonly done: Recovered[] = [];
  private readonly cutOff = new Map<string, { process: ProcessName; since: number; mark: string }>();
  private looking: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly programme: string,
    private readonly api: ApiClient,
  ) {}

  /** To be called while the process is dead: what is open then, it was in the middle of. */
  async killed(process: ProcessName): Promise<void> {
    const since = Date.now();
    for (const [work, mark] of await this.open(process))
      this.cutOff.set(`${process} ${work}`, { process, since, mark });
    this.looking ??= this.look().finally(() => (this.looking = undefined));
  }

  /** Resolves when everything that was cut off goes on again; answers the slowest of each process. */
  async all(): Promise<Recovered[]> {
    await this.looking;
    const slowest = new Map<ProcessName, Recovered>();
    for (const one of this.done) if (one.ms > (slowest.get(one.process)?.ms ?? -1)) slowest.set(one.process, one);
    return [...slowest.values()];
  }

  private async look(): Promise<void> {
    while (this.cutOff.size > 0) {
      for (const process of new Set([...this.cutOff.values()].map((one) => one.process))) {
        const now = await this.open(process).catch(() => undefined);
        if (now) this.compare(process, now);
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  private compare(process: ProcessName, now: Work): void {
    const at = Date.now();
    for (const [key, { process: whose, since, mark }] of this.cutOff) {
      const work = key.slice(process.length + 1);
      if (whose !== process || now.get(work) === mark) continue;
      this.cutOff.delete(key);
      this.done.push({ ms: at - since, process, work });
    }
  }

  private open(process: ProcessName): Promise<Work> {
    switch (process) {
      case 'worker':
        return this.runs();
      case 'dispatcher':
        return this.dispatch();
      case 'api':
        return Promise.resolve(new Map([...this.api.open].map(([id, path]) => [`${path} ${id}`, ''])));
      case 'sandbox-rail':
        return Promise.resolve(new Map());
    }
  }

  /** Runs in the middle of a step: started, not over, and waiting for nothing. */
  private async runs(): Promise<Work> {
    const { admissions, runs } = this.store;
    const started = await admissions.collection.find(this.programme, { state: 'started' });
    const records = await runs.collection.find(this.programme, { _id: { $in: started.map(({ run }) => run) } });
    return new Map(
      started.flatMap(({ run }) => {
        const record = records.find(({ id }) => id === run);
        return record?.status === 'waiting' ? [] : [[`run ${run}`, `${record?.status} ${record?.progress}`]];
      }),
    );
  }

  /** Events to be dispatched, runs to be started, changes to be passed on. */
  private async dispatch(): Promise<Work> {
    const { events, admissions, database } = this.store;
    const work: Work = new Map();
    for (const { id } of await events.due(this.programme)) work.set(`event ${id}`, 'due');
    for (const { run } of await admissions.due(this.programme)) work.set(`admission ${run}`, 'admitted');
    for (const { spec, model } of database.collections.values()) {
      if (spec.quiet) continue;
      const due = await model
        .find({ programme: this.programme, relay: 'due' }, { pending: 1 })
        .lean<{ _id: string; pending?: { id: string }[] }[]>();
      for (const { _id, pending } of due) work.set(`change ${_id}`, pending?.[0]?.id ?? '');
    }
    return work;
  }
}
