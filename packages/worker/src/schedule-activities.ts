import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { firePartnersPage, reviewSegmentPage } from '@sluice/store/operations/index';
import type { ScheduleActivities } from '@sluice/workflows';

/** What schedules begin: all may be repeated. */
export function scheduleActivities({ store, now }: Pick<ActivityDeps, 'store' | 'now'>): ScheduleActivities {
  return {
    async fireSchedule({ programme, flow, at }) {
      const published = await store.flows.latest(programme, flow);
      if (published?.document.subject === 'partner') return { each: true };
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
      return { each: false };
    },

    async firePage({ programme: key, flow, at, cursor }) {
      const programme = await store.programmes.need(key);
      const trigger = (await store.flows.latest(key, flow))?.document.trigger;
      // Published anew since: its time is not this one any more.
      if (trigger?.type !== 'schedule') return {};
      const { cursor: next } = await firePartnersPage(store, {
        programme,
        flow,
        at: new Date(at),
        now: now(),
        ...(trigger.segment !== undefined && { segment: trigger.segment }),
        ...(cursor !== undefined && { cursor }),
      });
      return next === undefined ? {} : { cursor: next };
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
