import { activities as registry } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import type { BacktestActivities, BulkActivities, FlowActivities, ScheduleActivities } from '@sluice/workflows';
import { backtestActivities } from './backtest-activities.js';
import { bulkActivities, type BulkDeps } from './bulk-activities.js';
import { effectActivity } from './effects.js';
import { runActivities } from './run-activities.js';
import { scheduleActivities } from './schedule-activities.js';

export type WorkerActivities = FlowActivities & BacktestActivities & BulkActivities & ScheduleActivities;

/** Everything a worker offers to `flowRun`, `backtest`, `bulk` and what schedules start. */
export function workerActivities(deps: ActivityDeps & Pick<BulkDeps, 'gate'>): WorkerActivities {
  const { flush, ...own } = runActivities(deps);
  return {
    ...own,
    ...backtestActivities(deps),
    ...bulkActivities(deps),
    ...scheduleActivities(deps),
    effect: effectActivity(registry, deps, async (input) => {
      await flush(input);
    }),
  };
}
