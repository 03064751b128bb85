import { isId } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { CouponRequest } from '@sluice/store';
import { NonRetryable } from '../activity-types.js';
import type { ActivityDeps } from './deps.js';

/** The coupon request that a step names; parks the step where it names none that is stored. */
export async function couponRequestOf(deps: ActivityDeps, ctx: EffectContext): Promise<CouponRequest> {
  const named = ctx.config['request'];
  const request = isId('coupon_request', named) ? await deps.store.couponRequests.get(ctx.programme, named) : null;
  if (!request) throw new NonRetryable('unknown_request', `There is no coupon request "${String(named)}".`);
  return request;
}
