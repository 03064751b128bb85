import { z } from 'zod';
import {
  serve,
  type ContractServer,
  type ProviderAnswer,
  type ProviderFault,
  type ProviderPayment,
  type ProviderRequest,
} from '../http.js';

/** The request as the OpenAPI document of Payouts v1.9 has it (`create_payout_request`). */
const createSchema = z.strictObject({
  sender_batch_header: z.strictObject({
    sender_batch_id: z.string().min(1).max(256),
    recipient_type: z.enum(['EMAIL', 'PHONE', 'PAYPAL_ID']).optional(),
    email_subject: z.string().max(255).optional(),
    email_message: z.string().max(1000).optional(),
    note: z.string().max(1000).optional(),
  }),
  items: z
    .array(
      z.strictObject({
        recipient_type: z.enum(['EMAIL', 'PHONE', 'PAYPAL_ID']).optional(),
        amount: z.strictObject({
          currency: z.string().regex(/^[A-Z]{3}$/),
          value: z.string().regex(/^\d{1,10}(\.\d{1,3})?$/),
        }),
        note: z.string().max(4000).optional(),
        receiver: z.string().min(1).max(127),
        sender_item_id: z.string().min(1).max(63).optional(),
      }),
    )
    .min(1)
    .max(15_000),
});

interface Batch {
  id: string;
  sender: string;
  item: { id: string; receiver: string; currency: string; value: string; senderItem: string };
  status: string;
}

const decimals: Readonly<Record<string, number>> = { USD: 2, EUR: 2, GBP: 2, JPY: 0, TND: 3 };
const statuses = { paid: 'SUCCESS', refused: 'FAILED', returned: 'RETURNED' } as const;

/** PayPal Payouts by its published document: what it checks, how it refuses doubles, what it keeps on record. */
export async function startPaypalServer({
  clientId = 'client',
  clientSecret = 'secret',
  settles = true,
}: { clientId?: string; clientSecret?: string; settles?: boolean } = {}): Promise<
  ContractServer & { revokeTokens(): void; refuse: Set<string> }
