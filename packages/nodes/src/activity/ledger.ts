import {
  isId,
  moneyToJson,
  type Act,
  type CommissionId,
  type CommissionPosition,
  type Decision,
  type Journal,
  type Positions,
} from '@sluice/domain';
import type { StoredCommission } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { refused, type ActivityDeps } from './deps.js';

/** Commission ids of a config field: one or several; parks the step where it names none that is stored. */
export async function commissionsOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  field = 'commissions',
): Promise<StoredCommission[]> {
  const value = ctx.config[field];
  const ids = (Array.isArray(value) ? value : [value]).filter((id): id is CommissionId => isId('commission', id));
  if (ids.length === 0) throw new NonRetryable('no_commission', `"${field}" names no commission.`);
  const found = await deps.store.commissions.many(ctx.programme, ids);
  const missing = ids.find((id) => !found.some((commission) => commission.id === id));
  if (missing) throw new NonRetryable('unknown_commission', `Commission ${missing} is not stored.`);
  return found;
}

/** Who acts in the ledger where a flow does: the flow's version and its run. */
export function actorOf(ctx: EffectContext): string {
  return `flow:${ctx.flow.key}@${ctx.flow.version}:${ctx.run}`;
}

/**
 * Posts one decision about one commission and answers its position after it, as of the newest head. `refusal` says which
 * refusals are answers rather than errors.
 */
export async function postFor(
  deps: ActivityDeps,
  ctx: EffectContext,
  commission: StoredCommission,
  decide: (head: Journal | null, positions: Positions, act: Act) => Decision,
  reason?: Act['reason'],
): Promise<
  { ok: true; position: CommissionPosition; journals: Journal[] } | { ok: false; code: string; message: string }
> {
  const act: Act = {
    programme: ctx.programme,
    partner: commission.partner,
    at: deps.now(),
    actor: actorOf(ctx),
    ...(reason && { reason }),
  };
  const posted = await deps.store.ledger.post(
    ctx.programme,
    commission.partner,
    {
      commissions: [commission.id],
      out: (journal) => ({
        audit: {
          action: `commission.${journal.kind}`,
          actor: { id: act.actor },
          subject: { kind: 'commission', id: commission.id },
          detail: {
            journal: journal.id,
            run: ctx.run,
            node: ctx.node,
            partner: commission.partner,
            amount: { ...moneyToJson(commission.amount) },
          },
        },
      }),
    },
    (head, positions) => decide(head, positions, act),
  );
  if (!posted.ok) return posted;
  const positions = await deps.store.ledger.positions(ctx.programme, commission.partner, [commission.id]);
  const position = positions[commission.id];
  if (!position) throw new NonRetryable('not_in_ledger', `Nothing was ever posted for commission ${commission.id}.`);
  return { ok: true, position, journals: posted.journals };
}

/** As `postFor`; every refusal parks the step. */
export async function mustPost(...args: Parameters<typeof postFor>): Promise<CommissionPosition> {
  const posted = await postFor(...args);
  if (!posted.ok) throw refused(posted);
  return posted.position;
}
