import { moveProspect, type CloseReason, type Prospect, type ProspectId, type ProspectStage } from '@sluice/domain';
import type { AuditActor, EventNote } from '../core/outgoing.js';
import type { Stored } from '../core/spec.js';
import type { Store } from '../store.js';

/** What moves a prospect: a person's act or a step of a flow. */
export interface ProspectMoveRequest {
  to: ProspectStage;
  actor: AuditActor;
  at: Date;
  reason?: CloseReason | (string & {});
  partner?: NonNullable<Prospect['partner']>;
}

/**
 * Moves a prospect and tells the flows that wait for it. One that stands there already is answered as it is. Throws
 * `DomainError` for a move that is not allowed, `StoreError` `not_found` where there is none.
 */
export function changeProspectStage(
  store: Store,
  programme: string,
  id: ProspectId,
  { to, actor, at, reason, partner }: ProspectMoveRequest,
): Promise<Stored<Prospect>> {
  return store.prospects.change(programme, id, (prospect) => {
    if (prospect.stage === to) return null;
    const moved = moveProspect(prospect, { to, by: actor.id, at, ...(reason !== undefined && { reason }) });
    return {
      set: { ...moved, ...(partner !== undefined && { partner }) },
      audit: {
        action: 'prospect.moved',
        actor,
        subject: { kind: 'prospect', id },
        detail: { from: prospect.stage, to, ...(reason !== undefined && { reason }) },
      },
      events: [
        prospectEvent('custom.prospect.changed', id, at, `${id}:${moved.history.length}`, {
          stage: to,
          from: prospect.stage,
        }),
      ],
    };
  });
}

/** An event about a prospect, as flows over prospects start and wait by it. */
export function prospectEvent(
  type: 'custom.prospect.added' | 'custom.prospect.changed',
  id: ProspectId,
  at: Date,
  key: string,
  more: Record<string, string> = {},
): EventNote {
  return {
    key: `${type}:${key}`,
    type,
    occurredAt: at,
    data: { prospectId: id, ...more },
    correlations: [`prospect:${id}`],
  };
}
