import { fillText } from '@sluice/connectors/mail/text';
import type { NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { partnerOf } from '../activity/partner.js';
import { ask } from '../activity/request.js';
import { requestAnswer, requestOf } from '../decisions/request.js';
import { text } from '../read.js';

/** Asks a partner for a document and waits until it is there, or goes on at once. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'request_document',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const partner = await partnerOf(deps, ctx);
    const said = text(ctx.config, 'text');
    const request = await ask(
      deps,
      ctx,
      requestOf(ctx, programme, deps.now(), {
        partner: partner.id,
        kind: 'document',
        document: text(ctx.config, 'document') ?? '',
        ...(said !== undefined && { text: fillText(said, ctx.vars) }),
      }),
    );
    if (ctx.config['then'] === 'go_on') return { port: 'next', output: { request: request.id, partner: partner.id } };
    return requestAnswer(ctx, request, 'received');
  },
};
