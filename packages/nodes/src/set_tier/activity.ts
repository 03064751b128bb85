import { DomainError, reviewTier } from '@sluice/domain';
import { setTier } from '@sluice/store/operations/index';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { partnerOf } from '../activity/partner.js';
import { text } from '../read.js';

/** Gives a partner a tier; `keep` and the tier it has leave it as it is. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'set_tier',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const partner = await partnerOf(deps, ctx);
    const reason = text(ctx.config, 'reason') ?? 'by_flow';
    const decision = text(ctx.config, 'decision');
    try {
      const { from, to } = reviewTier(partner, { tier: text(ctx.config, 'tier') ?? '', reason }, programme.tiers);
      if (to !== from)
        await setTier(deps.store, programme, partner.id, to, {
          actor: actorOf(ctx),
          at: deps.now(),
          reason,
          ...(decision !== undefined && { decision }),
        });
      return {
        port: 'next',
        output: { partner: partner.id, from, tier: to },
        label: { code: 'tier', params: { tier: to } },
      };
    } catch (error) {
      if (error instanceof DomainError) throw new NonRetryable(error.code, error.message);
      throw error;
    }
  },
};
