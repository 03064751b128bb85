import { decideEarn, decideRelease, type Commission } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { moneyToJson } from '@sluice/domain';
import { bonusHoldsOf } from '../decisions/bonus.js';
import { programmeOf, type ActivityDeps } from './deps.js';
import { actorOf, mustPost } from './ledger.js';

/** Stores a bonus and posts `earn`, once; what is not held at all is payable at once. Answers it as it is stored. */
export async function bookBonus(deps: ActivityDeps, ctx: EffectContext, commission: Commission): Promise<Commission> {
  const programme = await programmeOf(deps, ctx.programme);
  await deps.failpoint('commission.insert.before');
  const { doc } = await deps.store.commissions.insertOrRead(commission, {
    audit: {
      action: 'commission.bonus',
      actor: { id: actorOf(ctx) },
      detail: {
        partner: commission.partner,
        amount: { ...moneyToJson(commission.amount) },
        reason: commission.orderExternalId,
        run: ctx.run,
      },
    },
  });
  await deps.failpoint('commission.insert.after');
  const holds = bonusHoldsOf(ctx, programme, doc.createdAt, actorOf(ctx));
  await mustPost(deps, ctx, doc, (head, positions, act) =>
    decideEarn(head, positions, { ...act, commission: doc, holds, timeZone: programme.timeZone }),
  );
  if (holds.length === 0)
    await mustPost(deps, ctx, doc, (head, positions, act) =>
      decideRelease(head, positions, { ...act, commission: doc.id }),
    );
  return doc;
}
