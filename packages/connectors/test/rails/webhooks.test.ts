import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { crc32 } from '../../src/paypal/crc32.js';
import { inbound, type InboundHeaders } from '../../src/inbound.js';

const now = new Date('2026-11-24T10:00:00Z');
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const payoutKey = 'pay_5H2QK9ZW8VTRXA4MNBC7D6EYGS/1';

interface Source {
  key: string;
  secrets: string[];
  /** Headers as the provider signs this body, at this time. */
  headers(body: Buffer, at?: Date, from?: typeof privateKey): InboundHeaders;
  /** A payment that was made, and one that came back. */
  bodies: [event: 'payout.paid' | 'payout.returned' | 'payout.failed', body: object][];
  settles: object;
}

const paypalItem = (event_type: string, more: object = {}) => ({
  id: 'WH-1',
  create_time: '2026-11-24T09:59:00Z',
  event_type,
  resource: { payout_batch_id: 'BATCH1', payout_item: { sender_item_id: payoutKey.replace('/', '-') }, ...more },
});
const wiseState = (current_state: string) => ({
  event_type: 'transfers#state-change',
  schema_version: '2.0.0',
  data: {
    resource: { type: 'transfer', id: 5_000_001, profile_id: 4711 },
    current_state,
    occurred_at: '2026-11-24T09:59:00Z',
  },
});
const stripeEvent = (type: string, reversed: boolean) => ({
  id: 'evt_1',
  type,
  created: 1_795_514_340,
  data: { object: { id: 'tr_1', object: 'transfer', reversed, metadata: { sluice_key: payoutKey } } },
});

const sources: Source[] = [
  {
    key: 'paypal',
    secrets: ['WH-ID-1', pem],
    headers: (body, at = now, from = privateKey) => ({
      'paypal-transmission-id': 't-1',
      'paypal-transmission-time': at.toISOString(),
      'paypal-auth-algo': 'SHA256withRSA',
      'paypal-cert-url': 'https://evil.example/cert',
      'paypal-transmission-sig': sign(
        'RSA-SHA256',
        Buffer.from(`t-1|${at.toISOString()}|WH-ID-1|${crc32(body)}`),
        from,
      ).toString('base64'),
    }),
    bodies: [
      ['payout.paid', paypalItem('PAYMENT.PAYOUTS-ITEM.SUCCEEDED')],
      [
        'payout.failed',
        paypalItem('PAYMENT.PAYOUTS-ITEM.BLOCKED', { errors: { name: 'RECEIVER_BLOCKED', message: 'Blocked.' } }),
      ],
      ['payout.returned', paypalItem('PAYMENT.PAYOUTS-ITEM.RETURNED')],
    ],
    settles: { rail: 'paypal', key: payoutKey, railReference: 'BATCH1' },
  },
  {
    key: 'wise',
    secrets: [pem],
    headers: (body, _at, from = privateKey) => ({
      'x-signature-sha256': sign('RSA-SHA256', body, from).toString('base64'),
    }),
    bodies: [
      ['payout.paid', wiseState('outgoing_payment_sent')],
      ['payout.failed', wiseState('cancelled')],
      ['payout.returned', wiseState('funds_refunded')],
    ],
    settles: { rail: 'wise', railReference: '5000001' },
  },
  {
    key: 'stripe-connect',
    secrets: ['whsec_connect'],
    headers: (body, at = now, from = privateKey) => {
      const t = Math.floor(at.getTime() / 1000);
      const secret = from === privateKey ? 'whsec_connect' : 'whsec_other';
      const v1 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
      return { 'stripe-signature': `t=${t},v1=${v1}` };
    },
    bodies: [
      ['payout.paid', stripeEvent('transfer.created', false)],
      ['payout.returned', stripeEvent('transfer.reversed', true)],
    ],
    settles: { rail: 'stripe', key: payoutKey, railReference: 'tr_1' },
  },
];

describe.each(sources)('webhooks of $key', ({ key, secrets, headers, bodies, settles }) => {
  const source = inbound[key]!;
  const raw = (body: object) => Buffer.from(JSON.stringify(body));
  const verify = (body: Buffer, signed: InboundHeaders, given = secrets) =>
    source.verify({ rawBody: body, headers: signed, secrets: given, now });

  it.each(bodies)('tell %s of our attempt', (type, body) => {
    const bytes = raw(body);
    const verified = verify(bytes, headers(bytes));
    expect(verified).toEqual({ ok: true, payload: body });
    const { events, unknown } = source.map(body, now);
    expect(unknown).toBe(false);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type, data: settles });
    expect('error' in events[0]!.data).toBe(type !== 'payout.paid');
  });

  it('are the same event when they are told again', () => {
    for (const [, body] of bodies)
      expect(source.map(body, now).events[0]!.id).toBe(source.map(structuredClone(body), new Date()).events[0]!.id);
  });

  it('do not hold for another body, another key, or without a secret', () => {
    const [, body] = bodies[0]!;
    const bytes = raw(body);
    expect(verify(Buffer.concat([bytes, Buffer.from(' ')]), headers(bytes))).toMatchObject({
      code: 'signature_mismatch',
    });
    expect(verify(bytes, headers(bytes, now, other.privateKey))).toMatchObject({ code: 'signature_mismatch' });
    expect(verify(bytes, {})).toMatchObject({ code: 'signature_missing' });
    expect(verify(bytes, headers(bytes), [])).toMatchObject({ code: 'secret_missing' });
  });

  it('of an unknown kind are kept as they came', () => {
    for (const odd of [{}, null, 'x', { id: 1 }, { id: 'a', event_type: 'X.Y', type: 'x.y' }]) {
      const { events } = source.map(odd, now);
      expect(events[0]!.type).toMatch(new RegExp(`^custom\\.${key}\\.`));
    }
  });
});

it('PayPal signs a time: neither a week old nor ahead of now', () => {
  const { headers, secrets, bodies } = sources[0]!;
  const bytes = Buffer.from(JSON.stringify(bodies[0]![1]));
  const at = (iso: string) =>
    inbound['paypal']!.verify({ rawBody: bytes, headers: headers(bytes, new Date(iso)), secrets, now });
  expect(at('2026-11-17T09:00:00Z')).toMatchObject({ code: 'timestamp_stale' });
  expect(at('2026-11-24T10:30:00Z')).toMatchObject({ code: 'timestamp_future' });
});

it('a part of a transfer that was reversed settles nothing', () => {
  const { events, reason } = inbound['stripe-connect']!.map(stripeEvent('transfer.reversed', false), now);
  expect(events[0]!.type).toBe('custom.stripe-connect.transfer.reversed');
  expect(reason).toContain('a part');
});

it('CRC-32 is the one of the check value of the standards', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});
