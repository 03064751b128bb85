/** Lets so many calls a second begin, in the order they came; the first ones at once. */
export class RateLimit {
  private free = 0;

  constructor(
    perSecond: number,
    private readonly now: () => number = Date.now,
    private readonly sleep: (ms: number) => Promise<void> = pause,
  ) {
    this.every = 1000 / perSecond;
  }

  private readonly every: number;

  /** Resolves when the call may begin. */
  async turn(): Promise<void> {
    const now = this.now();
    const at = Math.max(now, this.free);
    this.free = at + this.every;
    if (at > now) await this.sleep(at - now);
  }

  /** Nothing begins for so long: the other side has asked for it. */
  backOff(ms: number): void {
    this.free = Math.max(this.free, this.now() + ms);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
