import { relayOnce } from '@sluice/store';
import { settleAdjustments, settleMerges } from '@sluice/store/operations/index';
import { startBacktests } from './backtests.js';
import { startBulks } from './bulks.js';
import { dispatchEvent, startDue, type DispatchDeps } from './dispatch.js';
import { settlePublications } from './publish.js';
import { reconcileInbox } from './inbox.js';
import { keepSchedules, type Schedules } from './schedules.js';
import { keepRates } from './rates.js';
import { stopDue } from './stops.js';
import { applyRetention } from './retention.js';
import { keepTaxes } from './taxes.js';

export interface LoopOptions {
  /** Pause after a round that found nothing, in milliseconds. */
  idleMs?: number;
  /** How often failed events are tried again and overdue holds looked for. */
  sweepMs?: number;
  /** How often it looks for approved rules that were not published: whoever approved them may have been cut off. */
  publishMs?: number;
  log(message: string, error?: unknown): void;
}

/** Rounds of the dispatcher: relay what changes left behind, dispatch events, start what was admitted. */
export class DispatchLoop {
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private wakeUp: () => void = () => undefined;
  /** What runs beside the rounds: other people's servers and long looks at everybody hold up no event. */
  private readonly beside = new Map<string, Promise<void>>();
  private sweptAt = 0;
  private publishedAt = 0;
  private forgotAt = 0;
  private scheduledAt = 0;
  private toldAllAt = 0;
  private taxedAt = 0;

  constructor(
    private readonly deps: DispatchDeps & { schedules: Schedules },
    private readonly options: LoopOptions,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends after the round that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp();
    await this.running;
    await Promise.all(this.beside.values());
  }

  /** One round over every programme; answers how much there was to do. */
  async round(): Promise<number> {
    const { store } = this.deps;
    let done = await relayOnce(store);
    for (const programme of await store.programmes.keys()) {
      for (const event of await store.events.due(programme)) {
        if (this.stopped) return done;
        await this.dispatch(programme, event);
        done += 1;
      }
      done += await startDue(this.deps, programme, (message, error) => this.options.log(message, error));
      done += await stopDue(this.deps, programme);
      done += await startBacktests(this.deps, programme);
      done += await startBulks(this.deps, programme);
    }
    done += await this.publish();
    await this.schedule();
    await this.sweep();
    await this.forget();
    this.taxes();
    return done;
  }

  private async dispatch(programme: string, event: Parameters<typeof dispatchEvent>[1]): Promise<void> {
    try {
      await dispatchEvent(this.deps, event);
    } catch (error) {
      const { message, code } = described(error);
      this.options.log(`Event ${event.id} (${event.type}) could not be dispatched: ${message}`, error);
      await this.deps.store.events.markFailed(programme, event.id, { code, message });
    }
  }

  private async publish(): Promise<number> {
    const now = this.deps.now();
    if (now.getTime() - this.publishedAt < (this.options.publishMs ?? 5_000)) return 0;
    this.publishedAt = now.getTime();
    let settled = 0;
    const log = (message: string, error: unknown) => this.options.log(message, error);
    for (const programme of await this.deps.store.programmes.keys()) {
      settled += await settlePublications(this.deps.store, programme, now, log);
      settled += await settleAdjustments(this.deps.store, programme, now, log);
    }
    return settled;
  }

  /** Sets the times of published flows; all of them anew at the start and every hour, because a server may have forgotten. */
  private async schedule(): Promise<void> {
    const now = this.deps.now().getTime();
    if (now - this.scheduledAt < (this.options.publishMs ?? 5_000)) return;
    this.scheduledAt = now;
    const all = now - this.toldAllAt >= 3_600_000;
    if (all) this.toldAllAt = now;
    for (const programme of await this.deps.store.programmes.keys())
      await keepSchedules(this.deps, programme, { all, log: (message, error) => this.options.log(message, error) });
  }

  /** Events that failed too often get another chance, and money that is held for no reason is told of. */
  private async sweep(): Promise<void> {
    const now = this.deps.now().getTime();
    if (now - this.sweptAt < (this.options.sweepMs ?? 60_000)) return;
    this.sweptAt = now;
    const { store } = this.deps;
    this.runBeside('rates', () => this.fetchRates());
    for (const programme of await store.programmes.keys()) {
      for (const event of await store.events.failed(programme)) await store.events.redo(programme, event.id);
      const overdue = await store.commissions.overdue(programme, new Date(now - 15 * 60_000));
      if (overdue.length > 0)
        this.options.log(`${overdue.length} commissions of ${programme} are held past their holds.`);
      await settleMerges(store, programme, this.deps.now());
      const orphans = await reconcileInbox(this.deps, programme);
      if (orphans > 0)
        this.options.log(`${orphans} runs of ${programme} were gone; what they asked people is taken back.`);
    }
  }

  private async fetchRates(): Promise<void> {
    for (const programme of await this.deps.store.programmes.keys()) {
      try {
        const added = await keepRates(this.deps, programme);
        if (added !== undefined) this.options.log(`${added} rates of ${programme} were fetched.`);
      } catch (error) {
        this.options.log(`The rates of ${programme} could not be kept: ${described(error).message}`, error);
      }
    }
  }

  /** Once a day, first an hour after the start: what the programmes keep no longer. */
  private async forget(): Promise<void> {
    const now = this.deps.now();
    if (this.forgotAt === 0) this.forgotAt = now.getTime() - 23 * 3_600_000;
    if (now.getTime() - this.forgotAt < 24 * 3_600_000) return;
    this.forgotAt = now.getTime();
    for (const programme of await this.deps.store.programmes.keys()) {
      const { contexts, messages, runs, decisions, answers } = await applyRetention(this.deps.store, programme, now);
      if (contexts + messages + runs + decisions + answers === 0) continue;
      this.options.log(
        `Retention of ${programme}: ${contexts} contexts, ${messages} messages, ${runs} runs, ${decisions} decisions, ${answers} answers.`,
      );
    }
  }

  /** Every ten minutes: tax forms that end, sanctions lists, and partners who have changed. */
  private taxes(): void {
    const now = this.deps.now();
    if (now.getTime() - this.taxedAt < 600_000) return;
    this.taxedAt = now.getTime();
    this.runBeside('taxes', async () => {
      for (const programme of await this.deps.store.programmes.keys())
        await keepTaxes(this.deps.store, programme, now, (message) => this.options.log(message));
    });
  }

  /** Begins a chore that no round waits for, unless it is still under way. */
  private runBeside(name: string, chore: () => Promise<void>): void {
    if (this.beside.has(name)) return;
    const running = chore()
      .catch((error: unknown) =>
        this.options.log(`The ${name} could not be looked after: ${described(error).message}`, error),
      )
      .finally(() => this.beside.delete(name));
    this.beside.set(name, running);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let done = 0;
      try {
        done = await this.round();
      } catch (error) {
        this.options.log(`A round of the dispatcher failed: ${described(error).message}`, error);
      }
      if (done === 0 && !this.stopped) await this.pause(this.options.idleMs ?? 150);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function described(error: unknown): { code: string; message: string } {
  const code = (error as { code?: unknown } | null)?.code;
  return {
    code: typeof code === 'string' ? code : 'failed',
    message: error instanceof Error ? error.message : String(error),
  };
}
