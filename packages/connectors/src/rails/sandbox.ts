import { z } from 'zod';
import { unclear } from './answers.js';
import { callRail } from './http.js';
import type { HttpAnswer } from './http.js';
import type { FindResult, PayoutRail, RailPayment, SendInput, SendResult } from './rail.js';

export interface SandboxRailOptions {
  /** e.g. `http://127.0.0.1:4100`. */
  baseUrl: string;
  /** For one call; 10 s by default. */
  timeoutMs?: number;
  keyLifeMs?: number;
}

const paymentSchema = z.object({
  id: z.string(),
  key: z.string(),
  payout: z.string(),
  amount: z.object({ amount: z.string().regex(/^\d+$/), currency: z.string() }),
  state: z.enum(['accepted', 'paid', 'refused', 'returned']),
  at: z.iso.datetime().transform((value) => new Date(value)),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

const problemSchema = z.object({ code: z.string(), detail: z.string().optional() });

/** The rail of trials and tests over HTTP; `packages/testkit/src/sandbox-rail` is its other side. */
export function sandboxPayoutRail(options: SandboxRailOptions): PayoutRail {
  const { timeoutMs = 10_000, keyLifeMs = 24 * 3_600_000 } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  return {
    key: 'sandbox',
    keyLifeMs,
    send: async (input, signal) =>
      readSent(
        await callRail({
          url: `${base}/payouts`,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': input.key },
          body: JSON.stringify(bodyOf(input)),
          timeoutMs,
          signal,
        }),
      ),
    find: async (key, signal) =>
      readFound(
        await callRail({
          url: `${base}/payouts/${encodeURIComponent(key)}`,
          method: 'GET',
          headers: {},
          timeoutMs,
          signal,
        }),
      ),
  };
}

function bodyOf({ key, payout, amount, account, reference }: SendInput): object {
  return { key, payout, amount: { amount: amount.amount, currency: amount.currency }, account, reference };
}

/**
 * Only a clear answer of the rail about this very key is one: a record (2xx), or 422 for a payment it will never make.
 * Everything else leaves open whether the payment was recorded, also a 5xx and a 429 (a proxy may have said it after
 * the rail had taken the request).
 */
function readSent(answer: HttpAnswer): SendResult {
  if (answer.kind === 'trouble') return unclear(answer, 'The rail');
  const problem = problemSchema.safeParse(answer.body).data;
  if (answer.status === 422 && problem)
    return { outcome: 'refused', code: problem.code, message: problem.detail ?? problem.code };
  if (answer.status < 300) {
    const payment = readPayment(answer.body);
    if (!payment)
      return {
        outcome: 'unknown',
        code: 'reply_unreadable',
        message: 'The rail’s record of the payment cannot be read.',
      };
    const { railReference } = payment;
    switch (payment.state) {
      case 'accepted':
        return { outcome: 'accepted', railReference };
      // Returned means: was paid, and came back. That it came back is told by `payout.returned` and by `find`.
      case 'paid':
      case 'returned':
        return { outcome: 'paid', railReference, ...(payment.at && { paidAt: payment.at }) };
      case 'refused':
        return {
          outcome: 'refused',
          railReference,
          ...(payment.error ?? { code: 'refused', message: 'The rail refused the payment.' }),
        };
    }
  }
  return unclear(answer, 'The rail');
}

function readFound(answer: HttpAnswer): FindResult {
  if (answer.kind === 'trouble') return unclear(answer, 'The rail');
  // A proxy's 404 is no answer of the rail's: its own names the code.
  if (answer.status === 404 && problemSchema.safeParse(answer.body).data?.code === 'payout_not_found')
    return 'not_found';
  if (answer.status < 300)
    return (
      readPayment(answer.body) ?? {
        outcome: 'unknown',
        code: 'reply_unreadable',
        message: 'The rail’s record of the payment cannot be read.',
      }
    );
  return unclear(answer, 'The rail');
}

function readPayment(body: unknown): RailPayment | undefined {
  const parsed = paymentSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { id, key, payout, amount, state, at, error } = parsed.data;
  return { key, railReference: id, payout, amount, state, at, ...(error && { error }) };
}
