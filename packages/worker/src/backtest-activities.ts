import { ApplicationFailure } from '@temporalio/activity';
import { compileGenerated } from '@sluice/rules/generate/generate';
import {
  BacktestRefusal,
  countSources,
  foldChunks,
  prepareSide,
  runChunk,
  type Side,
} from '@sluice/store/operations/backtest';
import type { Backtest, BacktestId, Store } from '@sluice/store';
import type { BacktestActivities, BacktestAt, BacktestRef } from '@sluice/workflows';

export interface BacktestDeps {
  store: Store;
  now(): Date;
  failpoint(name: string): Promise<void> | void;
  heartbeat(detail?: unknown): void;
  /** Commissions a chunk; the store's own size by default. */
  chunkSize?: number;
}

/** Finished backtests that are kept of each rule. */
const kept = 30;

/** What the workflow `backtest` asks of a worker. */
export function backtestActivities(deps: BacktestDeps): BacktestActivities {
  const { store } = deps;
  const sides = new SideCache();
  const read = ({ programme, backtest }: BacktestRef) => store.backtests.get(programme, backtest as BacktestId);

  return {
    async beginBacktest(ref) {
      const backtest = await read(ref);
      if (backtest?.state !== 'queued') return backtest?.state === 'running';
      sides.of(backtest);
      const total = await countSources(store, backtest);
      const begun = await store.backtests.begin(ref.programme, backtest.id, total, deps.now());
      await store.backtests.prune(ref.programme, backtest.rule, kept);
      return begun.state === 'running';
    },

    async backtestChunk({ at, ...ref }) {
      const backtest = await read(ref);
      // Taken away meanwhile: there is nothing left to tell it to.
      if (!backtest || backtest.cancelledBy) return { end: 'cancelled' };
      deps.heartbeat(at.index);
      await deps.failpoint('backtest.chunk.before');
      const part = await runChunk(store, backtest, sides.of(backtest), placeOf(at), {
        beat: () => deps.heartbeat(at.index),
        ...(deps.chunkSize !== undefined && { size: deps.chunkSize }),
      });
      await deps.failpoint('backtest.chunk.after');
      const scanned = at.scanned + part.scanned;
      await store.backtests.progress(ref.programme, backtest.id, scanned);
      if (!part.next) return { end: 'done' };
      const { commission } = part.next;
      return { next: { index: at.index + 1, scanned, after: { at: part.next.at.toISOString(), commission } } };
    },

    async finishBacktest({ end, ...ref }) {
      const backtest = await read(ref);
      if (!backtest) return;
      const result = await foldChunks(store, backtest, sides.of(backtest), () => deps.heartbeat());
      await deps.failpoint('backtest.finish.before');
      await store.backtests.finish(ref.programme, backtest.id, end, result, deps.now());
      await deps.failpoint('backtest.finish.after');
    },

    async failBacktest({ error, ...ref }) {
      const backtest = await read(ref);
      if (backtest) await store.backtests.fail(ref.programme, backtest.id, error, deps.now());
    },
  };
}

function placeOf({ index, after }: BacktestAt): Parameters<typeof runChunk>[3] {
  return { index, ...(after && { after: { at: new Date(after.at), commission: after.commission } }) };
}

/** Compiled sides of the newest backtests: a chunk does not compile what the one before it has compiled. */
class SideCache {
  private readonly known = new Map<string, { before: Side; after: Side }>();

  /** Throws a failure that is not tried again where a version cannot be run. */
  of({ id, before, after }: Pick<Backtest, 'id' | 'before' | 'after'>): { before: Side; after: Side } {
    const known = this.known.get(id);
    if (known) return known;
    try {
      const made = { before: prepareSide(before, compileGenerated), after: prepareSide(after, compileGenerated) };
      this.known.set(id, made);
      const [oldest] = this.known.keys();
      if (this.known.size > 4 && oldest !== undefined) this.known.delete(oldest);
      return made;
    } catch (error) {
      if (!(error instanceof BacktestRefusal)) throw error;
      const { code, pointer, message } = error;
      throw ApplicationFailure.nonRetryable(message, code, { pointer });
    }
  }
}