> {
  const batches: Batch[] = [];
  const remembered = new Map<string, string>();
  const tokens = new Set<string>();
  const violations: string[] = [];
  const faults: ProviderFault[] = [];
  /** Receivers that PayPal does not pay. */
  const refuse = new Set<string>();
  const counted = { requests: 0 };

  function handle(request: ProviderRequest): ProviderAnswer {
    if (request.path === '/v1/oauth2/token') return token(request);
    const bearer = request.headers['authorization']?.replace(/^Bearer /, '');
    if (!bearer || !tokens.has(bearer))
      return {
        status: 401,
        body: { error: 'invalid_token', error_description: 'Token signature verification failed' },
      };
    const path = /^\/v1\/payments\/payouts(?:\/([A-Z0-9]+))?$/.exec(request.path);
    if (!path) return wrong(`${request.method} ${request.path} is not there`, 404);
    if (request.method === 'POST' && !path[1]) return create(request);
    const batch = batches.find(({ id }) => id === path[1]);
    return batch
      ? { status: 200, body: view(batch, true) }
      : { status: 404, body: { name: 'RESOURCE_NOT_FOUND', message: 'The specified resource does not exist.' } };
  }

  function token({ headers, body, method }: ProviderRequest): ProviderAnswer {
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    if (headers['authorization'] !== basic) return { status: 401, body: { error: 'invalid_client' } };
    if (
      method !== 'POST' ||
      body !== 'grant_type=client_credentials' ||
      headers['content-type'] !== 'application/x-www-form-urlencoded'
    )
      return wrong('the token is asked for as a form', 400);
    const value = `A21.${tokens.size + 1}`;
    tokens.add(value);
    return {
      status: 200,
      body: {
        scope: 'https://uri.paypal.com/payments/payouts',
        access_token: value,
        token_type: 'Bearer',
        app_id: 'APP-1',
        expires_in: 32_400,
        nonce: 'n',
      },
    };
  }

  function create({ headers, body }: ProviderRequest): ProviderAnswer {
    if (!headers['content-type']?.startsWith('application/json')) return wrong('the body is JSON', 415);
    if (!headers['paypal-request-id']) violations.push('POST /v1/payments/payouts came without PayPal-Request-Id');
    const parsed = createSchema.safeParse(JSON.parse(body));
    if (!parsed.success) return wrong(z.prettifyError(parsed.error), 400, 'VALIDATION_ERROR');
    const { sender_batch_header: header, items } = parsed.data;
    const [item] = items;
    if (!item || items.length !== 1) return wrong('these tests send one item a batch', 400);
    const places = decimals[item.amount.currency];
    if (places === undefined)
      return { status: 422, body: { name: 'UNPROCESSABLE_ENTITY', details: [{ issue: 'CURRENCY_NOT_SUPPORTED' }] } };
    if ((item.amount.value.split('.')[1] ?? '').length !== places)
      return wrong(`${item.amount.value} has not the decimals of ${item.amount.currency}`, 400, 'VALIDATION_ERROR');
    if (!item.recipient_type && !header.recipient_type) return wrong('no recipient_type', 400, 'VALIDATION_ERROR');
    const before = remembered.get(header.sender_batch_id);
    if (before !== undefined) {
      return {
        status: 400,
        body: {
          name: 'USER_BUSINESS_ERROR',
          message: 'User business error.',
          debug_id: 'd',
          details: [
            { field: 'SENDER_BATCH_ID', location: 'body', issue: 'Batch with given sender_batch_id already exists' },
          ],
          links: [
            { href: `https://api-m.sandbox.paypal.com/v1/payments/payouts/${before}`, rel: 'self', method: 'GET' },
          ],
        },
      };
    }
    if (refuse.has(item.receiver))
      return {
        status: 422,
        body: {
          name: 'RECEIVER_UNREGISTERED',
          message: 'Receiver is unregistered.',
          debug_id: 'd',
          details: [{ issue: 'RECEIVER_UNREGISTERED' }],
        },
      };
    const number = String(batches.length + 1).padStart(8, '0');
    const batch: Batch = {
      id: `BATCH${number}`,
      sender: header.sender_batch_id,
      item: {
        id: `ITEM${number}`,
        receiver: item.receiver,
        currency: item.amount.currency,
        value: item.amount.value,
        senderItem: item.sender_item_id ?? '',
      },
      status: settles ? 'SUCCESS' : 'PENDING',
    };
    batches.push(batch);
    remembered.set(batch.sender, batch.id);
    return { status: 201, body: view(batch, false) };
  }

  function view({ id, sender, item, status }: Batch, whole: boolean): object {
    return {
      batch_header: {
        payout_batch_id: id,
        batch_status: whole ? (status === 'PENDING' ? 'PROCESSING' : 'SUCCESS') : 'PENDING',
        sender_batch_header: { sender_batch_id: sender },
      },
      ...(whole && {
        items: [
          {
            payout_item_id: item.id,
            transaction_status: status,
            payout_batch_id: id,
            payout_item: {
              recipient_type: 'EMAIL',
              amount: { currency: item.currency, value: item.value },
              receiver: item.receiver,
              sender_item_id: item.senderItem,
            },
            ...(status === 'RETURNED' && { errors: { name: 'UNCLAIMED_RETURNED', message: 'Nobody claimed it.' } }),
          },
        ],
      }),
      links: [{ href: `https://api-m.sandbox.paypal.com/v1/payments/payouts/${id}`, rel: 'self', method: 'GET' }],
    };
  }

  function wrong(what: string, status: number, name = 'INVALID_REQUEST'): ProviderAnswer {
    violations.push(what);
    return { status, body: { name, message: what, debug_id: 'd' } };
  }

  const served = await serve(
    handle,
    ({ method, path }) => method === 'POST' && path === '/v1/payments/payouts',
    faults,
    () => (counted.requests += 1),
  );
  return {
    ...served,
    violations,
    refuse,
    get requests() {
      return counted.requests;
    },
    payments: () =>
      batches.map(({ id, item, status }): ProviderPayment => ({
        key: item.senderItem.replace(/-(\d+)$/, '/$1'),
        id,
        amount: item.value,
        currency: item.currency,
        to: item.receiver,
        state:
          status === 'SUCCESS'
            ? 'paid'
            : status === 'RETURNED'
              ? 'returned'
              : status === 'FAILED'
                ? 'refused'
                : 'pending',
      })),
    fail: (...next) => void faults.push(...next),
    expireKeys: () => remembered.clear(),
    settle(id, how) {
      const batch = batches.find((one) => one.id === id);
      if (!batch) throw new Error(`there is no batch ${id}`);
      batch.status = statuses[how];
    },
    revokeTokens: () => tokens.clear(),
  };
}
