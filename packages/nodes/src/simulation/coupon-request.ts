import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { read, type Documents } from './documents.js';
import type { World } from './types.js';

/** The coupon request that a step names; parks the step where it names none. */
export function couponRequestOf(world: World, ctx: EffectContext): Documents['coupon_requests'] {
  const named = String(ctx.config['request']);
  const request = read(world, 'coupon_requests', named);
  if (!request) throw new NonRetryable('unknown_request', `There is no coupon request "${named}".`);
  return request;
}
