import type { OrderId } from '@sluice/domain';
import { applyRefund } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { causeOf, clawBackAnswer } from '../decisions/claw-back.js';

/** Brings the order's commissions in line with what is left of the order after a refund or dispute. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'claw_back',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const order = String(ctx.config['order']) as OrderId;
    const refunded = await applyRefund(deps.store, {
      programme,
      order,
      cause: causeOf(ctx.vars['event'], order),
      at: deps.now(),
      actor: actorOf(ctx),
    });
    const touched = refunded.filter(({ journals }) => journals.some(({ kind }) => kind !== 'noted'));
    if (touched.length === 0) return clawBackAnswer([], programme.currency, []);
    const held: string[] = [];
    // What came back to life has no run of its own to release it any more.
    for (const { commission, partner } of touched.filter(({ change }) => change > 0n)) {
      const position = (await deps.store.ledger.positions(ctx.programme, partner as never, [commission]))[commission];
      if (position?.state === 'held') held.push(commission);
    }
    const commission = await deps.store.commissions.need(ctx.programme, touched[0]!.commission);
    return clawBackAnswer(touched, commission.amount.currency, held);
  },
};
