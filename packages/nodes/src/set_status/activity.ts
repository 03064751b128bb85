import { fillText } from '@sluice/connectors/mail/text';
import type { PartnerStatus } from '@sluice/domain';
import { setStatus } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy, orPark } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { partnerOf } from '../activity/partner.js';
import { text } from '../read.js';

/** Gives a partner a status; what the table of transitions refuses parks the step. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'set_status',
  async run(deps, ctx) {
    const partner = await partnerOf(deps, ctx);
    const why = text(ctx.config, 'reason');
    const { from, to } = await orPark(() =>
      setStatus(deps.store, ctx.programme, partner.id, ctx.config['status'] as PartnerStatus, {
        ...changedBy(deps, ctx),
        ...(why !== undefined && { reason: fillText(why, ctx.vars) }),
      }),
    );
    return {
      port: 'next',
      output: { partner: partner.id, from, status: to },
      label: { code: 'status', params: { status: to } },
    };
  },
};
