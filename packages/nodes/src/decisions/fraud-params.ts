import type { JsonObject } from '@sluice/domain';

type Facts = Record<string, JsonObject | string | undefined>;

/** What each reason is told with: the facts that it was given for. A reason that is not here needs none. */
const params: Readonly<Record<string, (facts: Facts, coupon: string | undefined) => JsonObject>> = {
  country_mismatch: ({ country }) => pick(country, 'ip', 'billing', 'card'),
  fast_conversion: ({ click }) => renamed(click, { seconds: 'secondsToOrder' }),
  click_spike: ({ clicks }) => renamed(clicks, { today: 'today', mean: 'mean28' }),
  conversion_spike: ({ conversions }) => renamed(conversions, { today: 'today', mean: 'mean28' }),
  coupon_without_click: (_facts, coupon) => ({ ...(coupon && { code: coupon }) }),
  coupon_not_owner: (_facts, coupon) => ({ ...(coupon && { code: coupon }) }),
  coupon_leaked: (_facts, coupon) => ({ ...(coupon && { code: coupon }) }),
  refund_rate: ({ refundRate }) => ({ rate: String(refundRate ?? '') }),
  dispute_rate: ({ disputeRate }) => ({ rate: String(disputeRate ?? '') }),
  trial_cancel_rate: ({ trialCancelRate }) => ({ rate: String(trialCancelRate ?? '') }),
};

/** Parameters of a fraud reason's words, from the facts that the rule saw. */
export function reasonParams(reason: string, facts: JsonObject, coupon?: string): JsonObject {
  return Object.hasOwn(params, reason) ? params[reason]!(facts as Facts, coupon) : {};
}

function pick(from: Facts[string], ...names: string[]): JsonObject {
  return renamed(from, Object.fromEntries(names.map((name) => [name, name])));
}

function renamed(from: Facts[string], names: Record<string, string>): JsonObject {
  if (typeof from !== 'object') return {};
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, key]) =>
      from[key] === null || from[key] === undefined ? [] : [[name, from[key]]],
    ),
  );
}
