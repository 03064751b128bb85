import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { faultInput, matchingFault } from './faults.js';
import type { Fault } from './faults.js';
import type { RailEntry, RailPayout, RailRecord } from './record.js';

export const sendInput = z.object({
  key: z.string().min(1).max(200),
  payout: z.string().min(1),
  amount: z.object({ amount: z.string().regex(/^[1-9]\d{0,17}$/), currency: z.string().regex(/^[A-Z]{3}$/) }),
  account: z.object({ id: z.string().min(1), holder: z.string().optional(), country: z.string().optional() }),
  reference: z.string().max(140),
});

/** What is to happen to the connection after a request has been dealt with. */
export type Reply =
  | { kind: 'answer'; status: number; body: unknown; headers?: Record<string, string>; afterMs?: number }
  | { kind: 'lose' };

/** The rail's decisions over its record; time and webhooks come from outside. */
export class Rail {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly record: RailRecord,
    private readonly settleMs: number,
    private readonly onWebhook: () => void,
  ) {
    for (const payout of record.payouts.values()) this.schedule(payout);
  }

  async send(body: unknown): Promise<Reply> {
    const parsed = sendInput.safeParse(body);
    if (!parsed.success) {
      const detail = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return problem(400, 'request_invalid', detail);
    }
    const send = parsed.data;
    const bodyHash = createHash('sha256').update(JSON.stringify(send)).digest('hex');
    const known = this.record.payouts.get(send.key);
    const fault = matchingFault(this.record.faults.values(), send);
    const used: RailEntry[] = fault ? [{ kind: 'fault_used', id: fault.id }] : [];
    if (fault && !fault.recorded && (fault.kind === 'lose_before' || fault.kind === '429' || fault.kind === '500')) {
      await this.record.append(...used);
      return fault.kind === 'lose_before' ? { kind: 'lose' } : trouble(fault);
    }
    if (known && known.bodyHash !== bodyHash) {
      await this.record.append(...used);
      return problem(409, 'key_conflict', 'This key has been used for another payment.');
    }
    const payout = known ?? this.create(send, bodyHash, fault);
    const entries: RailEntry[] = known ? used : [...used, { kind: 'payout', payout }];
    if (!known && payout.state !== 'accepted') entries.push(...webhooksOf(payout));
    await this.record.append(...entries);
    if (!known) {
      this.schedule(payout);
      this.onWebhook();
    }
    if (fault?.kind === 'lose_after') return { kind: 'lose' };
    if (fault?.kind === '429' || fault?.kind === '500') return trouble(fault);
    const now = this.record.payouts.get(send.key) ?? payout;
    const reply =
      now.state === 'refused'
        ? problem(422, now.error?.code ?? 'refused', now.error?.message ?? '')
        : answer(known ? 200 : 201, view(now));
    return fault?.kind === 'delay' ? { ...reply, afterMs: fault.delayMs } : reply;
  }

  async find(key: string): Promise<Reply> {
    await this.record.settled();
    const payout = this.record.payouts.get(key);
    return payout ? answer(200, view(payout)) : problem(404, 'payout_not_found', 'There is no payment with this key.');
  }

  /** The whole record, oldest first. */
  async list(): Promise<Reply> {
    await this.record.settled();
    return answer(200, { data: [...this.record.payouts.values()].map(view) });
  }

  /** Settles by hand: `pay` what is accepted, `fail` what is accepted, `return` what is paid. */
  async settle(key: string, how: 'pay' | 'fail' | 'return'): Promise<Reply> {
    const payout = this.record.payouts.get(key);
    if (!payout) return problem(404, 'payout_not_found', 'There is no payment with this key.');
    const from = how === 'return' ? 'paid' : 'accepted';
    const to = how === 'return' ? 'returned' : how === 'pay' ? 'paid' : 'refused';
    if (payout.state === to) return answer(200, view(payout));
    if (payout.state !== from) return problem(409, 'state_conflict', `The payment is ${payout.state}, not ${from}.`);
    await this.change(payout, to);
    return this.find(key);
  }

  async addFault(body: unknown): Promise<Reply> {
    const parsed = z.union([faultInput.transform((one) => [one]), z.array(faultInput)]).safeParse(body);
    if (!parsed.success) return problem(400, 'request_invalid', z.prettifyError(parsed.error));
    const faults = parsed.data.map((input): Fault => ({ ...input, id: `flt_${randomUUID()}` }));
    await this.record.append(...faults.map((fault): RailEntry => ({ kind: 'fault', fault })));
    return answer(201, { data: faults });
  }

  async clearFaults(): Promise<Reply> {
    await this.record.append({ kind: 'faults_cleared' });
    return answer(200, { data: [] });
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private create(send: z.infer<typeof sendInput>, bodyHash: string, fault: Fault | undefined): RailPayout {
    const now = Date.now();
    const at = new Date(now).toISOString();
    const base = { ...send, id: `rail_${randomUUID()}`, bodyHash, at, createdAt: at };
    const copies = fault?.kind === 'double' ? { count: 2, distinct: fault.distinct } : undefined;
    if (fault?.kind === 'refuse')
      return { ...base, state: 'refused', error: { code: fault.code, message: fault.message } };
    if (fault?.kind === 'accept') return { ...base, state: 'accepted' };
    const returnMs = fault?.kind === 'return' ? fault.delayMs : undefined;
    if (this.settleMs > 0) {
      const payAt = new Date(now + this.settleMs).toISOString();
      const returnAt = returnMs === undefined ? undefined : new Date(now + this.settleMs + returnMs).toISOString();
      return { ...base, state: 'accepted', payAt, returnAt, copies };
    }
    const returnAt = returnMs === undefined ? undefined : new Date(now + returnMs).toISOString();
    return { ...base, state: 'paid', returnAt, copies };
  }

  /** Sets the timer for what is still to happen to the payment by itself. */
  private schedule(payout: RailPayout): void {
    const due = payout.state === 'accepted' ? payout.payAt : payout.state === 'paid' ? payout.returnAt : undefined;
    if (due === undefined) return;
    const to = payout.state === 'accepted' ? 'paid' : 'returned';
    const timer = setTimeout(
      () => {
        this.timers.delete(payout.key);
        const now = this.record.payouts.get(payout.key);
        if (now && now.state === payout.state) void this.change(now, to);
      },
      Math.max(0, Date.parse(due) - Date.now()),
    );
    this.timers.set(payout.key, timer);
  }

  private async change(payout: RailPayout, state: 'paid' | 'refused' | 'returned'): Promise<void> {
    const at = new Date().toISOString();
    const error =
      state === 'paid'
        ? undefined
        : {
            code: state === 'refused' ? 'account_closed' : 'returned_by_bank',
            message: `The payment was ${state} by the bank.`,
          };
    const { returnAt } = payout;
    const entry: RailEntry = {
      kind: 'state',
      key: payout.key,
      state,
      at,
      ...(state === 'paid' && returnAt && { returnAt }),
      ...(error && { error }),
    };
    const changed = { ...payout, state, at, error };
    const written = this.record.append(entry, ...webhooksOf(changed));
    this.schedule(this.record.payouts.get(payout.key) ?? changed);
    await written;
    this.onWebhook();
  }
}

