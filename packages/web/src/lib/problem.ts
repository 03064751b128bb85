export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  kept?: string;
  next?: string;
  errors?: { pointer?: string; code: string; message: string }[];
}

/** What the API answered instead of data (RFC 9457), or that it did not answer at all (`status` 0). */
export class Problem extends Error {
  override name = 'Problem';
  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title);
  }
  get status(): number {
    return this.body.status;
  }
}
