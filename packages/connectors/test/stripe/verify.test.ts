import { describe, expect, it } from '@jest/globals';
import { sign, stripeEvent } from '@sluice/testkit/stripe';
import { stripe } from '../../src/stripe/inbound.js';

const secret = 'whsec_test_current';
const now = new Date('2026-11-21T12:00:00Z');
const raw = Buffer.from(JSON.stringify(stripeEvent.invoicePaid({ name: 'a', email: 'jörg@kunde.example' })));

function verify(header: string | undefined, over: { rawBody?: Buffer; secrets?: string[] } = {}): string {
  const result = stripe.verify({
    rawBody: raw,
    headers: { 'stripe-signature': header },
    secrets: [secret],
    now,
    ...over,
  });
  return result.ok ? 'ok' : result.code;
}

const at = (offset: number): string => sign(raw, secret, new Date(now.getTime() + offset * 1000));
const v1 = (header: string): string => header.split(',')[1] ?? '';

describe('a Stripe signature', () => {
  it.each<[string, string | undefined, string]>([
    ['made now', at(0), 'ok'],
    ['300 s old', at(-300), 'ok'],
    ['300 s ahead', at(300), 'ok'],
    ['301 s old (replayed)', at(-301), 'timestamp_stale'],
    ['301 s ahead', at(301), 'timestamp_future'],
    ['absent', undefined, 'signature_missing'],
    ['with the time changed', `t=${now.getTime() / 1000 + 1},${v1(at(0))}`, 'signature_mismatch'],
    ['without t', v1(at(0)), 'signature_malformed'],
    ['with two t', `t=1,${at(0)}`, 'signature_malformed'],
    ['with v0 alone', at(0).replace('v1=', 'v0='), 'signature_malformed'],
    ['cut short', at(0).slice(0, -2), 'signature_mismatch'],
    ['of another secret', sign(raw, 'whsec_other', now), 'signature_mismatch'],
    ['second of several v1', `${at(0).replace(/v1=.*/, '')}v1=${'0'.repeat(64)},${v1(at(0))}`, 'ok'],
  ])('%s: %s → %s', (_, header, expected) => {
    expect(verify(header)).toBe(expected);
  });

  it('is accepted under the old or the new secret while they rotate, and never under an empty one', () => {
    expect(verify(sign(raw, 'whsec_old', now), { secrets: [secret, 'whsec_old'] })).toBe('ok');
    expect(verify(sign(raw, '', now), { secrets: [''] })).toBe('secret_missing');
  });

  it('covers the bytes: the same JSON written again, with a byte order mark, or in another encoding is refused', () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(raw.toString()), null, 2));
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), raw]);
    const latin = Buffer.from(raw.toString('utf8'), 'latin1');
    for (const rawBody of [again, marked, latin]) expect(verify(at(0), { rawBody })).toBe('signature_mismatch');
  });

  it('does not make JSON of what is none', () => {
    const rawBody = Buffer.from('not json');
    expect(verify(sign(rawBody, secret, now), { rawBody })).toBe('body_not_json');
  });
});
