import { activities as registry } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import type { BacktestActivities, BulkActivities, FlowActivities } from '@sluice/workflows';
import { backtestActivities } from './backtest-activities.js';
import { bulkActivities, type BulkDeps } from './bulk-activities.js';
import { effectActivity } from './effects.js';
import { runActivities } from './run-activities.js';

export type WorkerActivities = FlowActivities & BacktestActivities & BulkActivities;

/** Everything a worker offers to `flowRun`, `backtest` and `bulk`. */
export function workerActivities(deps: ActivityDeps & Pick<BulkDeps, 'gate'>): WorkerActivities {
  const { flush, ...own } = runActivities(deps);
  return {
    ...own,
    ...backtestActivities(deps),
    ...bulkActivities(deps),
    effect: effectActivity(registry, deps, async (input) => {
      await flush(input);
    }),
  };
}
