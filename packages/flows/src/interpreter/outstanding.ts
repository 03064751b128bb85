import type { Command } from '../command.js';
import type { Position, RunState } from '../run.js';
import { effectCommand } from './effect-command.js';
import { toRecord } from './record.js';
import type { Turn } from './turn.js';

/** What a state still has to have done for it, named but not yet spelled out. */
export interface Due {
  type: 'effect' | 'timer' | 'register_wait' | 'checkpoint' | 'close';
  key: string;
  timer?: 'until' | 'remind';
  at?: string;
  /** Tells one parking from the next. */
  mark?: string;
}

/** Follows from the state alone: that is why a run can be cut anywhere and go on. */
export function dueOf(state: RunState): Due[] {
  if (state.status === 'closed') return [{ type: 'close', key: state.run }];
  return state.positions.flatMap(dueAt);
}

function dueAt(position: Position): Due[] {
  const { key } = position;
  if (position.phase === 'effect') return [{ type: 'effect', key }];
  if (position.phase === 'parked') {
    return [{ type: 'checkpoint', key, mark: `${position.park?.since}/${position.park?.requested?.id ?? ''}` }];
  }
  const wait = position.wait;
  if (!wait?.registered) return [{ type: 'register_wait', key }];
  const due: Due[] = [];
  if (wait.until !== undefined) due.push({ type: 'timer', key, timer: 'until', at: wait.until });
  if (wait.remindAt !== undefined) due.push({ type: 'timer', key, timer: 'remind', at: wait.remindAt });
  return due;
}

export function commandsOf(turn: Turn, due: readonly Due[]): Command[] {
  return due.map((item) => commandOf(turn, item));
}

function commandOf(turn: Turn, due: Due): Command {
  const { state, pinned } = turn;
  switch (due.type) {
    case 'close':
      return { type: 'close', record: toRecord(pinned, state) };
    case 'checkpoint':
      return { type: 'checkpoint', record: toRecord(pinned, state) };
    case 'timer':
      return { type: 'timer', key: due.key, timer: due.timer!, at: due.at! };
    case 'effect':
      turn.actOn(due.key);
      return effectCommand(turn);
    case 'register_wait': {
      turn.actOn(due.key);
      const position = turn.position!;
      return {
        type: 'register_wait',
        key: due.key,
        input: {
          key: due.key,
          run: state.run,
          programme: state.programme,
          subject: state.subject,
          node: position.node,
          request: position.wait!.request,
          enteredAt: position.enteredAt,
          since: position.wait!.request.since ?? position.since,
          exits: { events: pinned.exits.flatMap((exit) => exit.events), correlation: state.correlation },
          // What is kept was looked at when the wait began.
          consumed: [...state.consumed, ...state.buffer.map(({ id }) => id)],
          record: toRecord(pinned, state),
        },
      };
    }
  }
}
