import { readAccount } from '@sluice/domain';
import { z } from 'zod';
import { stripeAmount } from '../../stripe/amount.js';
import { conflict, notAsked, unclear, unreadable } from '../answers.js';
import { callRail } from '../http.js';
import type { FindResult, PayoutRail, SendInput, SendResult } from '../rail.js';

export interface StripeConnectOptions {
  secretKey: string;
  /** `https://api.stripe.com` unless told otherwise. */
  baseUrl?: string;
  timeoutMs?: number;
}

/** The API as of which this is written; Stripe answers in its shapes for ever. */
const version = '2026-09-30.basil';
/** Stripe forgets idempotency keys after a day: https://docs.stripe.com/api/idempotent_requests */
const keyLifeMs = 24 * 3_600_000;

const transferSchema = z.object({
  id: z.string().min(1),
  object: z.literal('transfer'),
  amount: z.number().int(),
  currency: z.string(),
  destination: z.union([z.string(), z.object({ id: z.string() })]),
  amount_reversed: z.number().int().default(0),
  reversed: z.boolean(),
});
type Transfer = z.infer<typeof transferSchema>;
const listSchema = z.object({ data: z.array(transferSchema), has_more: z.boolean() });
const errorSchema = z.object({
  error: z.object({ type: z.string(), code: z.string().optional(), message: z.string().optional() }),
});

/**
 * Stripe Connect: a transfer to the partner's connected account, which is paid once it is made; Stripe pays out from there by the
 * account's own schedule. `transfer_group` is our key, by which transfers can be listed. https://docs.stripe.com/api/transfers
 */
export function stripeConnectRail(options: StripeConnectOptions): PayoutRail {
  const { secretKey, timeoutMs = 20_000, baseUrl = 'https://api.stripe.com' } = options;
  const base = baseUrl.replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${secretKey}`, 'stripe-version': version };
  return {
    key: 'stripe',
    keyLifeMs,
    async send(input, signal): Promise<SendResult> {
      const read = readAccount(input.account.id, 'stripe');
      if (!read.ok || read.account.rail !== 'stripe')
        return { outcome: 'refused', code: 'account_invalid', message: 'The stored Stripe account cannot be read.' };
      const amount = stripeAmount(input.amount);
      if (amount === undefined)
        return {
          outcome: 'refused',
          code: 'amount_invalid',
          message: 'Stripe does not take an amount this fine in its currency.',
        };
      const answer = await callRail({
        url: `${base}/v1/transfers`,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': input.key },
        body: bodyOf(input, amount, read.account.account),
        timeoutMs,
        signal,
      });
      if (answer.kind === 'trouble') return unclear(answer, 'Stripe');
      if (answer.status < 300) {
        const made = transferSchema.safeParse(answer.body).data;
        if (!made) return unreadable('Stripe');
        return differs(made, input, amount, read.account.account) ?? { outcome: 'paid', railReference: made.id };
      }
      const error = errorSchema.safeParse(answer.body).data?.error;
      // A used key with other parameters, or one whose first request is still under way: nothing is known of the payment.
      if (error && error.type !== 'idempotency_error' && [400, 402, 404].includes(answer.status)) {
        return {
          outcome: 'refused',
          code: error.code ?? error.type,
          message: error.message ?? 'Stripe refused the transfer.',
        };
      }
      return error?.type === 'idempotency_error'
        ? conflict('Stripe', error.message ?? 'other parameters')
        : unclear(answer, 'Stripe');
    },

    async find(key, signal): Promise<FindResult> {
      const query = new URLSearchParams({ transfer_group: key, limit: '10' });
      const answer = await callRail({
        url: `${base}/v1/transfers?${query.toString()}`,
        method: 'GET',
        headers,
        timeoutMs,
        signal,
      });
      const list =
        answer.kind === 'answer' && answer.status === 200 ? listSchema.safeParse(answer.body).data : undefined;
      if (!list) return notAsked(unclear(answer, 'Stripe'));
      const [first, ...more] = list.data;
      if (more.length > 0 || list.has_more) return notAsked(conflict('Stripe', 'there are several'));
      if (!first) return 'not_found';
      if (!first.reversed) return { key, railReference: first.id, state: 'paid' };
      return {
        key,
        railReference: first.id,
        state: 'returned',
        error: { code: 'reversed', message: 'The transfer was reversed.' },
      };
    },
  };
}

function bodyOf({ key, payout, amount, reference }: SendInput, units: bigint, destination: string): string {
  return new URLSearchParams({
    amount: units.toString(),
    currency: amount.currency.toLowerCase(),
    destination,
    transfer_group: key,
    description: reference.slice(0, 500),
    'metadata[sluice_key]': key,
    'metadata[sluice_payout]': payout,
  }).toString();
}

function differs(made: Transfer, { amount }: SendInput, units: bigint, destination: string): SendResult | undefined {
  const to = typeof made.destination === 'string' ? made.destination : made.destination.id;
  const same = BigInt(made.amount) === units && made.currency === amount.currency.toLowerCase() && to === destination;
  return same ? undefined : conflict('Stripe', `${made.amount} ${made.currency} to ${to}`);
}
