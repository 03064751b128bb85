import type { Refusal } from './command.js';
import type { NodeCores } from './node.js';
import type { PinnedFlow } from './pinned.js';
import type { Actor, Position, RunState } from './run.js';

/** A person's wish to have a run go on in another version of its flow. */
export interface Migration {
  /** The caller's idempotency key, also the update id. */
  id: string;
  actor: Actor;
  reason: string;
  /** The version to go on in. */
  flow: PinnedFlow;
  /** Old node → new node, where a step has another name; absent = the same. */
  map: Readonly<Record<string, string>>;
  /** Branch → key of its position, as whoever asks saw them: a run that has moved on since is not moved blindly. */
  expected: Readonly<Record<string, string>>;
}

/**
 * `busy`: something is under way there · `no_node`: the new version has no such step · `branches`: the step lies in another
 * parallel step than before · `unknown_outcome`: it may have happened, so it cannot be left for another kind of step ·
 * `money`: it is parked, and leaving it would skip what takes two people.
 */
export type StayReason = 'busy' | 'no_node' | 'branches' | 'unknown_outcome' | 'money';

/** Where a position goes: its wait (or park) goes on at `node`, or `node` is entered anew. */
export type Lands = { node: string; keeps: true } | { node: string; enters: true } | { stays: StayReason };

export interface PositionLanding {
  branch: string;
  node: string;
  /** Key of the position: what `Migration.expected` names. */
  key: string;
  lands: Lands;
}

/** One entry a position, in their order. */
export type Landing = PositionLanding[];

/** What of a position says where it lands; positions of run records have it. */
export type LandingPosition = Pick<Position, 'branch' | 'node' | 'key' | 'phase' | 'wait' | 'park' | 'dropped'>;

/** Where each position of a run would be in another version. A run can be moved when no position stays. */
export function landing(
  from: PinnedFlow,
  to: PinnedFlow,
  positions: readonly LandingPosition[],
  map: Readonly<Record<string, string>>,
  cores: NodeCores,
): Landing {
  const before = openForks(from);
  const after = openForks(to);
  return positions.map((position) => {
    const { branch, node, key } = position;
    const target = renamed(map, node);
    const chain = (before.get(node) ?? []).map((fork) => renamed(map, fork));
    const sameBranches = chain.join('\n') === (after.get(target) ?? chain).join('\n');
    return { branch, node, key, lands: lands(from, to, position, target, sameBranches, cores) };
  });
}

/** The synchronous check of a `migrate` update. */
export function refuseMigration(
  from: PinnedFlow,
  cores: NodeCores,
  state: RunState,
  migration: Migration,
): Refusal | undefined {
  const { flow: to, map, expected } = migration;
  if (Object.hasOwn(state.decided, migration.id)) return undefined;
  if (migration.reason.trim() === '') return { code: 'reason_missing', message: 'Say why: each choice is audited.' };
  if (state.status === 'closed') return { code: 'closed', message: 'The run is over.' };
  if (to.key !== from.key || to.subject !== from.subject)
    return { code: 'other_flow', message: 'A run can only go on in another version of its own flow.' };
  if (to.hash === state.flow.hash && to.version === state.flow.version)
    return { code: 'same_version', message: 'The run is in this version already.' };
  const seen = Object.keys(expected);
  const moved =
    seen.length !== state.positions.length ||
    state.positions.some(({ branch, key }) => !Object.hasOwn(expected, branch) || expected[branch] !== key);
  if (moved) return { code: 'moved', message: 'The run has moved on since you looked. Look where it is now.' };
  if (state.closing || state.positions.length === 0) return { code: 'busy', message: 'The run is just ending.' };
  const stays = landing(from, to, state.positions, map, cores).flatMap(({ node, lands: place }) =>
    'stays' in place ? [{ node, reason: place.stays }] : [],
  );
  const busy = stays.find(({ reason }) => reason === 'busy');
  if (busy) return { code: 'busy', message: `“${busy.node}” is under way. Try again when the run waits.` };
  const first = stays[0];
  if (!first) return undefined;
  return {
    code: 'no_landing',
    message: `“${first.node}” has no place in version ${to.version}: ${words[first.reason]}`,
  };
}

const words: Record<StayReason, string> = {
  busy: 'it is under way.',
  no_node: 'there is no such step. Say which step takes its place.',
  branches: 'the step that would take its place lies in other branches.',
  unknown_outcome: 'it may have happened, so it cannot be left for another kind of step.',
  money: 'it is parked on money; retry, edit or skip it first.',
};

function lands(
  from: PinnedFlow,
  to: PinnedFlow,
  position: LandingPosition,
  node: string,
  sameBranches: boolean,
  cores: NodeCores,
): Lands {
  const { phase, wait, park } = position;
  if (phase === 'effect' || position.dropped || (phase === 'wait' && !wait?.registered)) return { stays: 'busy' };
  const old = own(from.nodes, position.node);
  const next = own(to.nodes, node);
  if (!next) return { stays: 'no_node' };
  if (!sameBranches) return { stays: 'branches' };
  if (old?.type === next.type) return { node, keeps: true };
  if (park?.unknownOutcome) return { stays: 'unknown_outcome' };
  if (park && old && own(cores, old.type)?.money) return { stays: 'money' };
  return { node, enters: true };
}

/** The `parallel` steps that are open at each step, outermost first. */
function openForks(flow: PinnedFlow): Map<string, readonly string[]> {
  const open = new Map<string, readonly string[]>();
  const queue: [string, readonly string[]][] = [[flow.entry, []]];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [id, forks] = next;
    const node = own(flow.nodes, id);
    if (!node || open.has(id)) continue;
    open.set(id, forks);
    const after = node.type === 'parallel' ? [...forks, id] : node.type === 'join' ? forks.slice(0, -1) : forks;
    for (const to of Object.values(flow.next[id] ?? {})) queue.push([to, after]);
  }
  return open;
}

/** The name a step has in the new version. */
export function renamed(map: Readonly<Record<string, string>>, node: string): string {
  return own(map, node) ?? node;
}

function own<T>(of: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
