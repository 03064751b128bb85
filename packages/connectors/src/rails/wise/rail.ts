import { createHash } from 'node:crypto';
import { minorToDecimal, money, readAccount, type MoneyJson } from '@sluice/domain';
import { z } from 'zod';
import { conflict, notAsked, unclear, unreadable } from '../answers.js';
import { callRail, type HttpAnswer } from '../http.js';
import type { FindResult, PayoutRail, RailPayment, SendInput, SendResult } from '../rail.js';

export interface WiseOptions {
  token: string;
  /** Of the business that pays. */
  profile: number;
  /** `https://api.wise.com` unless told otherwise: the sandbox's, or a test's. */
  baseUrl?: string;
  timeoutMs?: number;
}

const quoteSchema = z.object({ id: z.string().min(1) });
const recipientSchema = z.object({ id: z.number().int() });
const transferSchema = z.object({
  id: z.number().int(),
  status: z.string(),
  customerTransactionId: z.string(),
  targetCurrency: z.string().optional(),
  targetValue: z.number().optional(),
});
type Transfer = z.infer<typeof transferSchema>;
const fundSchema = z.object({ status: z.string(), errorCode: z.string().nullish() });
const errorsSchema = z.object({
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })).min(1),
});

/** Wise names no end to the life of a `customerTransactionId`; what is a day old is looked at by a person all the same. */
const keyLifeMs = 24 * 3_600_000;
const pageSize = 100;
const mostPages = 20;
const unfunded = 'incoming_payment_waiting';

/**
 * Wise Platform: quote → recipient → transfer under our `customerTransactionId` → funded from the balance of the same currency. A
 * transfer is made once however often it is asked for; funding it twice is refused. https://docs.wise.com/api-reference/transfer
 */
export function wiseRail(options: WiseOptions): PayoutRail {
  const { token, profile, timeoutMs = 20_000, baseUrl = 'https://api.wise.com' } = options;
  const base = baseUrl.replace(/\/+$/, '');
  const call = (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: string,
    signal?: AbortSignal,
  ): Promise<HttpAnswer> =>
    callRail({
      url: `${base}${path}`,
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
      timeoutMs,
      signal,
    });

  async function recipientOf(input: SendInput, signal?: AbortSignal): Promise<number | SendResult> {
    const read = readAccount(input.account.id, 'wise');
    if (!read.ok || read.account.rail !== 'wise')
      return { outcome: 'refused', code: 'account_invalid', message: 'The stored Wise account cannot be read.' };
    const { recipient, holder } = read.account;
    if (/^\d+$/.test(recipient)) return Number(recipient);
    const body = JSON.stringify({
      profile,
      currency: input.amount.currency,
      type: 'email',
      accountHolderName: holder ?? input.account.holder ?? '',
      details: { email: recipient },
    });
    return stepOf(await call('POST', '/v1/accounts', body, signal), recipientSchema, ({ id }) => id);
  }

  async function find(key: string, signal?: AbortSignal, since?: Date): Promise<Transfer | undefined | HttpAnswer> {
    const wanted = transactionId(key);
    // A little before the attempt was recorded: clocks differ.
    const from = since && new Date(since.getTime() - 10 * 60_000).toISOString();
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({
        profile: String(profile),
        limit: String(pageSize),
        offset: String(page * pageSize),
        ...(from !== undefined && { createdDateStart: from }),
      });
      const answer = await call('GET', `/v1/transfers?${query.toString()}`, undefined, signal);
      const list =
        answer.kind === 'answer' && answer.status === 200
          ? z.array(transferSchema).safeParse(answer.body).data
          : undefined;
      if (!list) return answer;
      const found = list.find((one) => one.customerTransactionId === wanted);
      if (found || list.length < pageSize) return found;
    }
    return { kind: 'trouble', code: 'server_error', message: 'Wise has too many transfers to look through.' };
  }

  async function fund(transfer: Transfer, signal?: AbortSignal): Promise<SendResult> {
    const path = `/v3/profiles/${profile}/transfers/${transfer.id}/payments`;
    const answer = await call('POST', path, JSON.stringify({ type: 'BALANCE' }), signal);
    if (answer.kind === 'trouble') return unclear(answer, 'Wise');
    const funded = answer.status < 300 ? fundSchema.safeParse(answer.body).data : undefined;
    if (funded?.status === 'COMPLETED') return { outcome: 'accepted', railReference: String(transfer.id) };
    if (answer.status >= 500 || answer.status === 401 || answer.status === 403 || answer.status === 429)
      return unclear(answer, 'Wise');
    // Refused, or funded before: the transfer itself knows.
    const now = await transferOf(transfer.id, signal);
    if (!('id' in now)) return unclear(now, 'Wise');
    if (now.status !== unfunded) return sentOf(now);
    if (funded?.status !== 'REJECTED') return unclear(answer, 'Wise');
    const code = funded.errorCode ?? 'rejected';
    // Left open, somebody could fund it by hand after it was paid another way.
    const cancelled = await call('PUT', `/v1/transfers/${transfer.id}/cancel`, undefined, signal);
    const end =
      cancelled.kind === 'answer' && cancelled.status < 300 ? transferSchema.safeParse(cancelled.body).data : undefined;
    if (end?.status !== 'cancelled') return unclear(cancelled, 'Wise');
    return {
      outcome: 'refused',
      railReference: String(transfer.id),
      code,
      message: 'Wise did not take the money for it; the transfer is cancelled.',
    };
  }

  async function transferOf(id: number | string, signal?: AbortSignal): Promise<Transfer | HttpAnswer> {
    const answer = await call('GET', `/v1/transfers/${id}`, undefined, signal);
    return (
      (answer.kind === 'answer' && answer.status === 200 ? transferSchema.safeParse(answer.body).data : undefined) ??
      answer
    );
  }

  return {
    key: 'wise',
    keyLifeMs,
    async send(input, signal) {
      const target = await recipientOf(input, signal);
      if (typeof target !== 'number') return target;
      const quote = await stepOf(
        await call('POST', `/v3/profiles/${profile}/quotes`, quoteBody(input.amount, target), signal),
        quoteSchema,
        ({ id }) => id,
      );
      if (typeof quote !== 'string') return quote;
      const body = JSON.stringify({
        targetAccount: target,
        quoteUuid: quote,
        customerTransactionId: transactionId(input.key),
        details: { reference: referenceOf(input.reference) },
      });
      const transfer = await stepOf(await call('POST', '/v1/transfers', body, signal), transferSchema, (one) => one);
      if (!('id' in transfer)) return transfer;
      const other = differs(transfer, input);
      if (other) return other;
      return transfer.status === unfunded ? fund(transfer, signal) : sentOf(transfer);
    },

    async find(key, signal, known): Promise<FindResult> {
      const found = known?.railReference
        ? await transferOf(known.railReference, signal)
        : await find(key, signal, known?.at);
      if (found === undefined) return 'not_found';
      if (!('id' in found)) return notAsked(unclear(found, 'Wise'));
      // Made but not funded: sending again under the same key goes on from there.
      if (found.status === unfunded && known?.railReference === undefined) return 'not_found';
      return payment(key, found);
    },
  };
}

