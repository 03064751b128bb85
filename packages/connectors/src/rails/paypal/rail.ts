import { createHash } from 'node:crypto';
import { minorToDecimal, money, readAccount } from '@sluice/domain';
import { z } from 'zod';
import { conflict, notAsked, unclear, unreadable } from '../answers.js';
import { callRail, type HttpAnswer } from '../http.js';
import type { FindResult, PayoutRail, SendInput, SendResult } from '../rail.js';
import { paypalTokens } from './token.js';

export interface PaypalOptions {
  clientId: string;
  clientSecret: string;
  /** `https://api-m.paypal.com` unless told otherwise: the sandbox's, or a test's. */
  baseUrl?: string;
  timeoutMs?: number;
}

const batchSchema = z.object({
  batch_header: z.object({
    payout_batch_id: z.string().min(1),
    batch_status: z.string(),
    sender_batch_header: z.object({ sender_batch_id: z.string().optional() }).optional(),
  }),
  items: z
    .array(
      z.object({
        payout_item_id: z.string(),
        transaction_status: z.string().optional(),
        payout_item: z.object({
          receiver: z.string().optional(),
          amount: z.object({ currency: z.string(), value: z.string() }),
        }),
        errors: z.object({ name: z.string().optional(), message: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});
type Batch = z.infer<typeof batchSchema>;

const errorSchema = z.object({
  name: z.string(),
  message: z.string().optional(),
  details: z.array(z.object({ field: z.string().optional(), issue: z.string().optional() })).optional(),
  links: z.array(z.object({ rel: z.string().optional(), href: z.string() })).optional(),
});

/** How long PayPal refuses a `sender_batch_id` that it has seen, less a day for clocks and time zones. */
const keyLifeMs = 29 * 86_400_000;

/**
 * PayPal Payouts, API v1.9: one batch of one item a payout, `sender_batch_id` and `sender_item_id` are our key. PayPal cannot be
 * asked by it, but refuses a second batch of the same id and says which the first was: sending again is the way to ask.
 * https://developer.paypal.com/docs/api/payments.payouts-batch/v1/
 */
export function paypalRail(options: PaypalOptions): PayoutRail {
  const { timeoutMs = 20_000, baseUrl = 'https://api-m.paypal.com' } = options;
  const base = baseUrl.replace(/\/+$/, '');
  const token = paypalTokens({ ...options, baseUrl: base, timeoutMs });

  /** With a fresh token once more where the one that we had is no longer taken: a 401 has moved nothing. */
  async function call(method: 'GET' | 'POST', path: string, body?: string, key?: string, signal?: AbortSignal) {
    for (let attempt = 1; ; attempt += 1) {
      const bearer = await token.get(signal);
      if (bearer.kind === 'trouble') return bearer.answer;
      const answer = await callRail({
        url: `${base}${path}`,
        method,
        headers: {
          authorization: `Bearer ${bearer.value}`,
          'content-type': 'application/json',
          ...(key !== undefined && { 'paypal-request-id': key }),
        },
        ...(body !== undefined && { body }),
        timeoutMs,
        signal,
      });
      if (answer.kind !== 'answer' || answer.status !== 401 || attempt === 2) return answer;
      token.forget(bearer.value);
    }
  }

  async function batch(id: string, signal?: AbortSignal): Promise<Batch | { trouble: HttpAnswer }> {
    const answer = await call('GET', `/v1/payments/payouts/${encodeURIComponent(id)}`, undefined, undefined, signal);
    const parsed =
      answer.kind === 'answer' && answer.status === 200 ? batchSchema.safeParse(answer.body).data : undefined;
    return parsed ?? { trouble: answer };
  }

  return {
    key: 'paypal',
    keyLifeMs,
    async send(input, signal): Promise<SendResult> {
      const receiver = readAccount(input.account.id, 'paypal');
      if (!receiver.ok || receiver.account.rail !== 'paypal')
        return { outcome: 'refused', code: 'account_invalid', message: 'The stored PayPal account cannot be read.' };
      const id = senderId(input.key);
      const answer = await call(
        'POST',
        '/v1/payments/payouts',
        bodyOf(input, id, receiver.account.receiver),
        id,
        signal,
      );
      if (answer.kind === 'trouble') return unclear(answer, 'PayPal');
      if (answer.status < 300) {
        const made = batchSchema.safeParse(answer.body).data;
        return made ? sentOf(made) : unreadable('PayPal');
      }
      const error = errorSchema.safeParse(answer.body).data;
      const first = error && duplicateOf(error);
      if (first !== undefined) {
        const found = await batch(first, signal);
        if ('trouble' in found) return unclear(found.trouble, 'PayPal');
        return sameAs(found, input, id) ?? sentOf(found);
      }
      // 422: well-formed, and cannot be done (no funds, receiver locked). A duplicate without its link tells nothing.
      if (
        error &&
        (answer.status === 400 || answer.status === 422) &&
        !/DUPLICATE|SENDER_BATCH_ID/i.test(JSON.stringify(error))
      ) {
        return {
          outcome: 'refused',
          code: error.name.toLowerCase(),
          message: error.details?.[0]?.issue ?? error.message ?? error.name,
        };
      }
      return unclear(answer, 'PayPal');
    },

    async find(key, signal, known): Promise<FindResult> {
      // Sent again under the same id, PayPal tells which batch it has, or takes it as the first.
      if (known?.railReference === undefined) return 'not_found';
      const found = await batch(known.railReference, signal);
      if ('trouble' in found) return notAsked(unclear(found.trouble, 'PayPal'));
      const result = stateOf(found);
      return { key, railReference: found.batch_header.payout_batch_id, ...result };
    },
  };
}

/** PayPal takes 63 characters for an item; keys are shorter, and have a slash that some of its reports do not. */
export function senderId(key: string): string {
  const plain = key.replaceAll('/', '-');
  return plain.length <= 63 ? plain : createHash('sha256').update(key).digest('hex').slice(0, 63);
}

function bodyOf({ amount, reference }: SendInput, id: string, receiver: string): string {
  return JSON.stringify({
    sender_batch_header: {
      sender_batch_id: id,
      recipient_type: 'EMAIL',
      email_subject: `You have a payment: ${reference}`.slice(0, 255),
    },
    items: [
      {
        sender_item_id: id,
        recipient_type: 'EMAIL',
        receiver,
        amount: { currency: amount.currency, value: minorToDecimal(money(amount.amount, amount.currency)) },
        note: reference.slice(0, 500),
      },
    ],
  });
}

/** The batch that had this id first, from the link that the refusal carries. */
function duplicateOf({ links }: z.infer<typeof errorSchema>): string | undefined {
  const link = links?.find(({ href }) => /\/v1\/payments\/payouts\/[A-Za-z0-9_-]+\/?$/.test(href));
  return link && /\/payouts\/([A-Za-z0-9_-]+)\/?$/.exec(link.href)?.[1];
}

/** Whether the first batch of this id is the payment that is asked for now. */
function sameAs({ batch_header, items }: Batch, { amount }: SendInput, id: string): SendResult | undefined {
  const named = batch_header.sender_batch_header?.sender_batch_id;
  if (named !== undefined && named !== id) return conflict('PayPal', `it is of ${named}`);
  const [item] = items ?? [];
  if (!item) return undefined;
  const wanted = minorToDecimal(money(amount.amount, amount.currency));
  const { value, currency } = item.payout_item.amount;
  return value === wanted && currency === amount.currency ? undefined : conflict('PayPal', `${value} ${currency}`);
}

function sentOf(batch: Batch): SendResult {
  const railReference = batch.batch_header.payout_batch_id;
  const { state, error } = stateOf(batch);
  if (state === 'refused')
    return {
      outcome: 'refused',
      railReference,
      ...(error ?? { code: 'refused', message: 'PayPal refused the payment.' }),
    };
  // That it came back is told by `find` and by the webhook.
  return { outcome: state === 'accepted' ? 'accepted' : 'paid', railReference };
}

/** UNCLAIMED and ONHOLD are on their way: PayPal returns what nobody claims in thirty days. */
const itemStates: Readonly<Record<string, 'accepted' | 'paid' | 'refused' | 'returned'>> = {
  SUCCESS: 'paid',
  PENDING: 'accepted',
  UNCLAIMED: 'accepted',
  ONHOLD: 'accepted',
  FAILED: 'refused',
  DENIED: 'refused',
  BLOCKED: 'refused',
  RETURNED: 'returned',
  REFUNDED: 'returned',
  REVERSED: 'returned',
};

function stateOf({ batch_header, items }: Batch): {
  state: 'accepted' | 'paid' | 'refused' | 'returned';
  error?: { code: string; message: string };
} {
  const [item] = items ?? [];
  const status = item?.transaction_status;
  const state = status === undefined ? undefined : itemStates[status];
  if (state === undefined || status === undefined) {
    const isDenied = batch_header.batch_status === 'DENIED' || batch_header.batch_status === 'CANCELED';
    if (!isDenied) return { state: 'accepted' };
    return { state: 'refused', error: { code: 'batch_denied', message: 'PayPal denied the payout.' } };
  }
  if (state === 'accepted' || state === 'paid') return { state };
  const message = item?.errors?.message ?? `PayPal says ${status.toLowerCase()}.`;
  return { state, error: { code: item?.errors?.name?.toLowerCase() ?? status.toLowerCase(), message } };
}
