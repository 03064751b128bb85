import type { ExplanationPart } from './explanation.js';
import type { Json } from './json.js';
import type { Referral } from './partner.js';

/**
 * Why these partners are credited with a customer, from what the referral keeps: who named them, or the model and its weights,
 * then the touches that did not count. `nameOf` says what a partner is called to the reader; undefined for one whom the
 * reader must not know of.
 */
export function attributionReasons(
  referral: Pick<Referral, 'partner' | 'weights' | 'model' | 'touches' | 'decision'>,
  nameOf: (partner: string) => string | undefined,
): ExplanationPart[] {
  const named = (partner: string): Record<string, Json> => {
    const name = nameOf(partner);
    return name === undefined ? {} : { partner: name };
  };
  const counted = referral.touches.filter((touch) => touch.counted);
  const last = counted.at(-1);
  const params: Record<string, Json> = {
    ...named(referral.partner),
    count: counted.length,
    ...(last && { kind: last.kind, on: last.at.toISOString() }),
    ...(last?.coupon !== undefined && { code: last.coupon }),
    ...(referral.decision && { rule: `${referral.decision.rule.title ?? referral.decision.rule.key}` }),
    shares: referral.weights.map(({ partner, ppm }) => ({ ...named(partner), rate: percentOf(ppm) })),
  };
  return [{ code: codeOf(referral, last?.id), params }, ...leftOut(referral)];
}

function codeOf({ model, weights }: Pick<Referral, 'model' | 'weights'>, last: string | undefined): string {
  if (model !== 'sole') return model === 'rules' || weights.length > 1 ? `attribution.${model}` : 'attribution.touch';
  if (last === 'customer') return 'attribution.customer';
  if (last?.startsWith('coupon:')) return 'attribution.coupon';
  return last === 'explicit:click_id' ? 'attribution.click_id' : 'attribution.partner_id';
}

/** The touches that did not count, by their reason, each reason once. */
function leftOut({ touches }: Pick<Referral, 'touches'>): ExplanationPart[] {
  const counts = new Map<string, number>();
  for (const { counted, reason } of touches)
    if (!counted && reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ code: `touch.${reason}`, params: { count } }));
}

/** 333334 → "33.3334" percent. */
function percentOf(ppm: number): string {
  const digits = String(ppm).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}
