import { decideRelease } from '@sluice/domain';
import type { NodeActivity } from '../activity-types.js';
import { refused, type ActivityDeps } from '../activity/deps.js';
import { commissionsOf, postFor } from '../activity/ledger.js';
import { releaseAnswer } from '../decisions/release.js';

/** Makes held commissions payable. The ledger's guard decides: no open hold, approval given or not needed. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'release',
  async run(deps, ctx) {
    const commissions = await commissionsOf(deps, ctx);
    const released: string[] = [];
    for (const commission of commissions) {
      const posted = await postFor(deps, ctx, commission, (head, positions, act) =>
        decideRelease(head, positions, { ...act, commission: commission.id }),
      );
      if (posted.ok) released.push(commission.id);
      else if (posted.code !== 'rejected') throw refused(posted);
    }
    const open = await Promise.all(
      commissions.map(async ({ id, partner, amount }) => {
        const position = (await deps.store.ledger.positions(ctx.programme, partner, [id]))[id];
        return position?.open ?? { ...amount, amount: 0n };
      }),
    );
    return releaseAnswer(released, open, commissions[0]!.amount.currency);
  },
};
