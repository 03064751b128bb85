import type { JsonObject } from '@sluice/domain';
import type { WaitRegistered } from '../command.js';
import { ConditionError, evaluateCondition, truthy } from '../condition.js';
import type { BufferedEvent, WaitState } from '../run.js';
import type { WaitRequest } from '../wait.js';
import { effectCommand } from './effect-command.js';
import type { Turn } from './turn.js';

const MAX_BUFFER = 100;
const MAX_CONSUMED = 500;

/** Enters a wait; what was waited for may be in the buffer already. */
export function startWait(turn: Turn, request: WaitRequest): void {
  turn.waitAt(waitStateOf(request));
  lookAtWhatCame(turn);
}

/** A wait that is still to be registered. */
export function waitStateOf(request: WaitRequest): WaitState {
  return {
    kind: request.kind,
    request,
    registered: false,
    ...(request.events && { events: request.events }),
    ...(request.correlation !== undefined && { correlation: request.correlation }),
    ...(request.filter !== undefined && { filter: request.filter }),
    ...(request.subject !== undefined && { subject: request.subject }),
    ...(request.wake !== undefined && { wake: request.wake }),
    ...(request.approval && { approval: request.approval }),
  };
}

export function onWaitRegistered(turn: Turn, key: string, answer: WaitRegistered): void {
  if (!turn.actOn(key)) return;
  const position = turn.position!;
  if (position.phase !== 'wait' || position.wait!.registered) return;
  const { until, remindAt } = answer;
  turn.position = {
    ...position,
    wait: { ...position.wait!, registered: true, ...(until && { until }), ...(remindAt && { remindAt }) },
  };
  for (const event of answer.found ?? []) onEvent(turn, event);
  if (!turn.actOn(key) || turn.position!.phase !== 'wait') return;
  if (answer.ready) return turn.resume({ by: 'wake' });
  if (until !== undefined && Date.parse(until) <= Date.parse(turn.at)) return turn.resume({ by: 'timer' });
}

export function onTimer(turn: Turn, key: string, timer: 'until' | 'remind'): void {
  if (!turn.actOn(key)) return;
  const position = turn.position!;
  const { wait } = position;
  if (position.phase !== 'wait' || !wait?.registered) return;
  if (timer === 'until') return turn.resume({ by: 'timer' });
  if (wait.remindAt === undefined) return;
  const count = (wait.reminders ?? 0) + 1;
  const every = Date.parse(wait.remindAt) - Date.parse(position.enteredAt);
  const next = new Date(Date.parse(wait.remindAt) + Math.max(every / count, 60_000)).toISOString();
  turn.position = { ...position, wait: { ...wait, reminders: count, remindAt: next } };
  const item = `remind-${count}`;
  turn.side.push(
    effectCommand(turn, { stage: 'remind', key: `${position.key.split('/').slice(0, 3).join('/')}/${item}/1` }),
  );
}

/**
 * An event is seen once. It ends the run (an exit), ends the wait of every branch that waits for it, or is kept for a
 * later wait.
 */
export function onEvent(turn: Turn, event: BufferedEvent): void {
  const { state } = turn;
  if (state.consumed.includes(event.id) || state.buffer.some((other) => other.id === event.id)) return;
  if (leavesBy(turn, event)) return;
  if (state.closing) return;
  let taken = false;
  for (const { key } of state.positions.filter(({ phase }) => phase === 'wait')) {
    if (!turn.actOn(key) || !isFor(turn, event)) continue;
    if (!taken) consume(turn, event);
    taken = true;
    turn.resume({ by: 'event', event: facts(event) });
  }
  if (!taken) state.buffer = [...state.buffer, event].slice(-MAX_BUFFER);
}

export function onWake(turn: Turn, key: string): void {
  const { state } = turn;
  let taken = false;
  for (const position of state.positions.filter(({ phase }) => phase === 'wait')) {
    if (!turn.actOn(position.key) || !wakesOf(turn.position!.wait!).includes(key)) continue;
    taken = true;
    turn.resume({ by: 'wake' });
  }
  if (!taken && !state.wakes.includes(key)) state.wakes = [...state.wakes, key].slice(-MAX_BUFFER);
}

/** A wait begins: what it is for may have come while the branch did something else. */
function lookAtWhatCame(turn: Turn): void {
  const { state } = turn;
  const keys = wakesOf(turn.position!.wait!);
  if (keys.some((key) => state.wakes.includes(key))) {
    state.wakes = state.wakes.filter((key) => !keys.includes(key));
    return turn.resume({ by: 'wake' });
  }
  const { key } = turn.position!;
  for (const event of state.buffer) {
    if (isFor(turn, event)) {
      consume(turn, event);
      return turn.resume({ by: 'event', event: facts(event) });
    }
    if (turn.position?.key !== key || turn.position.phase !== 'wait') return;
  }
}

function wakesOf(wait: WaitState): string[] {
  return wait.wake === undefined ? [] : typeof wait.wake === 'string' ? [wait.wake] : wait.wake;
}

/** True where the acting branch waits for this event; parks it where its filter cannot be read. */
function isFor(turn: Turn, event: BufferedEvent): boolean {
  const { wait, since } = turn.position!;
  try {
    return ends(turn, wait!, event, Date.parse(wait!.request.since ?? since));
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    turn.park({ code: error.code, message: error.message, from: 'wait' });
    return false;
  }
}

function ends(turn: Turn, wait: WaitState, event: BufferedEvent, since: number): boolean {
  if (!wait.events?.includes(event.type)) return false;
  if (event.receivedAt !== undefined && Date.parse(event.receivedAt) < since) return false;
  if (!correlates(event, wait.correlation)) return false;
  return (
    wait.filter === undefined || truthy(evaluateCondition(wait.filter, { ...turn.state.vars, event: facts(event) }))
  );
}

function correlates(event: BufferedEvent, correlation: string | undefined): boolean {
  return (
    correlation === undefined ||
    event.correlation === correlation ||
    (event.correlations?.includes(correlation) ?? false)
  );
}

function leavesBy(turn: Turn, event: BufferedEvent): boolean {
  const { state, pinned } = turn;
  try {
    for (const exit of pinned.exits) {
      if (!exit.events.includes(event.type) || !correlates(event, state.correlation)) continue;
      if (exit.filter !== undefined && !truthy(evaluateCondition(exit.filter, { ...state.vars, event: facts(event) })))
        continue;
      consume(turn, event);
      turn.leave(exit.outcome, 'completed');
      return true;
    }
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    // An exit that cannot be read must not end a run, nor hide: it parks where the run can be parked.
    const waiting = state.positions.find(({ phase }) => phase === 'wait');
    if (waiting && turn.actOn(waiting.key)) turn.park({ code: error.code, message: error.message, from: 'wait' });
  }
  return false;
}

function consume(turn: Turn, event: BufferedEvent): void {
  turn.state.consumed = [...turn.state.consumed, event.id].slice(-MAX_CONSUMED);
  turn.state.buffer = turn.state.buffer.filter((other) => other.id !== event.id);
}

function facts(event: BufferedEvent): JsonObject {
  return { id: event.id, type: event.type, occurredAt: event.occurredAt, data: event.data };
}