const webhookTypes = { paid: 'payout.paid', refused: 'payout.failed', returned: 'payout.returned' } as const;

/** The webhooks that tell of the payment's present state, in the same entry of the record as the state itself. */
function webhooksOf(payout: RailPayout): RailEntry[] {
  if (payout.state === 'accepted') return [];
  const type = webhookTypes[payout.state];
  const { count, distinct } = payout.copies ?? { count: 1, distinct: false };
  const first = `whk_${randomUUID()}`;
  return Array.from({ length: count }, (_, index): RailEntry => {
    const own = index === 0 ? first : distinct ? `whk_${randomUUID()}` : first;
    const body = JSON.stringify({ id: own, type, timestamp: payout.at, data: view(payout) });
    return { kind: 'webhook', webhook: { id: index > 0 && !distinct ? `${own}#${index + 1}` : own, type, body } };
  });
}

/** What the rail shows of a payment. */
function view({ id, key, payout, amount, account, reference, state, at, createdAt, error }: RailPayout): object {
  return { id, key, payout, amount, account, reference, state, at, createdAt, ...(error && { error }) };
}

function answer(status: number, body: unknown): Extract<Reply, { kind: 'answer' }> {
  return { kind: 'answer', status, body };
}

function problem(status: number, code: string, detail: string): Extract<Reply, { kind: 'answer' }> {
  return { kind: 'answer', status, body: { status, code, detail } };
}

function trouble(fault: Fault): Reply {
  if (fault.kind === '429')
    return { ...problem(429, 'rate_limited', 'Too many payments at once.'), headers: { 'retry-after': '1' } };
  return problem(500, 'server_error', 'The rail has lost its footing.');
}
