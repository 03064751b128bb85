import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './faults.js';

export type RailState = 'accepted' | 'paid' | 'refused' | 'returned';

/** A payment as the rail has it. The rail never looks at ours: two keys for one payout are two payments. */
export interface RailPayout {
  id: string;
  key: string;
  payout: string;
  amount: { amount: string; currency: string };
  account: { id: string; holder?: string | undefined; country?: string | undefined };
  reference: string;
  bodyHash: string;
  state: RailState;
  at: string;
  createdAt: string;
  /** When an accepted payment is to be paid, and a paid one to come back; absent: never by itself. */
  payAt?: string | undefined;
  returnAt?: string | undefined;
  /** How often each webhook of this payment is delivered, and whether the copies have ids of their own. */
  copies?: { count: number; distinct: boolean } | undefined;
  error?: { code: string; message: string } | undefined;
}

export interface RailWebhook {
  id: string;
  type: string;
  body: string;
}

export type RailEntry =
  | { kind: 'payout'; payout: RailPayout }
  | {
      kind: 'state';
      key: string;
      state: RailState;
      at: string;
      returnAt?: string;
      error?: { code: string; message: string };
    }
  | { kind: 'webhook'; webhook: RailWebhook }
  | { kind: 'delivered'; id: string }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'fault_used'; id: string }
  | { kind: 'faults_cleared' };

/**
 * The rail's own durable record: one JSON line an entry, appended and flushed to disk before anything is answered,
 * replayed at the start. A line torn by a crash was never answered; it is cut off.
 */
export class RailRecord {
  readonly payouts = new Map<string, RailPayout>();
  readonly undelivered = new Map<string, RailWebhook>();
  readonly faults = new Map<string, Fault>();
  private waiting: string[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  private constructor(private readonly file: FileHandle) {}

  /** Opens or makes `<directory>/record.ndjson`. @throws where a line before the last cannot be read. */
  static async open(directory: string): Promise<RailRecord> {
    await mkdir(directory, { recursive: true });
    const file = await open(join(directory, 'record.ndjson'), 'a+');
    const record = new RailRecord(file);
    try {
      const content = await file.readFile();
      const whole = content.lastIndexOf(0x0a) + 1;
      if (whole < content.length) await file.truncate(whole);
      record.replay(content.subarray(0, whole).toString('utf8'));
    } catch (error) {
      await file.close();
      throw error;
    }
    return record;
  }

  /** Takes the entries into the state at once; resolves when they are on disk. Appends in flight share one flush. */
  append(...entries: RailEntry[]): Promise<void> {
    for (const entry of entries) {
      this.apply(entry);
      this.waiting.push(`${JSON.stringify(entry)}\n`);
    }
    return this.settled();
  }

  /** Resolves when all that has been appended is on disk. */
  settled(): Promise<void> {
    if (this.waiting.length === 0) return this.flushing;
    this.next ??= this.flushing.then(async () => {
      this.next = undefined;
      const text = this.waiting.join('');
      this.waiting = [];
      this.flushing = this.file.appendFile(text).then(() => this.file.datasync());
      await this.flushing;
    });
    return this.next;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.file.close();
  }

  private replay(text: string): void {
    for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
      try {
        this.apply(JSON.parse(line) as RailEntry);
      } catch (error) {
        throw new Error(`The rail’s record cannot be read at line ${index + 1}.`, { cause: error });
      }
    }
  }

  private apply(entry: RailEntry): void {
    switch (entry.kind) {
      case 'payout':
        this.payouts.set(entry.payout.key, { ...entry.payout });
        return;
      case 'state': {
        const payout = this.payouts.get(entry.key);
        if (!payout) throw new Error(`There is no payout with the key ${entry.key}.`);
        const { state, at, returnAt, error } = entry;
        this.payouts.set(entry.key, { ...payout, state, at, payAt: undefined, returnAt, error });
        return;
      }
      case 'webhook':
        this.undelivered.set(entry.webhook.id, entry.webhook);
        return;
      case 'delivered':
        this.undelivered.delete(entry.id);
        return;
      case 'fault':
        this.faults.set(entry.fault.id, { ...entry.fault });
        return;
      case 'fault_used': {
        const fault = this.faults.get(entry.id);
        if (!fault || fault.times === null) return;
        if (fault.times <= 1) this.faults.delete(entry.id);
        else this.faults.set(entry.id, { ...fault, times: fault.times - 1 });
        return;
      }
      case 'faults_cleared':
        this.faults.clear();
        return;
    }
  }
}
