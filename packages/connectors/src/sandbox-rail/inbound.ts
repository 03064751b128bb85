import { asJson, canonicalJson, sha256Hex } from '@sluice/domain';
import type { JsonObject, KnownEventType } from '@sluice/domain';
import { z } from 'zod';
import type { InboundSource, MappedDelivery } from '../inbound.js';
import { fields, text } from '../read.js';
import { verifyStandardWebhook } from '../standard-webhook.js';

/** The sandbox rail's webhooks (Standard Webhooks): what became of a payout. */
export const sandboxRail: InboundSource = { key: 'sandbox-rail', verify: verifyStandardWebhook, map };

const types = ['payout.paid', 'payout.failed', 'payout.returned'] as const satisfies readonly KnownEventType[];

const deliverySchema = z.object({
  id: z.string().min(1),
  type: z.enum(types),
  timestamp: z.iso.datetime(),
  data: z.object({
    id: z.string(),
    key: z.string(),
    payout: z.string(),
    amount: z.object({ amount: z.string().regex(/^\d+$/), currency: z.string() }),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
});

function map(payload: unknown, fallbackAt: Date = new Date(0)): MappedDelivery {
  const parsed = deliverySchema.safeParse(payload);
  if (parsed.success) {
    const { id, type, timestamp, data } = parsed.data;
    const { id: railReference, key, payout, amount, error } = data;
    const event: JsonObject = { payout, rail: 'sandbox', key, railReference, amount, ...(error && { error }) };
    const events = [{ id, type, data: event }];
    return {
      account: sandboxRail.key,
      sourceId: id,
      occurredAt: new Date(timestamp),
      events,
      unknown: false,
      problems: [],
    };
  }
  const given = fields(payload);
  const type = text(given?.type) ?? 'odd';
  const unknown = !(types as readonly string[]).includes(type);
  const kept = asJson(payload);
  const sourceId = text(given?.id) ?? `odd_${sha256Hex(canonicalJson(kept))}`;
  const problems = unknown ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const [reason] = problems;
  return {
    account: sandboxRail.key,
    sourceId,
    occurredAt: fallbackAt,
    events: [{ id: sourceId, type: `custom.sandbox-rail.${type}`, data: { ...(reason && { reason }), object: kept } }],
    unknown,
    ...(reason && { reason }),
    problems,
  };
}
