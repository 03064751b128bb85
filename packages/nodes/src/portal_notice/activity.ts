import { fillText } from '@sluice/connectors/mail/text';
import type { NodeActivity } from '../activity-types.js';
import type { ActivityDeps } from '../activity/deps.js';
import { actorOf } from '../activity/ledger.js';
import { partnerOf } from '../activity/partner.js';
import { noticeOf } from '../decisions/notice.js';

/** Puts a notice into the partner's portal, once by run, step and visit. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'portal_notice',
  async run(deps, ctx) {
    const partner = await partnerOf(deps, ctx);
    const { doc } = await deps.store.notices.insertOrRead(noticeOf(ctx, partner, deps.now(), fillText), {
      audit: {
        action: 'notice.told',
        actor: { id: actorOf(ctx) },
        subject: { kind: 'partners', id: partner.id },
        detail: { run: ctx.run },
      },
    });
    return { port: 'next', output: { notice: doc.id }, label: { code: 'notice', params: { title: doc.title } } };
  },
};
