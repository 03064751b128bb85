import { asJson, canonicalJson, sha256Hex, type JsonObject, type KnownEventType } from '@sluice/domain';
import type { MappedDelivery } from './inbound.js';
import { fields, text } from './read.js';

/** What a provider's webhook says of one of our payments. */
export interface ToldPayment {
  type: Extract<KnownEventType, 'payout.paid' | 'payout.failed' | 'payout.returned'>;
  /** The delivery's own id at the provider. */
  id: string;
  occurredAt: Date;
  data: { rail: string; key?: string; railReference: string; error?: { code: string; message: string } };
}

/** One event that settles a payment, or that is kept as it came because it settles nothing. */
export function deliveryOf(
  source: string,
  payload: unknown,
  told: ToldPayment | { id?: string | undefined; type: string; unknown: boolean; reason?: string },
  fallbackAt: Date,
): MappedDelivery {
  if ('data' in told) {
    const { error, key, ...rest } = told.data;
    const data: JsonObject = { ...rest, ...(key !== undefined && { key }), ...(error && { error: { ...error } }) };
    return {
      account: source,
      sourceId: told.id,
      occurredAt: told.occurredAt,
      events: [{ id: told.id, type: told.type, data }],
      unknown: false,
      problems: [],
    };
  }
  const kept = asJson(payload);
  const sourceId = told.id ?? `odd_${sha256Hex(canonicalJson(kept))}`;
  const reason = told.reason;
  return {
    account: source,
    sourceId,
    occurredAt: fallbackAt,
    events: [
      { id: sourceId, type: `custom.${source}.${told.type}`, data: { ...(reason && { reason }), object: kept } },
    ],
    unknown: told.unknown,
    ...(reason && { reason }),
    problems: [],
  };
}

/** A word of a foreign payload as part of an event's type: letters, digits, dots and dashes. */
export function typeWord(value: unknown): string {
  return (text(value) ?? 'odd')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .slice(0, 80);
}

export function inside(payload: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((value, key) => fields(value)?.[key], payload);
}
