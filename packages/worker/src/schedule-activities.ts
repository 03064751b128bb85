import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { reviewSegmentPage } from '@sluice/store/operations/index';
import type { ScheduleActivities } from '@sluice/workflows';

/** What schedules begin: all may be repeated. */
export function scheduleActivities({ store, now }: Pick<ActivityDeps, 'store' | 'now'>): ScheduleActivities {
  return {
    async fireSchedule({ programme, flow, at }) {
      await store.events.insert(programme, {
        programme,
        source: 'internal',
        sourceId: `schedule:${flow}:${at}`,
        type: 'custom.schedule.fired',
        version: 1,
        occurredAt: new Date(at),
        receivedAt: now(),
        data: { flow },
        correlations: [`flow:${flow}`],
      });
    },

    async beginReview({ programme, segment }) {
      const flows = await store.flows.all(programme);
      const wanted = flows.some(
        ({ document: { trigger } }) => trigger.type === 'segment' && trigger.segment === segment,
      );
      const [schedule, rule] = await Promise.all([
        store.schedules.get(programme, 'segment', segment),
        store.rules.latest(programme, segment),
      ]);
      return { wanted: wanted && rule !== null, first: schedule?.reviewedAt === undefined };
    },

    async reviewPage({ programme: key, segment, at, first, cursor }) {
      const programme = await store.programmes.need(key);
      const { cursor: next } = await reviewSegmentPage(store, {
        programme,
        segment,
        at: new Date(at),
        now: now(),
        cause: `segment:${segment}:${at}`,
        quietly: first,
        ...(cursor !== undefined && { cursor }),
      });
      return next === undefined ? {} : { cursor: next };
    },

    finishReview: async ({ programme, segment, at }) => {
      await store.schedules.markReviewed(programme, segment, new Date(at));
    },
  };
}
