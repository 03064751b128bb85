import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { FiringPage, ScheduleActivities, SegmentPage, SegmentRef } from './schedule-activities.js';

/** Tried until the store answers: a firing that is lost is a run that never was. */
const activities = proxyActivities<ScheduleActivities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

const scheduledTime = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/** Pages of one history: far from the server's limits. */
const pagesAHistory = 400;

/**
 * The time of a flow's schedule has come: for the programme once, for partners one after another. The history holds only places; a
 * worker that is killed tells at most one page again, which starts nothing twice.
 */
export async function fireSchedule(args: { programme: string; flow: string; page?: FiringPage }): Promise<void> {
  const { programme, flow } = args;
  let page = args.page;
  if (!page) {
    const firing = { programme, flow, at: dueAt() };
    // Histories from before flows could be about each partner have no answer here.
    const answer = (await activities.fireSchedule(firing)) as { each: boolean } | undefined;
    if (!answer?.each) return;
    page = firing;
  }
  for (let pages = 0; pages < pagesAHistory && !workflowInfo().continueAsNewSuggested; pages += 1) {
    const { cursor }: { cursor?: string } = await activities.firePage(page);
    if (cursor === undefined) return;
    page = { ...page, cursor };
  }
  await continueAsNew<typeof fireSchedule>({ programme, flow, page });
}

/**
 * Asks about every partner of a programme, page by page, whether it is in a segment. The history holds only places; a worker
 * that is killed loses at most one page, which may be asked about again.
 */
export async function reviewSegment(args: SegmentRef & { page?: SegmentPage }): Promise<void> {
  const { programme, segment } = args;
  let page = args.page;
  if (!page) {
    const { wanted, first } = await activities.beginReview({ programme, segment });
    if (!wanted) return;
    page = { programme, segment, at: dueAt(), first };
  }
  for (let pages = 0; pages < pagesAHistory && !workflowInfo().continueAsNewSuggested; pages += 1) {
    const { cursor }: { cursor?: string } = await activities.reviewPage(page);
    if (cursor === undefined) return activities.finishReview({ programme, segment, at: page.at });
    page = { ...page, cursor };
  }
  await continueAsNew<typeof reviewSegment>({ programme, segment, page });
}

/** When it was to begin: the same also where a server that was away catches up. */
function dueAt(): string {
  const { typedSearchAttributes, startTime } = workflowInfo();
  return (typedSearchAttributes.get(scheduledTime) ?? startTime).toISOString();
}
