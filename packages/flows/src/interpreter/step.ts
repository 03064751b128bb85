import type { Command, StepInput } from '../command.js';
import type { NodeCores } from '../node.js';
import type { PinnedFlow } from '../pinned.js';
import type { RunState } from '../run.js';
import { refuseMigration, type Migration } from '../migrate.js';
import { onCommand } from './on-command.js';
import { onDecision } from './on-decision.js';
import { onEffectDone, onEffectFailed } from './on-effect.js';
import { onEvent, onTimer, onWaitRegistered, onWake } from './on-wait.js';
import { onMigrate } from './on-migrate.js';
import { toRecord } from './record.js';
import { commandsOf, dueOf, type Due } from './outstanding.js';
import { Turn } from './turn.js';

/**
 * The interpreter, semantics version 1: what a run does when something happens to it. Pure: no clock, no I/O, no randomness;
 * the same state and input give the same answer, in a workflow, in its replay, in the browser. An input that no longer
 * applies (a doubled event, a late timer) changes nothing but `rev`.
 */
export function step(
  pinned: PinnedFlow,
  cores: NodeCores,
  state: RunState,
  input: StepInput,
): { state: RunState; commands: Command[] } {
  if (state.status === 'closed') return { state, commands: [] };
  const before = dueOf(state);
  const next = { ...state, rev: state.rev + 1 };
  const target = input.type === 'migrate' ? targetOf(pinned, cores, state, input.migration) : undefined;
  const turn = new Turn(target ?? pinned, cores, next, input.at);
  if (input.type !== 'migrate') handle(turn, input);
  else if (target) onMigrate(turn, pinned, input.migration);
  turn.settle();
  const after = dueOf(turn.state);
  const commands: Command[] = [...turn.side];
  const left = new Set(before.filter((due) => leaves(due, after)).map(({ key }) => key));
  for (const key of left) commands.push({ type: 'cancel_wait', key });
  const fresh = after.filter((due) => !before.some((other) => same(due, other)));
  const result = turn.emit(commands, fresh);
  // Where every wait goes on nothing else would tell the store.
  if (target) result.commands.push({ type: 'checkpoint', record: toRecord(target, result.state) });
  return result;
}

/** The flow that a run is in after an input: that of a migration which applied, otherwise the one it was in. */
export function flowAfter(pinned: PinnedFlow, input: StepInput, after: RunState): PinnedFlow {
  if (input.type !== 'migrate') return pinned;
  const { flow } = input.migration;
  return flow.hash === after.flow.hash && flow.version === after.flow.version ? flow : pinned;
}

/** Undefined where the migration does not apply, or no more. */
function targetOf(pinned: PinnedFlow, cores: NodeCores, state: RunState, migration: Migration): PinnedFlow | undefined {
  if (Object.hasOwn(state.decided, migration.id)) return undefined;
  return refuseMigration(pinned, cores, state, migration) ? undefined : migration.flow;
}

/** The commands that are due in a state: what a driver issues when it takes a run over (continue-as-new, import). */
export function outstanding(pinned: PinnedFlow, cores: NodeCores, state: RunState): Command[] {
  return commandsOf(new Turn(pinned, cores, state, state.startedAt), dueOf(state));
}

function handle(turn: Turn, input: Exclude<StepInput, { type: 'migrate' }>): void {
  switch (input.type) {
    case 'start':
      return turn.state.steps === 0
        ? turn.enter(turn.pinned.entry, { branch: '', since: turn.state.startedAt })
        : undefined;
    case 'effect_done':
      return onEffectDone(turn, input.key, input.result);
    case 'effect_failed':
      return onEffectFailed(turn, input.key, input.failure);
    case 'wait_registered':
      return onWaitRegistered(turn, input.key, input.answer);
    case 'timer':
      return onTimer(turn, input.key, input.timer);
    case 'event':
      return onEvent(turn, input.event);
    case 'wake':
      return onWake(turn, input.key);
    case 'decision':
      return onDecision(turn, input.decision, input.result);
    case 'command':
      return onCommand(turn, input.command);
    case 'exit':
      return turn.leave(input.outcome, input.status);
  }
}

const same = (a: Due, b: Due): boolean =>
  a.type === b.type && a.key === b.key && a.timer === b.timer && a.at === b.at && a.mark === b.mark;

/** A wait or a timer that is no longer due must be called off; an effect under way runs to its end. */
function leaves(due: Due, after: readonly Due[]): boolean {
  if (due.type === 'timer') return !after.some((other) => other.key === due.key && other.timer === due.timer);
  return due.type === 'register_wait' && !after.some((other) => other.key === due.key);
}
