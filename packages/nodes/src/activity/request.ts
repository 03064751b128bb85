import type { DocumentRequest } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import type { ActivityDeps } from './deps.js';
import { actorOf } from './ledger.js';

/** Asks a partner once a visit, and answers the request as it stands; one that was taken back parks the step. */
export async function ask(deps: ActivityDeps, ctx: EffectContext, request: DocumentRequest): Promise<DocumentRequest> {
  const { doc } = await deps.store.documentRequests.insertOrRead(request, {
    audit: {
      action: 'document.asked',
      actor: { id: actorOf(ctx) },
      subject: { kind: 'partner', id: request.partner },
      detail: { request: request.id, document: request.document, run: ctx.run },
    },
  });
  if (doc.state === 'withdrawn') throw new NonRetryable('withdrawn', 'What was asked for has been taken back.');
  return doc;
}
