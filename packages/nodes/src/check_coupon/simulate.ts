import { checkAnswer, conflictsOf } from '../decisions/coupon.js';
import { couponRequestOf } from '../simulation/coupon-request.js';
import { readAll, write } from '../simulation/documents.js';
import { needPartner } from '../simulation/partner.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'check_coupon',
  run(world, ctx) {
    const request = couponRequestOf(world, ctx);
    const taken = readAll(world, 'coupons').filter(({ id }) => id !== request.coupon);
    const conflicts = conflictsOf(world.programme, request, taken);
    const state = conflicts.length === 0 ? 'clear' : 'conflict';
    if (request.state === 'requested') write(world, 'coupon_requests', { ...request, state });
    world.did(ctx, 'coupon_checked', { code: request.code, conflicts: conflicts.map(({ code }) => code) });
    return checkAnswer(request, conflicts, needPartner(world, request.partner).language);
  },
};
