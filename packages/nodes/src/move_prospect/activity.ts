import type { ProspectId, ProspectStage } from '@sluice/domain';
import { changeProspectStage } from '@sluice/store/operations/index';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { orPark } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { text } from '../read.js';
import { prospectIsGone } from './decide.js';

/** Moves a prospect; one that stands there already is left as it is, so that doing it twice tells it once. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'move_prospect',
  async run({ store, now }, ctx) {
    const id = String(ctx.config['prospect']) as ProspectId;
    const to = ctx.config['to'] as ProspectStage;
    const reason = text(ctx.config, 'reason');
    const prospect = await store.prospects.get(ctx.programme, id);
    if (!prospect) throw new NonRetryable('unknown_prospect', `There is no prospect ${id}.`);
    if (prospectIsGone(prospect, to)) return { port: 'gone', output: { prospect: id, stage: prospect.stage } };
    await orPark(() =>
      changeProspectStage(store, ctx.programme, id, {
        to,
        actor: { id: actorOf(ctx) },
        at: now(),
        ...(reason !== undefined && { reason }),
      }),
    );
    return { port: 'next', output: { prospect: id, stage: to }, label: { code: 'status', params: { status: to } } };
  },
};
