import {
  addDuration,
  decideHold,
  decideLift,
  openHolds,
  type CommissionPosition,
  type Hold,
  type HoldKind,
  type Order,
  type Programme,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf, commissionsOf, postFor } from '../activity/ledger.js';

/**
 * Opens the hold in the ledger and waits for its end; looks again after every wake-up. What ends the wait is the ledger: all
 * holds ended, or nothing left to hold.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'hold',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const commissions = await commissionsOf(deps, ctx);
    const positions: CommissionPosition[] = [];
    for (const commission of commissions) positions.push(await look(deps, ctx, programme, commission));
    const held = positions.filter(({ state }) => state === 'held');
    const ids = commissions.map(({ id }) => id);
    if (positions.every(({ state }) => state === 'rejected')) return { port: 'rejected', output: { commissions: ids } };
    const open = held.flatMap((position) => openHolds(position));
    if (open.length === 0) return { port: 'ended', output: { commissions: ids } };
    return waitFor(ctx, commissions, open);
  },
};

/** Opens the hold where it was never opened, ends it where it is due, and answers the position after that. */
async function look(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  commission: StoredCommission,
): Promise<CommissionPosition> {
  const kind = (ctx.config['kind'] ?? 'refund_window') as HoldKind;
  const order = await deps.store.orders.get(programme.key, commission.order);
  if (!order) throw new NonRetryable('unknown_order', `The order ${commission.order} is not stored.`);
  const hold: Hold = {
    key: kind,
    kind,
    since: commission.occurredAt,
    until: endOf(programme, ctx, commission, order),
    openedBy: actorOf(ctx),
  };
  const opened = await postFor(deps, ctx, commission, (head, positions, act) =>
    decideHold(head, positions, { ...act, commission: commission.id, hold }),
  );
  if (!opened.ok && opened.code !== 'not_held') throw refused(opened);
  const current = opened.ok ? opened.position : await positionOf(deps, ctx, commission);
  const due = openHolds(current).find(({ key, until }) => key === kind && until && until <= deps.now());
  if (current.state !== 'held' || !due) return current;
  const lifted = await postFor(deps, ctx, commission, (head, positions, act) =>
    decideLift(head, positions, { ...act, commission: commission.id, key: kind }),
  );
  if (!lifted.ok) throw refused(lifted);
  return lifted.position;
}

async function positionOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  commission: StoredCommission,
): Promise<CommissionPosition> {
  const positions = await deps.store.ledger.positions(ctx.programme, commission.partner, [commission.id]);
  const position = positions[commission.id];
  if (!position) throw new NonRetryable('not_in_ledger', `Nothing was ever posted for commission ${commission.id}.`);
  return position;
}

/** The window counts from the order, on the programme's calendar; never less than the minimum after it was received. */
function endOf(programme: Programme, ctx: EffectContext, commission: StoredCommission, order: Order): Date {
  const { settings, timeZone } = programme;
  const asked = ctx.config['for'];
  const window = typeof asked === 'string' && asked !== '' ? asked : settings.refundWindow;
  const end = addDuration(commission.occurredAt, window, timeZone);
  const earliest = addDuration(order.paid?.receivedAt ?? commission.createdAt, settings.minimumHold, timeZone);
  return end > earliest ? end : earliest;
}

/** Until the last dated hold ends; a change of the order's commissions (refund, dispute, review) wakes it before. */
function waitFor(ctx: EffectContext, commissions: StoredCommission[], open: Hold[]): EffectResult {
  const until = open.reduce<Date | undefined>(
    (last, hold) => (hold.until && (!last || hold.until > last) ? hold.until : last),
    undefined,
  );
  return {
    wait: {
      kind: 'hold',
      ...(until && { until: until.toISOString() }),
      events: ['custom.commission.changed'],
      correlation: `order:${commissions[0]!.order}`,
      subject: commissions[0]!.id,
    },
    ...(until && { label: { code: 'held_until', params: { until: until.toISOString() } } }),
  };
}
