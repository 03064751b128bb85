/** What a worker must offer to the workflows that schedules start; on the queue `bulk`. */
export interface ScheduleActivities {
  /** Stores that the time has come, once for each flow and time; the dispatcher admits the run. */
  fireSchedule(firing: { programme: string; flow: string; at: string }): Promise<void>;
  /** Whether anybody wants to know, and whether it is the first look at the segment, when nobody enters it. */
  beginReview(ref: SegmentRef): Promise<{ wanted: boolean; first: boolean }>;
  /** Asks about the next partners and stores who entered and who left. Without a cursor in the answer it was the last. */
  reviewPage(page: SegmentPage): Promise<{ cursor?: string }>;
  finishReview(ref: SegmentRef & { at: string }): Promise<void>;
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
