import { DomainError } from './error.js';
import type { PartnerId } from './ids.js';
import { allocate } from './money.js';
import type { Touch } from './partner.js';
import type { AttributionModel } from './programme.js';

export interface AttributionInput {
  /** Time of the order or lead. */
  at: Date;
  model: AttributionModel;
  windowDays: number;
  /** Every touch known of the customer, in any order. */
  touches: readonly Touch[];
  /** Partner named by the order itself, or by the click id that its server passed on; already looked up. */
  explicit?: { partner: PartnerId; by: 'partner_id' | 'click_id'; link?: string };
  /** The coupon on the order and who owns it. */
  coupon?: { code: string; partner: PartnerId };
  /** Partner of an earlier referral of this customer (by id or e-mail hash). */
  known?: { partner: PartnerId; since: Date };
  /** Partners that may not earn now (terminated, rejected): their touches are shown, not counted. */
  excluded?: readonly PartnerId[];
  /** For the model `rules`: what the published rule answers for the touches that count, the earliest first. */
  shares?: (touches: readonly Touch[]) => readonly TouchShare[];
}

/** A partner's share by an attribution rule; only the proportions of the weights matter. */
export interface TouchShare {
  partner: string;
  weight: number;
  reason?: string;
}

export interface Attribution {
  /** Owner of the referral: the largest share, the latest touch on a tie. */
  partner: PartnerId;
  /** Parts per million, adding to exactly 1,000,000; largest first. */
  weights: { partner: PartnerId; ppm: number }[];
  model: string;
  resolvedBy: 'partner_id' | 'click_id' | 'coupon' | 'cookie' | 'customer' | 'rule';
  touches: ConsideredTouch[];
}

export type ConsideredTouch = Touch & { counted: boolean; reason?: string };

/**
 * Who earns on an order, and which touches were considered. The first of these that names a partner resolves: explicit
 * partner id or server-to-server click id → coupon → first-party cookie (the clicks and leads within the window, weighed by
 * the model) → known customer. With the model `rules` the coupon is one more touch, and the published rule shares the order
 * among all of them. Null where nobody may earn; then the touches are of no matter. Throws `no_rule` where that model has no
 * rule to ask, and `bad_share` where its answer names nobody who has a touch, or a weight below zero.
 */
export function attribute(input: AttributionInput): Attribution | null {
  const considered = input.touches
    .map((touch) => consider(touch, input))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
  const { explicit, coupon, known } = input;
  if (explicit && mayEarn(explicit.partner, input)) {
    const said = { id: `explicit:${explicit.by}`, kind: 'explicit', at: input.at, partner: explicit.partner } as const;
    return sole(explicit.partner, explicit.by, [...overruled(considered, explicit.by), { ...said, counted: true }]);
  }
  if (coupon && mayEarn(coupon.partner, input)) {
    const used: ConsideredTouch = {
      id: `coupon:${coupon.code}`,
      kind: 'coupon',
      at: input.at,
      partner: coupon.partner,
      coupon: coupon.code,
      counted: true,
    };
    if (input.model !== 'rules') return sole(coupon.partner, 'coupon', [...overruled(considered, 'coupon'), used]);
    considered.push(used);
  }
  const counted = considered.filter((touch) => touch.counted);
  const weighed = counted.length > 0 ? weigh(input, considered, counted) : null;
  if (weighed) return weighed;
  if (known && mayEarn(known.partner, input)) {
    const before = { id: 'customer', kind: 'customer', at: known.since, partner: known.partner } as const;
    return sole(known.partner, 'customer', [...considered, { ...before, counted: true }]);
  }
  return null;
}

function consider(touch: Touch, { at, windowDays, excluded = [] }: AttributionInput): ConsideredTouch {
  const age = at.getTime() - touch.at.getTime();
  const reason =
    age < 0
      ? 'after_order'
      : age > windowDays * day
        ? 'too_old'
        : excluded.includes(touch.partner)
          ? 'partner_excluded'
          : undefined;
  return reason ? { ...touch, counted: false, reason } : { ...touch, counted: true };
}

