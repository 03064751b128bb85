import { setPartnerField } from '@sluice/store/operations/index';
import type { NodeActivity } from '../activity-types.js';
import { changedBy, orPark } from '../activity/about.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { partnerOf } from '../activity/partner.js';

/** Writes a custom field of a partner; a value of another type than the field's parks the step. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'set_field',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const partner = await partnerOf(deps, ctx);
    const field = String(ctx.config['field']);
    const value = ctx.config['value'] ?? null;
    await orPark(() => setPartnerField(deps.store, programme, partner.id, field, value, changedBy(deps, ctx)));
    return { port: 'next', output: { partner: partner.id, field } };
  },
};
