/** An act on many runs by its programme and id. */
export interface BulkRef {
  programme: string;
  bulk: string;
}

/** What a worker must offer to `bulk`. Each may be tried again, and then does nothing twice. */
export interface BulkActivities {
  /** Looks the next runs up and keeps what is to become of each; `next` where there are more, absent when all are known. */
  planBulk(input: BulkRef & { after?: string }): Promise<{ next?: string }>;
  /** Acts on the next runs. `next` where there are more; `busy`: how many were just doing something and are left for later. */
  applyBulk(input: BulkRef & { after?: string }): Promise<{ next?: string; busy: number }>;
  /** Tells how it ended; runs that nothing has become of are told as busy, or left where it was cancelled. */
  finishBulk(input: BulkRef & { error?: { code: string; message: string } }): Promise<void>;
}
