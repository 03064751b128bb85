import type { EventType, JsonObject } from '@sluice/domain';
import { paypal } from './paypal/inbound.js';
import { sandboxRail } from './sandbox-rail/inbound.js';
import { stripe } from './stripe/inbound.js';
import { stripeConnect } from './stripe-connect/inbound.js';
import { wise } from './wise/inbound.js';

/** Headers as Node gives them: lower-case names, repeated ones as a list. */
export type InboundHeaders = Record<string, string | string[] | undefined>;

export interface VerifyInput {
  /** The body exactly as it came over the wire; never parsed and written again. */
  rawBody: Buffer;
  headers: InboundHeaders;
  /** All secrets that are valid now: two while one is being rotated. */
  secrets: readonly string[];
  now: Date;
  /** How far the sender's clock may lie from ours, either way; 300 seconds by default. */
  toleranceSeconds?: number;
}

export type VerifyRefusal =
  | 'signature_missing'
  | 'signature_malformed'
  | 'signature_mismatch'
  | 'timestamp_stale'
  | 'timestamp_future'
  | 'body_not_json'
  | 'secret_missing';

export type VerifyResult = { ok: true; payload: unknown } | { ok: false; code: VerifyRefusal; message: string };

/** One Sluice event told by a delivery. `id` is unique within the source: the first has the delivery's own id. */
export interface InboundEvent {
  id: string;
  type: EventType;
  data: JsonObject;
}

/** What a delivery says in Sluice's words. */
export interface MappedDelivery {
  /** The account at the source, e.g. `stripe`, or a connected account's id. */
  account: string;
  /** The delivery's own id at the source: equal for every redelivery. */
  sourceId: string;
  occurredAt: Date;
  /**
   * Never empty: a delivery that means nothing to the programme (unknown type, nothing paid, odd payload) becomes one
   * `custom.<source>.<type>` event that carries the source's object, so that it is stored and shown.
   */
  events: InboundEvent[];
  /** True where the source's type is none that is mapped. */
  unknown: boolean;
  /** Why a known delivery has no effect, e.g. `payment_status is unpaid`. */
  reason?: string;
  /** What was odd about the payload; the delivery is kept as it came. */
  problems: string[];
}

/** An outside system that calls `POST /v1/webhooks/{key}`. Both functions are pure. */
export interface InboundSource {
  key: string;
  verify(input: VerifyInput): VerifyResult;
  /** `fallbackAt` stands in for the time where the payload has none that can be read. Never throws. */
  map(payload: unknown, fallbackAt?: Date): MappedDelivery;
}

/** Every webhook source, by the name in its URL. */
export const inbound: Readonly<Record<string, InboundSource>> = {
  [stripe.key]: stripe,
  [sandboxRail.key]: sandboxRail,
  [paypal.key]: paypal,
  [wise.key]: wise,
  [stripeConnect.key]: stripeConnect,
};

/** The source of that name, or undefined where there is none (an object's own names such as `constructor` are none). */
export function inboundSource(key: string): InboundSource | undefined {
  return Object.hasOwn(inbound, key) ? inbound[key] : undefined;
}
