export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  kept?: string;
  next?: string;
  errors?: { pointer?: string; code: string; message: string; params?: Record<string, string> }[];
}

/** What the API answered instead of data (RFC 9457), or that it did not answer at all (`status` 0). */
export class Problem extends Error {
  override name = 'Problem';
  constructor(
    readonly body: ProblemBody,
    /** How it was asked: what only reads changes nothing, whatever became of the answer. */
    readonly method = 'GET',
  ) {
    super(body.detail ?? body.title);
  }
  get status(): number {
    return this.body.status;
  }
  /** What it was about is no longer as it was; that the same is still under way is not that. */
  get isConflict(): boolean {
    return this.status === 409 && this.body.code !== 'idempotency_in_progress';
  }
}
