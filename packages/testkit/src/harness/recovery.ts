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
  /** How many kills in a row it took without having come any further. */
  strikes: number;
}

interface CutOff {
  process: ProcessName;
  since: number;
  work: Work;
  strikes: number;
}

/**
 * Measures recovery where it counts: from the kill of a process until what it was in the middle of has its next effect. Each
 * run has its next step; of what waits in a queue (events, changes to pass on, requests) the first that is done tells that
 * it moves again. Work that is struck again before that is measured from the newer kill.
 */
export class Recovery {
  readonly done: Recovered[] = [];
  private readonly cutOff = new Map<string, CutOff>();
  private looking: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly programme: string,
    private readonly api: ApiClient,
  ) {}

  /** To be called while the process is dead: what is open then, it was in the middle of. */
  async killed(process: ProcessName): Promise<void> {
    const since = Date.now();
    const open = await this.open(process);
    this.compare(process, open);
    if (process === 'worker') await this.alsoRequests(since);
    const parts = process === 'worker' ? [...open].map((one): Work => new Map([one])) : open.size > 0 ? [open] : [];
    for (const work of parts) {
      const key = `${process} ${process === 'worker' ? first(work) : ''}`;
      const strikes = (this.cutOff.get(key)?.strikes ?? 0) + 1;
      this.cutOff.set(key, { process, since, work, strikes });
    }
    this.looking ??= this.look().finally(() => (this.looking = undefined));
  }

  /** A request that was cut off may have come as far as its run: what strikes the run's worker then has struck it too. */
  private async alsoRequests(since: number): Promise<void> {
    this.compare('api', await this.open('api'));
    for (const [key, one] of this.cutOff) if (one.process === 'api') this.cutOff.set(key, { ...one, since });
  }

  /** Resolves when everything that was cut off goes on again; answers all of it, the slowest first. */
  async all(): Promise<Recovered[]> {
    await this.looking;
    return [...this.done].sort((a, b) => b.ms - a.ms);
  }

  private async look(): Promise<void> {
    while (this.cutOff.size > 0) {
      for (const process of new Set([...this.cutOff.values()].map((one) => one.process))) {
        const now = await this.open(process).catch(() => undefined);
        if (now) this.compare(process, now);
      }
      // What is asked for is within a minute: looked for more often, the looking itself would keep a small machine busy.
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  private compare(process: ProcessName, now: Work): void {
    for (const [key, { process: whose, since, work, strikes }] of this.cutOff) {
      const moved = whose === process && [...work].find(([one, mark]) => now.get(one) !== mark);
      if (!moved) continue;
      this.cutOff.delete(key);
      this.done.push({ ms: Date.now() - since, process, work: moved[0], strikes });
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

function first(work: Work): string {
  return [...work.keys()][0] ?? '';
}
