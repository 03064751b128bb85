import { moneyToJson, type OrderId } from '@sluice/domain';
import { applyRefund } from '@sluice/store/operations/index';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';

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
    if (touched.length === 0) return { port: 'unchanged', output: { commissions: [] } };
    const held: string[] = [];
    // What came back to life has no run of its own to release it any more.
    for (const { commission, partner } of touched.filter(({ change }) => change > 0n)) {
      const position = (await deps.store.ledger.positions(ctx.programme, partner as never, [commission]))[commission];
      if (position?.state === 'held') held.push(commission);
    }
    const commission = await deps.store.commissions.need(ctx.programme, touched[0]!.commission);
    const change = {
      amount: touched.reduce((sum, one) => sum + one.change, 0n),
      currency: commission.amount.currency,
    };
    return {
      port: 'changed',
      output: {
        commissions: touched.map((one) => one.commission),
        held,
        amount: { ...moneyToJson(change) },
        direction: change.amount < 0n ? 'taken_back' : 'given_back',
      },
      label: { code: 'money', params: { ...moneyToJson(change) } },
    };
  },
};

/** `refund:<order>:<refund>` or `dispute:<order>:<dispute>`; `event:<order>:<event>` where a name joined an earlier one. */
function causeOf(event: unknown, order: string): string {
  const { id: eventId, data } = (event ?? {}) as {
    id?: string;
    data?: { refund?: { id?: string }; dispute?: { id?: string } };
  };
  if (data?.refund?.id) return `refund:${order}:${data.refund.id}`;
  if (data?.dispute?.id) return `dispute:${order}:${data.dispute.id}`;
  if (eventId) return `event:${order}:${eventId}`;
  throw new NonRetryable('no_cause', 'The run was not started by an event.');
}
