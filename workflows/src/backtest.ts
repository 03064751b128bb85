import { CancellationScope, continueAsNew, isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { BacktestActivities, BacktestAt, BacktestRef } from './backtest-activities.js';
import { failureOf } from './failure.js';

export interface BacktestArgs extends BacktestRef {
  /** Set by continue-as-new: the backtest goes on from here. */
  at?: BacktestAt;
}

/** An outage of ten minutes is waited for; what fails longer is told as failed. */
const activities = proxyActivities<BacktestActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  retry: {
    initialInterval: '500 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '20 seconds',
    maximumAttempts: 36,
  },
});

/** The end is written however long the store is away. */
const telling = proxyActivities<BacktestActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Chunks of one history: far from the server's limits. */
const chunksAHistory = 400;

/**
 * Runs a backtest chunk by chunk. The history holds only places; everything else is in the store, so that a worker that is
 * killed loses at most one chunk's work.
 */
export async function backtest({ programme, backtest: id, at }: BacktestArgs): Promise<void> {
  const ref = { programme, backtest: id };
  let next: BacktestAt | undefined;
  try {
    if (!at && !(await activities.beginBacktest(ref))) return;
    next = await oneHistory(ref, at ?? { index: 0, scanned: 0 });
  } catch (error) {
    await CancellationScope.nonCancellable(async () => {
      if (isCancellation(error)) return telling.finishBacktest({ ...ref, end: 'cancelled' });
      const { code, message } = failureOf(error);
      return telling.failBacktest({ ...ref, error: { code, message } });
    });
  }
  if (next) await continueAsNew<typeof backtest>({ ...ref, at: next });
}

/** Runs chunks until there are no more, or until another history should go on: then from where. */
async function oneHistory(ref: BacktestRef, from: BacktestAt): Promise<BacktestAt | undefined> {
  let at = from;
  for (let chunks = 0; chunks < chunksAHistory && !workflowInfo().continueAsNewSuggested; chunks += 1) {
    const step = await activities.backtestChunk({ ...ref, at });
    if ('end' in step) {
      await telling.finishBacktest({ ...ref, end: step.end });
      return undefined;
    }
    at = step.next;
  }
  return at;
}
