import { DomainError, reviewTier } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';
import { write } from '../simulation/documents.js';
import { partnerOf } from '../simulation/partner.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'set_tier',
  run(world, ctx) {
    const partner = partnerOf(world, ctx);
    const reason = text(ctx.config, 'reason') ?? 'by_flow';
    try {
      const { from, to } = reviewTier(partner, { tier: text(ctx.config, 'tier') ?? '', reason }, world.programme.tiers);
      if (to !== from) {
        write(world, 'partners', { ...partner, tier: to, tierSince: new Date(world.now()) });
        world.did(ctx, 'tier_changed', { partner: partner.id, from, to, reason });
      }
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