function overruled(touches: readonly ConsideredTouch[], by: string): ConsideredTouch[] {
  return touches.map((touch) => (touch.counted ? { ...touch, counted: false, reason: `overruled_by_${by}` } : touch));
}

function mayEarn(partner: PartnerId, { excluded = [] }: AttributionInput): boolean {
  return !excluded.includes(partner);
}

function sole(partner: PartnerId, resolvedBy: Attribution['resolvedBy'], touches: ConsideredTouch[]): Attribution {
  return { partner, weights: [{ partner, ppm: million }], model: 'sole', resolvedBy, touches };
}

/** Null where a rule gives nobody anything. */
function weigh(input: AttributionInput, considered: ConsideredTouch[], counted: readonly Touch[]): Attribution | null {
  const parts = input.model === 'rules' ? partsByRule(input, counted) : models[input.model](counted);
  if (input.model === 'rules' && parts.every((part) => part === 0n)) return null;
  const byPartner = new Map<PartnerId, bigint>();
  for (const [index, touch] of counted.entries()) {
    byPartner.set(touch.partner, (byPartner.get(touch.partner) ?? 0n) + (parts[index] ?? 0n));
  }
  const shared = [...byPartner].filter(([, weight]) => weight > 0n);
  // The money's own largest remainder, so that weights add to exactly one million.
  const ppm = allocate(
    { amount: BigInt(million), currency: 'ppm' },
    shared.map(([, weight]) => weight),
  );
  const latest = (partner: PartnerId) => counted.findLastIndex((touch) => touch.partner === partner);
  const weights = shared
    .map(([partner], index) => ({ partner, ppm: Number(ppm[index]?.amount ?? 0n) }))
    .sort((a, b) => b.ppm - a.ppm || latest(b.partner) - latest(a.partner));
  const owner = weights[0];
  if (!owner) throw new DomainError('bad_weights', 'The attribution model gave no touch any weight.');
  const touches = considered.map((touch) => {
    const index = counted.indexOf(touch);
    return index < 0 || (parts[index] ?? 0n) > 0n
      ? touch
      : { ...touch, counted: false, reason: `model_${input.model}` };
  });
  const resolvedBy = input.model === 'rules' ? 'rule' : 'cookie';
  return { partner: owner.partner, weights, model: input.model, resolvedBy, touches };
}

/** A rule's shares laid on the newest touch of each partner. */
function partsByRule({ shares }: AttributionInput, counted: readonly Touch[]): bigint[] {
  if (!shares) throw new DomainError('no_rule', 'The attribution model "rules" needs a published rule.');
  const parts = counted.map(() => 0n);
  for (const { partner, weight } of shares(counted)) {
    const touch = counted.findLastIndex((one) => one.partner === partner);
    if (touch < 0 || !Number.isSafeInteger(weight) || weight < 0)
      throw new DomainError(
        'bad_share',
        `The attribution rule gives ${weight} to "${partner}": a share is a whole number for a partner who has a touch.`,
      );
    parts[touch] = (parts[touch] ?? 0n) + BigInt(weight);
  }
  return parts;
}

type Model = (touches: readonly Touch[]) => bigint[];

const million = 1_000_000;
const day = 86_400_000;

/** Weights of touches in the order of time; only their proportions matter. */
const models: Record<Exclude<AttributionModel, 'rules'>, Model> = {
  last: (touches) => touches.map((_, index) => (index === touches.length - 1 ? 1n : 0n)),
  first: (touches) => touches.map((_, index) => (index === 0 ? 1n : 0n)),
  linear: (touches) => touches.map(() => 1n),
  // Half the weight for every 7 days of age, counted from the newest touch: only proportions matter.
  time_decay: (touches) => {
    const newest = touches.at(-1)?.at.getTime() ?? 0;
    return touches.map((touch) => BigInt(Math.round(2 ** ((touch.at.getTime() - newest) / (7 * day)) * 1e12)));
  },
  // 40 / 20 / 40, the middle shared evenly; two touches 50/50; one 100.
  position: ({ length }) => {
    if (length < 3) return Array.from({ length }, () => 1n);
    const middle = BigInt(length - 2);
    return Array.from({ length }, (_, index) => (index === 0 || index === length - 1 ? 2n * middle : 1n));
  },
};
