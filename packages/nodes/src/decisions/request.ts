import {
  addDuration,
  derivedId,
  fulfilledEventType,
  withdrawnEventType,
  type DocumentRequest,
  type Programme,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { text } from '../read.js';

/** What a step asks a partner for. */
export function requestOf(
  ctx: EffectContext,
  programme: Pick<Programme, 'timeZone'>,
  now: Date,
  asked: Pick<DocumentRequest, 'partner' | 'kind' | 'document' | 'text' | 'about'>,
): DocumentRequest {
  const due = text(ctx.config, 'due');
  return {
    ...asked,
    id: derivedId('document', ctx.programme, ctx.run, ctx.node, String(ctx.visit)),
    programme: ctx.programme,
    run: ctx.run,
    node: ctx.node,
    state: 'open',
    createdAt: now,
    ...(due !== undefined && { dueAt: addDuration(now, due, programme.timeZone) }),
  };
}

/** The way on, or the wait until the partner has answered. Whether it is this request that was answered, the store tells. */
export function requestAnswer(
  ctx: EffectContext,
  request: Pick<DocumentRequest, 'id' | 'kind' | 'document' | 'partner' | 'about' | 'state' | 'createdAt'>,
  port: string,
): EffectResult {
  const output = { request: request.id, partner: request.partner };
  if (request.state === 'fulfilled') return { port, output };
  if (ctx.ended?.by === 'timer') return { port: 'overdue', output };
  const due = text(ctx.config, 'due');
  const asked = request.createdAt.toISOString();
  const type = fulfilledEventType(request);
  return {
    output,
    wait: {
      kind: 'event',
      events: [type, withdrawnEventType],
      correlation: request.about ? `${request.about.kind}:${request.about.id}` : `partner:${request.partner}`,
      ...(type === 'document.signed' && {
        filter: { '==': [{ var: ['event.data.document', ''] }, request.document] },
      }),
      since: asked,
      from: asked,
      ...(due !== undefined && { for: due }),
    },
  };
}
