import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header for a raw body: `t=<seconds>,v1=<hex>`, as Stripe signs. `at` is a time or seconds. */
export function sign(raw: string | Buffer, secret: string, at: Date | number): string {
  const t = typeof at === 'number' ? at : Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(raw).digest('hex')}`;
}

/** Body and headers of a delivery, ready to be posted to `/v1/webhooks/stripe`. */
export function signedRequest(
  payload: unknown,
  secret: string,
  at: Date = new Date(),
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify(payload);
  return {
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': sign(body, secret, at) },
  };
}
