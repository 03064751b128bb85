import { activities as registry } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import type { FlowActivities } from '@sluice/workflows';
import { effectActivity } from './effects.js';
import { runActivities } from './run-activities.js';

/** Everything a worker offers to `flowRun`. */
export function flowActivities(deps: ActivityDeps): FlowActivities {
  const { flush, ...own } = runActivities(deps);
  return {
    ...own,
    effect: effectActivity(registry, deps, async (input) => {
      await flush(input);
    }),
  };
}
