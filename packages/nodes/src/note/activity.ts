import { fillText } from '@sluice/connectors/mail/text';
import { derivedId } from '@sluice/domain';
import type { NodeActivity } from '../activity-types.js';
import { partnerOrReferralOf } from '../activity/about.js';
import type { ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';

/** Writes a note on a partner or a referral. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'note',
  async run(deps, ctx) {
    const about = await partnerOrReferralOf(deps, ctx, 'on');
    const { doc } = await deps.store.notes.write({
      id: derivedId('note', ctx.programme, ctx.run, ctx.node, String(ctx.visit)),
      programme: ctx.programme,
      about,
      text: fillText(String(ctx.config['text']), ctx.vars),
      author: { id: actorOf(ctx) },
      at: deps.now(),
      run: ctx.run,
      node: ctx.node,
    });
    return { port: 'next', output: { note: doc.id, on: about.id } };
  },
};
