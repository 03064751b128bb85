import type { Approval, JsonObject } from '@sluice/domain';
import type { DecisionResult, ProblemError } from '@sluice/contracts';
import type { Publication } from '@sluice/store';
import { isStillAsked, settlePublication, type PublishKind } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import type { Caller } from '../../http/caller.js';
import { Refusal } from '../../http/problem.js';
import { programmeOf } from '../programme.js';

export interface GivenDecision {
  id: string;
  outcome: 'approve' | 'reject';
  comment?: string;
  subjectHash: string;
}

/**
 * Takes a decision about a publication: it is recorded first, in one write that re-checks role, maker, state and hash; then
 * what follows is done, by this process or, after a crash, by the dispatcher. `outdated` says what has changed around the
 * content since it was asked for: then it is not approved.
 */
export async function decideRequest<C extends object, D extends object, A extends object>(
  context: Context,
  caller: Caller,
  kind: PublishKind<C, D, A>,
  approval: Approval,
  decision: GivenDecision,
  outdated: (request: Publication<A>) => Promise<ProblemError[]>,
): Promise<DecisionResult> {
  const { store } = context;
  const request = await kind.requests(store).of(approval.programme, approval);
  if (!request) throw new Error(`The approval ${approval.id} is about content that is not stored.`);
  const programme = await programmeOf(context, approval.programme);
  const isRepeated = approval.decisions.some(({ id, by }) => id === decision.id && by === caller.id);
  if (!isRepeated && decision.outcome === 'approve') {
    const errors = await outdated(request);
    if (errors.length > 0)
      throw new Refusal('conflict', { detail: 'What was asked for no longer fits what is in force.', errors });
  }
  if (!isRepeated && !isStillAsked(kind, request, await kind.versions(store).draft(programme.key, request.key))) {
    await settlePublication(store, kind, request, context.now());
    throw new Refusal('subject_changed');
  }
  const after = await recordDecision(context, caller, approval, decision, { [kind.kind]: request.key });
  await settlePublication(store, kind, request, context.now()).catch((error: unknown) =>
    context.log(`The decision ${approval.id} is recorded; the dispatcher will publish what follows from it.`, error),
  );
  return resultOf(after);
}

/**
 * Records a decision about what a person asked for, in one write that re-checks role, maker, state and hash; the same decision
 * again answers the same. `detail` names in the audit log what is decided about. Throws a refusal.
 */
export async function recordDecision(
  { store, now }: Context,
  caller: Caller,
  approval: Approval,
  { id, outcome, comment, subjectHash }: GivenDecision,
  detail: JsonObject,
): Promise<Approval> {
  const programme = await store.programmes.need(approval.programme);
  const user = await store.users.get(programme.key, caller.id);
  if (!user || user.disabled) throw new Refusal('forbidden', { detail: 'This account is closed.' });
  const result = await store.approvals.decide(
    programme.key,
    approval.id,
    {
      id,
      by: caller.id,
      name: caller.name,
      // What the store says of the person now counts, not what a session said when the page was opened.
      roles: user.roles,
      at: now(),
      outcome,
      subjectHash,
      ...(comment !== undefined && { comment }),
    },
    {
      makersMayDecide: programme.settings.singleOperator,
      out: (after) => ({
        audit: {
          action: `approval.${outcome === 'approve' ? 'approved' : 'rejected'}`,
          actor: { id: caller.id, name: caller.name },
          detail: {
            title: approval.title,
            ...detail,
            subjectHash,
            state: after.state,
            ...(comment !== undefined && { comment }),
            ...(after.makers.includes(caller.id) && { singleOperator: true }),
          },
        },
      }),
    },
  );
  if (!result.accepted) throw refusalOf(result.code, result.message);
  return result.approval;
}

/** What a decision came to, as the API answers it. */
export function resultOf({ id, state, decisions, needed }: Approval): DecisionResult {
  return { approval: id, state, given: decisions.filter(({ outcome }) => outcome === 'approve').length, needed };
}

function refusalOf(code: 'maker' | 'role' | 'decided' | 'already_answered' | 'changed', message: string): Refusal {
  const codes = {
    maker: 'maker',
    role: 'forbidden',
    decided: 'already_decided',
    already_answered: 'already_decided',
    changed: 'subject_changed',
  } as const;
  return new Refusal(codes[code], { detail: message });
}
