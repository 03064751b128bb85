import { decideRelease } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { releaseAnswer } from '../decisions/release.js';
import { commissionsOf, positionsOf, postFor } from '../simulation/ledger.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'release',
  run(world, ctx) {
    const commissions = commissionsOf(world, ctx);
    const released: string[] = [];
    for (const commission of commissions) {
      const posted = postFor(world, ctx, commission, (head, positions, act) =>
        decideRelease(head, positions, { ...act, commission: commission.id }),
      );
      if (posted.ok) released.push(commission.id);
      else if (posted.code !== 'rejected') throw new NonRetryable(posted.code, posted.message);
    }
    const open = commissions.map(
      ({ id, partner, amount }) => positionsOf(world, partner)[id]?.open ?? { ...amount, amount: 0n },
    );
    return releaseAnswer(released, open, commissions[0]!.amount.currency);
  },
};
