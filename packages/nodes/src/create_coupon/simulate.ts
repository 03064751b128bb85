import { fillText } from '@sluice/connectors/mail/text';
import { NonRetryable } from '../activity-types.js';
import { couponAnswer, couponOf, declineAnswer, takenBefore } from '../decisions/coupon.js';
import { couponRequestOf } from '../simulation/coupon-request.js';
import { read, readAll, write } from '../simulation/documents.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'create_coupon',
  run(world, ctx) {
    const request = couponRequestOf(world, ctx);
    const { code, partner } = request;
    if (ctx.config['answer'] === 'decline') {
      if (request.state === 'created') throw new NonRetryable('created_before', `The coupon ${code} was made before.`);
      const reason = ctx.config['reason'];
      const declined = { ...request, state: 'declined', ...(typeof reason === 'string' && { reason }) };
      write(world, 'coupon_requests', declined);
      world.did(ctx, 'coupon_declined', { code, partner });
      return declineAnswer(declined);
    }
    if (request.state === 'declined')
      throw new NonRetryable('declined_before', `The request for ${code} was declined before.`);
    const made = couponOf(ctx, world.programme, request, new Date(world.now()), fillText);
    if (readAll(world, 'coupons').some((other) => other.id !== made.id && other.code.toUpperCase() === made.code))
      throw takenBefore(made.code);
    const coupon = read(world, 'coupons', made.id) ?? made;
    if (coupon === made) write(world, 'coupons', made);
    write(world, 'coupon_requests', { ...request, state: 'created', coupon: coupon.id });
    world.did(ctx, 'coupon_created', {
      code: coupon.code,
      partner,
      expiresAt: coupon.expiresAt?.toISOString() ?? null,
    });
    return couponAnswer(request.id, coupon);
  },
};
