import type { Decision, DecisionRecorded, Refusal } from '../command.js';
import type { Position, RunState } from '../run.js';
import { remember } from './remember.js';
import type { Turn } from './turn.js';

/** The store has written (or refused) a decision; when that settles the approval, the run goes on. */
export function onDecision(turn: Turn, decision: Decision, result: DecisionRecorded): void {
  const { state } = turn;
  if (Object.hasOwn(state.decided, decision.id)) return;
  remember(turn, decision.id, { ...result });
  if (!result.accepted) return;
  const { id, actor, outcome, comment, form } = decision;
  const position = waitingFor(state, decision.approval);
  state.acts = [
    ...state.acts,
    {
      id,
      type: 'decide' as const,
      ...(position && { node: position.node }),
      at: turn.at,
      reason: comment ?? '',
      actor: { id: actor.id, name: actor.name },
      status: 'done' as const,
    },
  ].slice(-100);
  const approval = position?.wait?.approval;
  if (!position || !approval || !turn.actOn(position.key)) return;
  turn.position = {
    ...position,
    wait: {
      ...position.wait!,
      approval: { ...approval, decisions: [...approval.decisions, { id, by: actor.id, outcome }] },
    },
  };
  if (result.state === 'pending') return;
  turn.resume({
    by: 'decision',
    state: result.state,
    decision: {
      id,
      by: actor.id,
      name: actor.name,
      outcome,
      ...(comment !== undefined && { comment }),
      ...(form && { form }),
      ...result.output,
    },
  });
}

/** The synchronous check of a `decide` update: a refusal leaves no trace in history. */
export function refuseDecision(state: RunState, decision: Decision): Refusal | undefined {
  if (Object.hasOwn(state.decided, decision.id)) return undefined;
  const approval = waitingFor(state, decision.approval)?.wait?.approval;
  if (!approval) {
    return { code: 'not_pending', message: 'This approval is no longer waiting for a decision.' };
  }
  if (approval.subjectHash !== decision.subjectHash) {
    return { code: 'changed', message: 'What is to be approved has changed since you saw it. Look at it again.' };
  }
  const { id, roles } = decision.actor;
  if (!roles.includes(approval.role) && !roles.includes('admin')) {
    return { code: 'not_allowed', message: `This takes somebody with the role ${approval.role}.` };
  }
  if (approval.makers.includes(id) && approval.makersMayDecide !== true) {
    return { code: 'self_approval', message: 'Whoever made it may not approve it.' };
  }
  if (approval.decisions.some((other) => other.by === id)) {
    return { code: 'already_decided', message: 'You have decided this already; it needs somebody else.' };
  }
  return undefined;
}

/** The branch that waits for this approval. */
function waitingFor(state: RunState, approval: string): Position | undefined {
  return state.positions.find(({ phase, wait }) => phase === 'wait' && wait?.approval?.id === approval);
}
