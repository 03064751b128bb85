import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  serve,
  type ContractServer,
  type ProviderAnswer,
  type ProviderFault,
  type ProviderPayment,
  type ProviderRequest,
} from '../http.js';

const quoteSchema = z.strictObject({
  sourceCurrency: z.string().regex(/^[A-Z]{3}$/),
  targetCurrency: z.string().regex(/^[A-Z]{3}$/),
  targetAmount: z.number().positive(),
  targetAccount: z.int().optional(),
  payOut: z.literal('BANK_TRANSFER').optional(),
});
const recipientSchema = z.strictObject({
  profile: z.int(),
  currency: z.string(),
  type: z.literal('email'),
  accountHolderName: z.string().min(2).max(140),
  details: z.strictObject({ email: z.email() }),
});
const transferSchema = z.strictObject({
  targetAccount: z.int(),
  quoteUuid: z.uuid(),
  customerTransactionId: z.uuid(),
  details: z.strictObject({
    reference: z
      .string()
      .max(35)
      .regex(/^[A-Za-z0-9 -]*$/),
  }),
});

interface Transfer {
  id: number;
  transaction: string;
  target: number;
  currency: string;
  /** As it stood in the quote's own text. */
  amount: string;
  status: string;
  created: string;
  funded: number;
}

const states = { paid: 'outgoing_payment_sent', refused: 'cancelled', returned: 'funds_refunded' } as const;

/** Wise Platform by its published reference: one transfer a `customerTransactionId`, each funded at most once. */
export async function startWiseServer({
  token = 'wise-token',
  profile = 4711,
  settles = true,
}: { token?: string; profile?: number; settles?: boolean } = {}): Promise<
  ContractServer & { balance: { enough: boolean }; recipients: Set<number> }
