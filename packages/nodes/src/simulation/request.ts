import { withdrawnEventType, type DocumentRequest } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { read, write } from './documents.js';
import type { World } from './types.js';

/** The request as it stands; the event that a case tells of it answers it. */
export function asked(world: World, ctx: EffectContext, made: DocumentRequest): DocumentRequest {
  const stored = read(world, 'document_requests', made.id);
  const request = stored ?? made;
  if (!stored) {
    write(world, 'document_requests', made);
    world.did(ctx, 'document_asked', { request: made.id, partner: made.partner, document: made.document });
  }
  if (ctx.ended?.by !== 'event' || request.state !== 'open') return request;
  if (ctx.ended.event['type'] === withdrawnEventType)
    throw new NonRetryable('withdrawn', 'What was asked for has been taken back.');
  const fulfilled: DocumentRequest = { ...request, state: 'fulfilled' };
  write(world, 'document_requests', fulfilled);
  return fulfilled;
}
