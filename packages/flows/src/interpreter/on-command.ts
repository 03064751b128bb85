import type { Refusal, RunCommand } from '../command.js';
import type { NodeCores } from '../node.js';
import type { PinnedFlow } from '../pinned.js';
import type { Position, RunState } from '../run.js';
import { sameJson } from '../same-json.js';
import { remember } from './remember.js';
import { Turn } from './turn.js';

/** A person's act on the run; one that does not apply (`refuseCommand`) changes nothing. */
export function onCommand(turn: Turn, command: RunCommand): void {
  const { state } = turn;
  if (Object.hasOwn(state.decided, command.id)) return;
  if (refuseCommand(turn.pinned, turn.cores, state, command)) return;
  const parked = parkedFor(state, command);
  if (parked) turn.actOn(parked.key);
  const requested = needsSecond(turn, command);
  const node = parked?.node;
  state.acts = [
    ...state.acts,
    {
      id: command.id,
      type: command.type,
      ...(node !== undefined && { node }),
      at: turn.at,
      reason: command.reason,
      actor: { id: command.actor.id, name: command.actor.name },
      status: requested ? ('requested' as const) : ('done' as const),
    },
  ].slice(-100);
  remember(turn, command.id, { status: requested ? 'requested' : 'done' });
  if (requested) return;
  switch (command.type) {
    case 'stop':
      return turn.leave('stopped', 'stopped');
    case 'restart':
      return turn.leave('restarted', 'stopped');
    case 'retry':
      return again(turn);
    case 'edit':
      turn.position = { ...turn.position!, edited: { ...turn.position!.edited, ...command.input } };
      return again(turn);
    case 'skip':
      return turn.goto({ port: skipPort(turn, turn.position!, command.port), skipped: true });
  }
}

/** On a money node an edit or a skip is only asked for, until another person asks for the same. */
function needsSecond(turn: Turn, command: RunCommand): boolean {
  if ((command.type !== 'edit' && command.type !== 'skip') || !turn.core.money) return false;
  const position = turn.position!;
  const park = position.park!;
  if (park.requested && same(park.requested, command) && park.requested.actor.id !== command.actor.id) return false;
  turn.position = {
    ...position,
    park: {
      ...park,
      requested: {
        id: command.id,
        type: command.type,
        ...(command.type === 'edit' && { input: command.input }),
        ...(command.type === 'skip' && command.port !== undefined && { port: command.port }),
        reason: command.reason,
        actor: command.actor,
      },
    },
  };
  return true;
}

/** The generation rises only where it is certain that the effect did not happen. */
function again(turn: Turn): void {
  const { park, ...position } = turn.position!;
  if (park!.from === 'wait') {
    turn.position = { ...position, phase: 'wait' };
    turn.waitAt({ ...position.wait!, registered: false });
    return;
  }
  if (park!.from === 'core') {
    turn.position = { ...position, phase: 'effect' };
    return position.ended ? turn.resume(position.ended) : turn.runCore();
  }
  const generation = park!.unknownOutcome || park!.happened ? position.generation : position.generation + 1;
  turn.position = {
    ...position,
    phase: 'effect',
    generation,
    key: turn.key(position, position.item, generation),
  };
  turn.log({ status: 'running', ...(position.edited && { input: position.edited }) });
}

/** The synchronous check of a `command` update. */
export function refuseCommand(
  pinned: PinnedFlow,
  cores: NodeCores,
  state: RunState,
  command: RunCommand,
): Refusal | undefined {
  if (Object.hasOwn(state.decided, command.id)) return undefined;
  if (command.reason.trim() === '') return { code: 'reason_missing', message: 'Say why: each choice is audited.' };
  if (state.status === 'closed') return { code: 'closed', message: 'The run is over.' };
  if (endsRun(command)) {
    return state.closing ? { code: 'closing', message: 'The run is already ending.' } : undefined;
  }
  const position = parkedFor(state, command);
  const park = position?.park;
  if (!position || !park) return { code: 'not_parked', message: 'No step of this run is parked.' };
  const turn = new Turn(pinned, cores, state, state.startedAt);
  const core = cores[pinned.nodes[position.node]?.type ?? ''];
  if (command.type === 'retry') return undefined;
  if (!core) return { code: 'unknown_node_type', message: 'This kind of step is not known here; stop the run.' };
  if (park.unknownOutcome) {
    return { code: 'unknown_outcome', message: 'It may have happened. Retry with the same key until that is known.' };
  }
  if (command.type === 'edit') {
    if (park.happened) return { code: 'happened', message: 'The step has happened; only the way on is missing.' };
    const field = Object.keys(command.input).find((key) => !core.editable.includes(key));
    if (field !== undefined) return { code: 'not_editable', message: `“${field}” cannot be changed in a run.` };
    if (Object.keys(command.input).length === 0) return { code: 'no_change', message: 'Nothing is changed.' };
  }
  if (command.type === 'skip') {
    if (!core.skippable && !park.happened) return { code: 'not_skippable', message: 'This step cannot be skipped.' };
    const port = skipPort(turn, position, command.port);
    if (pinned.next[position.node]?.[port] === undefined) {
      return { code: 'no_path', message: `No path is drawn from “${port}”.` };
    }
  }
  const requested = park.requested;
  if (core.money && requested && requested.actor.id === command.actor.id && same(requested, command)) {
    return { code: 'needs_second_person', message: 'It needs a second person, who is not you.' };
  }
  return undefined;
}

/** Commands for the run as a whole, wherever it is. */
function endsRun(command: RunCommand): boolean {
  return command.type === 'stop' || command.type === 'restart';
}

/** The parked branch a command is for: the one it names by the key of its position, otherwise the first. */
function parkedFor(state: RunState, command: RunCommand): Position | undefined {
  if (endsRun(command)) return undefined;
  return state.positions.find(
    ({ phase, key }) => phase === 'parked' && (command.at === undefined || command.at === key),
  );
}

/** The port a skipped step is left by: as said, otherwise the first one. */
function skipPort(turn: Turn, position: Position, port: string | undefined): string {
  const core = turn.cores[turn.pinned.nodes[position.node]!.type]!;
  return port ?? core.ports(turn.config(position))[0]?.key ?? 'next';
}

function same(requested: NonNullable<NonNullable<Position['park']>['requested']>, command: RunCommand): boolean {
  if (requested.type !== command.type) return false;
  if (command.type === 'skip') return requested.port === command.port;
  return command.type === 'edit' && sameJson(requested.input, command.input);
}