/** Wise wants a UUID: one that derives from our key (RFC 9562, version 8). */
export function transactionId(key: string): string {
  const hex = createHash('sha256').update(`sluice:${key}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Wise has amounts as JSON numbers: the digits go into the text as they are, through no float. */
function quoteBody({ amount, currency }: MoneyJson, target: number): string {
  const value = minorToDecimal(money(amount, currency));
  return `{"sourceCurrency":"${currency}","targetCurrency":"${currency}","targetAmount":${value},"targetAccount":${target},"payOut":"BANK_TRANSFER"}`;
}

/** What banks everywhere take: a few plain characters. */
function referenceOf(text: string): string {
  return text
    .replace(/[^A-Za-z0-9 -]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 10);
}

/** A step before any money moves: its value, or what it means for the payment. Only a clear refusal of the data is one. */
function stepOf<T, U>(answer: HttpAnswer, schema: z.ZodType<T>, pick: (value: T) => U): U | SendResult {
  if (answer.kind === 'trouble') return unclear(answer, 'Wise');
  if (answer.status < 300) {
    const parsed = schema.safeParse(answer.body);
    return parsed.success ? pick(parsed.data) : unreadable('Wise');
  }
  const refusals = errorsSchema.safeParse(answer.body).data?.errors;
  if ((answer.status === 400 || answer.status === 422) && refusals) {
    const [first] = refusals;
    return {
      outcome: 'refused',
      code: (first?.code ?? 'refused').toLowerCase(),
      message: first?.message ?? 'Wise refused the payment.',
    };
  }
  return unclear(answer, 'Wise');
}

function differs({ targetCurrency, targetValue }: Transfer, { amount }: SendInput): SendResult | undefined {
  if (targetCurrency === undefined || targetValue === undefined) return undefined;
  const wanted = minorToDecimal(money(amount.amount, amount.currency));
  // Both are the shortest text of the same double.
  if (targetCurrency === amount.currency && targetValue === Number(wanted)) return undefined;
  return conflict('Wise', `${targetValue} ${targetCurrency}`);
}

const states: Readonly<Record<string, RailPayment['state']>> = {
  incoming_payment_waiting: 'accepted',
  incoming_payment_initiated: 'accepted',
  processing: 'accepted',
  funds_converted: 'accepted',
  outgoing_payment_sent: 'paid',
  // On its way back; said to be so once the money is there again.
  bounced_back: 'accepted',
  cancelled: 'refused',
  funds_refunded: 'returned',
  charged_back: 'returned',
};

/** What a transfer's status means; undefined where Wise does not know itself. */
export function wiseState(status: string): RailPayment['state'] | undefined {
  return states[status];
}

function sentOf(transfer: Transfer): SendResult {
  const state = wiseState(transfer.status);
  const railReference = String(transfer.id);
  if (state === undefined)
    return { outcome: 'unknown', code: 'reply_unreadable', message: `Wise says ${transfer.status}.` };
  if (state === 'refused')
    return { outcome: 'refused', railReference, code: 'cancelled', message: 'Wise has cancelled the transfer.' };
  return { outcome: state === 'accepted' ? 'accepted' : 'paid', railReference };
}

function payment(key: string, transfer: Transfer): FindResult {
  const state = wiseState(transfer.status);
  if (state === undefined)
    return { outcome: 'unknown', code: 'reply_unreadable', message: `Wise says ${transfer.status}.` };
  return {
    key,
    railReference: String(transfer.id),
    state,
    ...((state === 'refused' || state === 'returned') && {
      error: { code: transfer.status, message: `Wise says ${transfer.status.replaceAll('_', ' ')}.` },
    }),
  };
}
