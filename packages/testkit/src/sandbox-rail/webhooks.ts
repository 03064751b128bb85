import { Webhook } from 'standardwebhooks';
import type { RailRecord, RailWebhook } from './record.js';

export interface WebhookTarget {
  url: string;
  /** `whsec_` and base 64, as Standard Webhooks has it. */
  secret: string;
}

/** Delivers the record's webhooks, each until the receiver has said 2xx, a few at a time; goes on after a restart. */
export class WebhookSender {
  private readonly busy = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly record: RailRecord,
    private readonly target: WebhookTarget | undefined,
    private readonly most = 8,
  ) {}

  /** Starts what may be started now. */
  wake(): void {
    if (!this.target || this.stopping.signal.aborted) return;
    for (const webhook of this.record.undelivered.values()) {
      if (this.running.size >= this.most) return;
      if (this.busy.has(webhook.id)) continue;
      this.busy.add(webhook.id);
      const run = this.deliver(webhook, this.target).finally(() => {
        this.running.delete(run);
        this.wake();
      });
      this.running.add(run);
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.allSettled(this.running);
  }

  private async deliver(webhook: RailWebhook, { url, secret }: WebhookTarget): Promise<void> {
    const at = new Date();
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          // A copy with the same id has `#2` in the record only: the receiver sees a plain redelivery.
          'webhook-id': wireId(webhook.id),
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign(wireId(webhook.id), at, webhook.body),
        },
        body: webhook.body,
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(10_000)]),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
      await this.record.append({ kind: 'delivered', id: webhook.id });
      this.failures.delete(webhook.id);
      this.busy.delete(webhook.id);
    } catch {
      const failures = (this.failures.get(webhook.id) ?? 0) + 1;
      this.failures.set(webhook.id, failures);
      this.later(webhook.id, Math.min(200 * 2 ** failures, 15_000));
    }
  }

  private later(id: string, ms: number): void {
    if (this.stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.busy.delete(id);
      this.wake();
    }, ms);
    this.timers.add(timer);
  }
}

function wireId(id: string): string {
  return id.replace(/#\d+$/, '');
}
