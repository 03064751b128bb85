import {
  serve,
  type ContractServer,
  type ProviderAnswer,
  type ProviderFault,
  type ProviderPayment,
  type ProviderRequest,
} from '../http.js';

interface Transfer {
  id: string;
  object: 'transfer';
  amount: number;
  currency: string;
  destination: string;
  amount_reversed: number;
  reversed: boolean;
  transfer_group: string | null;
  metadata: Record<string, string>;
}

const allowed = new Set([
  'amount',
  'currency',
  'destination',
  'transfer_group',
  'description',
  'metadata[sluice_key]',
  'metadata[sluice_payout]',
]);

/** Stripe's transfers by the API reference: idempotency keys with their parameters and their stored answers, lists by group. */
export async function startStripeServer({
  secretKey = 'sk_test_1',
  accounts = ['acct_1A2b3C4d5E'],
}: { secretKey?: string; accounts?: string[] } = {}): Promise<ContractServer & { balance: { enough: boolean } }> {
  const transfers: Transfer[] = [];
  const kept = new Map<string, { body: string; answer: ProviderAnswer }>();
  const violations: string[] = [];
  const faults: ProviderFault[] = [];
  const balance = { enough: true };
  const counted = { requests: 0 };

  function handle(request: ProviderRequest): ProviderAnswer {
    const { method, path, headers, query } = request;
    if (headers['authorization'] !== `Bearer ${secretKey}`)
      return refusal(401, 'invalid_request_error', undefined, 'Invalid API Key provided');
    if (!/^\d{4}-\d\d-\d\d(\.[a-z]+)?$/.test(headers['stripe-version'] ?? ''))
      violations.push('no Stripe-Version was named');
    if (path !== '/v1/transfers') return wrong(`${method} ${path} is not there`, 404);
    if (method === 'POST') return create(request);
    const group = query.get('transfer_group');
    const limit = Number(query.get('limit') ?? 10);
    if (group === null || limit < 1 || limit > 100) return wrong('a list by transfer_group, 1 to 100 at once', 400);
    const data = transfers.filter((one) => one.transfer_group === group).slice(0, limit);
    return { status: 200, body: { object: 'list', url: '/v1/transfers', has_more: false, data } };
  }

  function create({ headers, body }: ProviderRequest): ProviderAnswer {
    const key = headers['idempotency-key'];
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return wrong('the body is a form', 400);
    if (!key || key.length > 255) return wrong('a transfer needs an Idempotency-Key of at most 255 characters', 400);
    const known = kept.get(key);
    if (known && known.body !== body)
      return refusal(
        400,
        'idempotency_error',
        undefined,
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      );
    if (known) return { ...known.answer, headers: { 'idempotent-replayed': 'true' } };
    const answer = transfer(new URLSearchParams(body));
    // Refusals before anything is done are not kept.
    if (answer.status < 400) kept.set(key, { body, answer });
    return answer;
  }

  function transfer(form: URLSearchParams): ProviderAnswer {
    const odd = [...form.keys()].filter((name) => !allowed.has(name));
    if (odd.length > 0) return wrong(`Received unknown parameters: ${odd.join(', ')}`, 400);
    const [amount, currency, destination] = ['amount', 'currency', 'destination'].map((name) => form.get(name) ?? '');
    if (!/^[1-9]\d{0,11}$/.test(amount ?? '')) return wrong(`Invalid integer: ${amount}`, 400);
    if (!/^[a-z]{3}$/.test(currency ?? '')) return wrong(`Invalid currency: ${currency}`, 400);
    if (!destination || !accounts.includes(destination))
      return refusal(400, 'invalid_request_error', 'resource_missing', `No such destination: '${destination}'`);
    if (!balance.enough)
      return refusal(
        400,
        'invalid_request_error',
        'balance_insufficient',
        'You have insufficient available funds in your Stripe account.',
      );
    const made: Transfer = {
      id: `tr_${String(transfers.length + 1).padStart(8, '0')}`,
      object: 'transfer',
      amount: Number(amount),
      currency: currency ?? '',
      destination,
      amount_reversed: 0,
      reversed: false,
      transfer_group: form.get('transfer_group'),
      metadata: {
        sluice_key: form.get('metadata[sluice_key]') ?? '',
        sluice_payout: form.get('metadata[sluice_payout]') ?? '',
      },
    };
    transfers.push(made);
    return { status: 200, body: { ...made } };
  }

  function wrong(what: string, status: number): ProviderAnswer {
    violations.push(what);
    return refusal(status, 'invalid_request_error', 'parameter_invalid', what);
  }

  const served = await serve(
    handle,
    ({ method, path }) => method === 'POST' && path === '/v1/transfers',
    faults,
    () => (counted.requests += 1),
  );
  return {
    ...served,
    violations,
    balance,
    get requests() {
      return counted.requests;
    },
    payments: () =>
      transfers.map(({ id, amount, currency, destination, reversed, metadata }): ProviderPayment => ({
        key: metadata['sluice_key'] ?? '',
        id,
        amount: String(amount),
        currency: currency.toUpperCase(),
        to: destination,
        state: reversed ? 'returned' : 'paid',
      })),
    fail: (...next) => void faults.push(...next),
    expireKeys: () => kept.clear(),
    settle(id, how) {
      const found = transfers.find((one) => one.id === id);
      if (!found) throw new Error(`there is no transfer ${id}`);
      if (how === 'returned') Object.assign(found, { reversed: true, amount_reversed: found.amount });
      else if (how === 'refused') throw new Error('Stripe refuses no transfer that it has made');
    },
  };
}

function refusal(status: number, type: string, code: string | undefined, message: string): ProviderAnswer {
  return { status, body: { error: { type, ...(code && { code }), message } } };
}
