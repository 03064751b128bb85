import { activities as registry } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import type { BacktestActivities, FlowActivities } from '@sluice/workflows';
import { backtestActivities } from './backtest-activities.js';
import { effectActivity } from './effects.js';
import { runActivities } from './run-activities.js';

/** Everything a worker offers to `flowRun` and `backtest`. */
export function workerActivities(deps: ActivityDeps): FlowActivities & BacktestActivities {
  const { flush, ...own } = runActivities(deps);
  return {
    ...own,
    ...backtestActivities(deps),
    effect: effectActivity(registry, deps, async (input) => {
      await flush(input);
    }),
  };
}
