/** What a worker must offer to the workflows that schedules start; on the queue `bulk`. */
export interface ScheduleActivities {
  /**
   * Stores that the time has come, once for each flow and time; the dispatcher admits the run. `each`: the flow is about
   * partners, who are told of page by page.
   */
  fireSchedule(firing: Firing): Promise<{ each: boolean }>;
  /** Stores for the next partners that the time has come. Without a cursor in the answer they were the last. */
  firePage(page: FiringPage): Promise<{ cursor?: string }>;
  /** Whether anybody wants to know, and whether it is the first look at the segment, when nobody enters it. */
  beginReview(ref: SegmentRef): Promise<{ wanted: boolean; first: boolean }>;
  /** Asks about the next partners and stores who entered and who left. Without a cursor in the answer it was the last. */
  reviewPage(page: SegmentPage): Promise<{ cursor?: string }>;
  finishReview(ref: SegmentRef & { at: string }): Promise<void>;
}

/** A flow's time; `at` is when it was due. */
export interface Firing {
  programme: string;
  flow: string;
  at: string;
}

export interface FiringPage extends Firing {
  cursor?: string;
}

export interface SegmentRef {
  programme: string;
  segment: string;
}

/** A page of a review; `at` names the review and is the instant that is asked about. */
export interface SegmentPage extends SegmentRef {
  at: string;
  first: boolean;
  cursor?: string;
}