> {
  const quotes = new Map<string, { currency: string; amount: string; used: boolean }>();
  const recipients = new Set<number>([148_563_324]);
  const transfers: Transfer[] = [];
  // Several servers of one test give no two transfers the same number.
  const first = randomInt(1_000_000_000, 100_000_000_000);
  const remembered = new Map<string, Transfer>();
  const violations: string[] = [];
  const faults: ProviderFault[] = [];
  const balance = { enough: true };
  const counted = { requests: 0 };

  function handle(request: ProviderRequest): ProviderAnswer {
    const { method, path, headers, body } = request;
    if (headers['authorization'] !== `Bearer ${token}`) return { status: 401, body: { error: 'unauthorized' } };
    if (method === 'POST' && !headers['content-type']?.startsWith('application/json'))
      return wrong('the body is JSON', 415);
    if (method === 'POST' && path === `/v3/profiles/${profile}/quotes`) return quote(body);
    if (method === 'POST' && path === '/v1/accounts') return recipient(body);
    if (method === 'POST' && path === '/v1/transfers') return transfer(body);
    if (method === 'GET' && path === '/v1/transfers') return list(request.query);
    const one = /^\/v1\/transfers\/(\d+)(\/cancel)?$/.exec(path);
    const found = transfers.find(({ id }) => id === Number(one?.[1]));
    if (found && method === 'GET' && !one?.[2]) return { status: 200, body: view(found) };
    if (found && method === 'PUT' && one?.[2]) return cancel(found);
    const paying = new RegExp(`^/v3/profiles/${profile}/transfers/(\\d+)/payments$`).exec(path);
    const payee = transfers.find(({ id }) => id === Number(paying?.[1]));
    if (payee && method === 'POST') return fund(payee, body);
    return wrong(`${method} ${path} is not there`, 404);
  }

  function quote(body: string): ProviderAnswer {
    const parsed = quoteSchema.safeParse(JSON.parse(body));
    if (!parsed.success) return wrong(z.prettifyError(parsed.error), 422);
    const amount = /"targetAmount":([0-9.]+)/.exec(body)?.[1] ?? '';
    if (parsed.data.targetCurrency !== parsed.data.sourceCurrency)
      violations.push('paid from another currency than it is paid in');
    if (parsed.data.targetCurrency === 'USD' && !/^\d+\.\d\d$/.test(amount))
      violations.push(`${amount} has not two decimals`);
    const id = randomUUID();
    quotes.set(id, { currency: parsed.data.targetCurrency, amount, used: false });
    return { status: 200, body: { id, sourceCurrency: parsed.data.sourceCurrency, status: 'PENDING' } };
  }

  function recipient(body: string): ProviderAnswer {
    const parsed = recipientSchema.safeParse(JSON.parse(body));
    if (!parsed.success) return wrong(z.prettifyError(parsed.error), 422);
    if (parsed.data.profile !== profile) return { status: 403, body: { error: 'forbidden' } };
    const id = 200_000_000 + recipients.size;
    recipients.add(id);
    return { status: 200, body: { id, profile, currency: parsed.data.currency, active: true } };
  }

  function transfer(body: string): ProviderAnswer {
    const parsed = transferSchema.safeParse(JSON.parse(body));
    if (!parsed.success) return wrong(z.prettifyError(parsed.error), 422);
    const { targetAccount, quoteUuid, customerTransactionId } = parsed.data;
    const before = remembered.get(customerTransactionId);
    if (before) return { status: 200, body: view(before) };
    const priced = quotes.get(quoteUuid);
    if (!priced || priced.used) return wrong('the quote is unknown or used', 422);
    if (!recipients.has(targetAccount))
      return {
        status: 422,
        body: {
          errors: [
            { code: 'NOT_FOUND', message: 'The recipient does not exist.', path: 'targetAccount', arguments: [] },
          ],
        },
      };
    priced.used = true;
    const made: Transfer = {
      id: first + transfers.length,
      transaction: customerTransactionId,
      target: targetAccount,
      currency: priced.currency,
      amount: priced.amount,
      status: 'incoming_payment_waiting',
      created: new Date().toISOString(),
      funded: 0,
    };
    transfers.push(made);
    remembered.set(customerTransactionId, made);
    return { status: 200, body: view(made) };
  }

  function fund(transferred: Transfer, body: string): ProviderAnswer {
    const parsed = z.strictObject({ type: z.literal('BALANCE') }).safeParse(JSON.parse(body));
    if (!parsed.success) return wrong(z.prettifyError(parsed.error), 422);
    if (transferred.status !== 'incoming_payment_waiting')
      return { status: 201, body: { type: 'BALANCE', status: 'REJECTED', errorCode: 'transfer.already-funded' } };
    if (!balance.enough)
      return {
        status: 201,
        body: { type: 'BALANCE', status: 'REJECTED', errorCode: 'balance.payment-option-unavailable' },
      };
    transferred.funded += 1;
    transferred.status = settles ? 'outgoing_payment_sent' : 'processing';
    return { status: 201, body: { type: 'BALANCE', status: 'COMPLETED', errorCode: null } };
  }

  function cancel(transferred: Transfer): ProviderAnswer {
    if (transferred.status !== 'incoming_payment_waiting')
      return { status: 409, body: { errors: [{ code: 'state' }] } };
    transferred.status = 'cancelled';
    return { status: 200, body: view(transferred) };
  }

  function list(query: URLSearchParams): ProviderAnswer {
    if (query.get('profile') !== String(profile)) return wrong('transfers are listed by profile', 400);
    const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? 10)];
    if (limit > 100) return wrong('at most 100 transfers a page', 400);
    const since = query.get('createdDateStart');
    const shown = [...transfers].reverse().filter(({ created }) => since === null || created >= since);
    return { status: 200, body: shown.slice(offset, offset + limit).map(view) };
  }

  function view({ id, transaction, target, currency, amount, status, created }: Transfer): object {
    return {
      id,
      targetAccount: target,
      status,
      customerTransactionId: transaction,
      targetCurrency: currency,
      targetValue: Number(amount),
      created,
    };
  }

  function wrong(what: string, status: number): ProviderAnswer {
    violations.push(what);
    return { status, body: { errors: [{ code: 'NOT_VALID', message: what }] } };
  }

  const served = await serve(
    handle,
    ({ method, path }) => method === 'POST' && (path === '/v1/transfers' || path.endsWith('/payments')),
    faults,
    () => (counted.requests += 1),
  );
  return {
    ...served,
    violations,
    balance,
    recipients,
    get requests() {
      return counted.requests;
    },
    payments: () =>
      transfers
        .filter(({ funded }) => funded > 0)
        .map(({ id, transaction, amount, currency, target, status }): ProviderPayment => ({
          key: transaction,
          id: String(id),
          amount,
          currency,
          to: String(target),
          state:
            status === 'outgoing_payment_sent'
              ? 'paid'
              : status === 'funds_refunded'
                ? 'returned'
                : status === 'cancelled'
                  ? 'refused'
                  : 'pending',
        })),
    fail: (...next) => void faults.push(...next),
    expireKeys: () => remembered.clear(),
    settle(id, how) {
      const found = transfers.find((one) => String(one.id) === id);
      if (!found) throw new Error(`there is no transfer ${id}`);
      found.status = states[how];
    },
  };
}
