import { addDuration, type Approval, type JsonObject } from '@sluice/domain';
import type { DecisionRecorded, Happening, RegisterWaitInput, Refusal, ScriptedAnswer } from '@sluice/flows';
import { read, write } from './documents.js';
import type { SimulatedWorld } from './world.js';

/** What became of an answer of the script. */
export interface AnswerMark {
  answer: ScriptedAnswer;
  at: string;
  node: string;
  refused?: Refusal;
}

/** What people answer to a wait: decisions of an approval, or a task that is done, counted from when it is asked. */
export function answersTo(
  input: RegisterWaitInput,
  scripted: readonly ScriptedAnswer[],
  world: SimulatedWorld,
  at: string,
  mark: (mark: AnswerMark) => void,
): Happening[] {
  const visit = Number(input.key.split('/').at(-3));
  const { request, node } = input;
  const mine = scripted.filter(
    (answer) => !answer.off && answer.node === node && (answer.nth === undefined || answer.nth === visit),
  );
  return mine.flatMap((answer): Happening[] => {
    const then = addDuration(new Date(at), answer.after, world.programme.timeZone).toISOString();
    if (request.approval && answer.outcome !== 'done')
      return [decides(answer, request.approval, then, node, world, mark)];
    if (request.kind === 'task' && answer.outcome === 'done' && request.subject !== undefined)
      return [does(answer, request.subject, then, node, world, mark)];
    return [];
  });
}

function decides(
  answer: ScriptedAnswer,
  approval: NonNullable<RegisterWaitInput['request']['approval']>,
  at: string,
  node: string,
  world: SimulatedWorld,
  mark: (mark: AnswerMark) => void,
): Happening {
  const user = read(world, 'users', answer.by);
  const { outcome, comment, form } = answer;
  const decision = {
    id: `${approval.id}/${answer.id}/${approval.subjectHash}`,
    approval: approval.id,
    outcome: outcome === 'reject' ? ('reject' as const) : ('approve' as const),
    ...(comment !== undefined && { comment }),
    ...(form && { form }),
    actor: { id: answer.by, name: user?.name ?? answer.by, roles: user?.roles ?? [approval.role] },
    subjectHash: approval.subjectHash,
  };
  return {
    at,
    decision,
    record(now, refused): DecisionRecorded {
      mark({ answer, at: now, node, ...(refused && { refused }) });
      if (refused) return { accepted: false, ...refused };
      const stored = read(world, 'approvals', approval.id);
      if (!stored) return { accepted: false, code: 'not_pending', message: 'This approval is not known.' };
      const { id, actor } = decision;
      const decided = {
        id,
        by: actor.id,
        name: actor.name,
        at: new Date(now),
        outcome: decision.outcome,
        ...(comment !== undefined && { comment }),
      };
      const decisions = [...stored.decisions, decided];
      const state = stateAfter(decisions, stored.needed);
      world.happen(now, () =>
        write(world, 'approvals', {
          ...stored,
          decisions,
          state,
          ...(state !== 'pending' && { decidedAt: new Date(now) }),
        }),
      );
      return { accepted: true, state };
    },
  };
}

function stateAfter(decisions: Approval['decisions'], needed: number): 'pending' | 'approved' | 'rejected' {
  if (decisions.some(({ outcome }) => outcome === 'reject')) return 'rejected';
  return decisions.length >= needed ? 'approved' : 'pending';
}

function does(
  answer: ScriptedAnswer,
  id: string,
  at: string,
  node: string,
  world: SimulatedWorld,
  mark: (mark: AnswerMark) => void,
): Happening {
  const { comment, form } = answer;
  const result: JsonObject = { ...form, ...(comment !== undefined && { note: comment }) };
  return {
    at,
    first(now) {
      mark({ answer, at: now, node });
      const task = read(world, 'tasks', id);
      if (task?.state !== 'open') return;
      world.happen(now, () => write(world, 'tasks', { ...task, state: 'done', doneBy: answer.by, result }));
    },
    event: {
      id: `evt_${id.slice(4)}`,
      type: 'custom.task.completed',
      correlations: [`task:${id}`],
      occurredAt: at,
      receivedAt: at,
      data: { task: id, by: answer.by },
    },
  };
}
