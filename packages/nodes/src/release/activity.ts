import { decideLift, decideRelease, type Hold } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import type { NodeActivity } from '../activity-types.js';
import { refused, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf, postFor } from '../activity/ledger.js';
import { releaseAnswer, stageOf, stageWait } from '../decisions/release.js';

/**
 * Makes held commissions payable. The ledger's guard decides: no open hold, approval given or not needed. Stages of a release
 * become payable one after the other, each when its time has come; the step waits for the next one.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'release',
  async run(deps, ctx) {
    const commissions = await commissionsOf(deps, ctx);
    const released: string[] = [];
    const stages: Hold[] = [];
    for (const commission of commissions) {
      const stage = await liftStage(deps, ctx, commission);
      if (stage) {
        stages.push(stage);
        continue;
      }
      const posted = await postFor(deps, ctx, commission, (head, positions, act) =>
        decideRelease(head, positions, { ...act, commission: commission.id }),
      );
      if (posted.ok) released.push(commission.id);
      else if (posted.code !== 'rejected') throw refused(posted);
    }
    if (stages.length > 0) return stageWait(commissions[0]!, stages);
    const open = await Promise.all(
      commissions.map(async ({ id, partner, amount }) => {
        const position = (await deps.store.ledger.positions(ctx.programme, partner, [id]))[id];
        return position?.open ?? { ...amount, amount: 0n };
      }),
    );
    return releaseAnswer(released, open, commissions[0]!.amount.currency);
  },
};

/** Ends the hold of a stage whose time has come; answers the hold where it has not. */
async function liftStage(
  deps: ActivityDeps,
  ctx: EffectContext,
  commission: StoredCommission,
): Promise<Hold | undefined> {
  const { id, partner } = commission;
  const stage = stageOf((await deps.store.ledger.positions(ctx.programme, partner, [id]))[id]);
  if (!stage || (stage.until && stage.until > deps.now())) return stage;
  const lifted = await postFor(deps, ctx, commission, (head, positions, act) =>
    decideLift(head, positions, { ...act, commission: id, key: stage.key }),
  );
  if (!lifted.ok) throw refused(lifted);
  return undefined;
}
