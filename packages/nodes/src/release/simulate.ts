import { decideLift, decideRelease, type Hold } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { releaseAnswer, stageOf, stageWait } from '../decisions/release.js';
import type { Documents } from '../simulation/documents.js';
import { commissionsOf, mustPost, positionsOf, postFor } from '../simulation/ledger.js';
import type { NodeSimulation, World } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'release',
  run(world, ctx) {
    const commissions = commissionsOf(world, ctx);
    const released: string[] = [];
    const stages: Hold[] = [];
    for (const commission of commissions) {
      const stage = liftStage(world, ctx, commission);
      if (stage) {
        stages.push(stage);
        continue;
      }
      const posted = postFor(world, ctx, commission, (head, positions, act) =>
        decideRelease(head, positions, { ...act, commission: commission.id }),
      );
      if (posted.ok) released.push(commission.id);
      else if (posted.code !== 'rejected') throw new NonRetryable(posted.code, posted.message);
    }
    if (stages.length > 0) return stageWait(commissions[0]!, stages);
    const open = commissions.map(
      ({ id, partner, amount }) => positionsOf(world, partner)[id]?.open ?? { ...amount, amount: 0n },
    );
    return releaseAnswer(released, open, commissions[0]!.amount.currency);
  },
};

/** Ends the hold of a stage whose time has come; answers the hold where it has not. */
function liftStage(world: World, ctx: EffectContext, commission: Documents['commissions']): Hold | undefined {
  const { id, partner } = commission;
  const stage = stageOf(positionsOf(world, partner)[id]);
  if (!stage || (stage.until && stage.until > new Date(world.now()))) return stage;
  mustPost(world, ctx, commission, (head, positions, act) =>
    decideLift(head, positions, { ...act, commission: id, key: stage.key }),
  );
  return undefined;
}
