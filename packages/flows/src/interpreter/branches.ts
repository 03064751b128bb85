import type { Position } from '../run.js';
import type { Turn } from './turn.js';
import { placeOf } from './turn.js';

/** Branches of a run at once, those of forks inside forks counted; more would make a run that nobody can follow. */
const MAX_BRANCHES = 20;

/** Goes on by several ports at once. Each branch is a position of its own until the join. */
export function fork(turn: Turn, ports: readonly string[]): void {
  const { state } = turn;
  const position = turn.position!;
  const undrawn = ports.find((port) => turn.nextOf(position.node, port) === undefined);
  if (undrawn !== undefined)
    return turn.park({ code: 'no_path', message: `No path is drawn from “${undrawn}”.`, from: 'core' });
  const branches = state.positions.length - 1 + turn.unbegun + ports.length;
  if (ports.length === 0 || branches > MAX_BRANCHES) {
    return turn.park({
      code: 'branches',
      message: `A run has at most ${MAX_BRANCHES} branches at once; here it would have ${branches}.`,
      from: 'core',
    });
  }
  const id = `${position.node}/${position.visit}`;
  turn.finish({ status: 'done', label: { code: 'branches', params: { count: ports.length } } });
  turn.position = undefined;
  state.forks = {
    ...state.forks,
    [id]: { branches: ports.length, arrived: 0, joined: false, ...placeOf(position) },
  };
  turn.unbegun += ports.length;
  ports.forEach((port, number) => {
    turn.unbegun -= 1;
    // A branch that ended the run, or was first at an "any" join, leaves nothing for the others to do.
    if (state.closing || !state.forks[id] || state.forks[id].joined) return;
    turn.enter(turn.nextOf(position.node, port)!, {
      branch: `${id}/${number}`,
      fork: id,
      since: position.enteredAt,
    });
  });
}

/** A branch has come to the join; enough of them let the run on, on the line that was forked. */
export function arrive(turn: Turn, need: 'all' | number): void {
  const { state } = turn;
  const position = turn.position!;
  const id = position.fork;
  const open = id === undefined ? undefined : state.forks[id];
  // Drawn without a parallel step before it: nothing to wait for.
  if (id === undefined || !open) return turn.goto({ port: 'next' });
  const arrived = open.arrived + 1;
  const enough = arrived >= Math.min(need === 'all' ? open.branches : need, open.branches);
  if (!enough) {
    turn.finish({ status: 'done', label: { code: 'arrived', params: { count: arrived, of: open.branches } } });
    turn.position = undefined;
    state.forks = { ...state.forks, [id]: { ...open, arrived } };
    return;
  }
  const next = turn.nextOf(position.node, 'next');
  if (next === undefined) return turn.park({ code: 'no_path', message: 'No path is drawn from “next”.', from: 'core' });
  turn.finish({
    status: 'done',
    port: 'next',
    label: { code: 'arrived', params: { count: arrived, of: open.branches } },
  });
  turn.position = undefined;
  state.positions = state.positions.map((other) => (within(turn, other, id) ? { ...other, dropped: true } : other));
  state.forks = { ...state.forks, [id]: { ...open, arrived, joined: true } };
  forget(turn);
  turn.enter(next, {
    branch: open.branch,
    ...(open.fork !== undefined && { fork: open.fork }),
    since: position.enteredAt,
  });
}

/** True for a branch of the fork and for branches of forks inside it. */
function within(turn: Turn, position: Position, id: string): boolean {
  for (let fork = position.fork; fork !== undefined; fork = turn.state.forks[fork]?.fork) {
    if (fork === id) return true;
  }
  return false;
}

/** Forks that no branch belongs to any more. */
function forget(turn: Turn): void {
  const { state } = turn;
  const used = new Set<string>();
  for (const position of state.positions)
    for (let fork = position.fork; fork !== undefined && !used.has(fork); fork = state.forks[fork]?.fork)
      used.add(fork);
  state.forks = Object.fromEntries(Object.entries(state.forks).filter(([id, { joined }]) => !joined || used.has(id)));
}
