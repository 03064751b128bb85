import { Problem } from './problem.js';

/** Longer than this after it was sent, the same request is taken for a new one. */
const rememberMs = 10 * 60_000;

interface Unanswered {
  key: string;
  sentAt: number;
  /** While it is under way. */
  answer?: Promise<unknown>;
}

/**
 * Gives every request an idempotency key that stays with it until it is answered: pressing the button again after a lost
 * answer asks for the same act, not for a second one, and pressing it twice sends it once. A request is another one as soon
 * as its address or its body differs.
 */
export class UnansweredRequests {
  private readonly requests = new Map<string, Unanswered>();

  constructor(private readonly now: () => number = Date.now) {}

  async send<T>(path: string, body: unknown, call: (key: string) => Promise<T>): Promise<T> {
    const name = `${path} ${JSON.stringify(body) ?? ''}`;
    const known = this.requests.get(name);
    if (known?.answer) return known.answer as Promise<T>;
    const again = known !== undefined && this.now() - known.sentAt < rememberMs;
    const request: Unanswered = again ? known : { key: crypto.randomUUID(), sentAt: this.now() };
    this.requests.set(name, request);
    const answer = call(request.key);
    request.answer = answer;
    try {
      const result = await answer;
      this.requests.delete(name);
      return result;
    } catch (error) {
      if (isAnswer(error)) this.requests.delete(name);
      else delete request.answer;
      throw error;
    }
  }
}

/** What the server keeps under the key. Outages and "too early" are not kept, and "in progress" tells of an earlier one. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof Problem &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 429 &&
    error.body.code !== 'idempotency_in_progress'
  );
}
