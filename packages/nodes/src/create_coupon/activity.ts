import type { Programme } from '@sluice/domain';
import { fillText } from '@sluice/connectors/mail/text';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { CouponRequest } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { couponRequestOf } from '../activity/coupon-request.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { couponAnswer, couponOf, declineAnswer, takenBefore } from '../decisions/coupon.js';
import { text } from '../read.js';

/** Answers a coupon request: one coupon a request, whatever is retried; a code that somebody has is refused. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'create_coupon',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const request = await couponRequestOf(deps, ctx);
    return ctx.config['answer'] === 'decline' ? decline(deps, ctx, request) : create(deps, ctx, programme, request);
  },
};

async function create(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  request: CouponRequest,
): Promise<EffectResult> {
  if (request.state === 'declined')
    throw new NonRetryable('declined_before', `The request for ${request.code} was declined before.`);
  const made = couponOf(ctx, programme, request, deps.now(), fillText);
  const owner = await deps.store.coupons.findByCode(ctx.programme, made.code);
  if (owner && owner.id !== made.id) throw takenBefore(made.code);
  await deps.failpoint('coupon.insert.before');
  const { doc } = await deps.store.coupons
    .insertOrRead(made, {
      audit: {
        action: 'coupon.created',
        actor: { id: actorOf(ctx) },
        detail: { title: made.code, partner: request.partner, request: request.id, run: ctx.run },
      },
    })
    .catch((error: unknown) => {
      // Somebody else's was written between looking and writing.
      throw (error as { code?: unknown } | null)?.code === 'duplicate' ? takenBefore(made.code) : error;
    });
  await deps.failpoint('coupon.insert.after');
  await deps.store.couponRequests.answer(ctx.programme, request.id, { state: 'created', coupon: doc.id }, deps.now());
  return couponAnswer(request.id, doc);
}

async function decline(deps: ActivityDeps, ctx: EffectContext, request: CouponRequest): Promise<EffectResult> {
  if (request.state === 'created')
    throw new NonRetryable('created_before', `The coupon ${request.code} was made before.`);
  const reason = text(ctx.config, 'reason');
  const declined = await deps.store.couponRequests.answer(
    ctx.programme,
    request.id,
    { state: 'declined', ...(reason !== undefined && { reason }) },
    deps.now(),
    {
      audit: {
        action: 'coupon.declined',
        actor: { id: actorOf(ctx) },
        detail: { title: request.code, run: ctx.run, ...(reason !== undefined && { reason }) },
      },
    },
  );
  return declineAnswer(declined);
}
