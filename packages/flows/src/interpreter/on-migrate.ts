import type { JsonObject } from '@sluice/domain';
import { landing, renamed, type Migration } from '../migrate.js';
import type { PinnedFlow } from '../pinned.js';
import { resolveConfig } from '../resolve.js';
import type { Position } from '../run.js';
import { sameJson } from '../same-json.js';
import { startWait, waitStateOf } from './on-wait.js';
import { remember } from './remember.js';
import { placeOf, type Turn } from './turn.js';

/** The run goes on in another version of its flow, which is the turn's; it was checked that every position has a place there. */
export function onMigrate(turn: Turn, from: PinnedFlow, migration: Migration): void {
  const { state, pinned: to, cores } = turn;
  const { id, reason, actor, map } = migration;
  const places = landing(from, to, state.positions, map, cores);
  const before = state.vars;
  state.flow = { key: to.key, version: to.version, hash: to.hash };
  state.makers = [...new Set([...state.makers, ...to.makers])];
  state.vars = carriedOver(from, to, before, map);
  state.acts = [
    ...state.acts,
    {
      id,
      type: 'migrate' as const,
      at: turn.at,
      reason,
      actor: { id: actor.id, name: actor.name },
      status: 'done' as const,
    },
  ].slice(-100);
  remember(turn, id, { status: 'done' });
  for (const { branch, lands } of places) {
    // A branch that was moved before this one may have ended the run, or been first at an "any" join.
    if ('stays' in lands || state.closing || !turn.actAs(branch) || turn.position!.dropped) continue;
    if ('keeps' in lands) goOn(turn, from, before, lands.node);
    else enterAnew(turn, lands.node);
  }
}

/** The same kind of step: what it waits for stays, except where its settings say something else now. */
function goOn(turn: Turn, from: PinnedFlow, vars: JsonObject, node: string): void {
  const position = turn.position!;
  const settings = { ...resolveConfig(from.nodes[position.node]!.config, vars), ...position.edited };
  if (node !== position.node) moveTo(turn, node);
  const approval = turn.position!.wait?.approval;
  if (approval) {
    const makers = [...new Set([...approval.makers, ...turn.state.makers])];
    turn.position = { ...turn.position!, wait: { ...turn.position!.wait!, approval: { ...approval, makers } } };
  }
  if (sameJson(settings, turn.config(turn.position!))) return;
  waitAgain(turn);
}

/** The visit keeps the name that its effects, approvals and tasks are known by. */
function moveTo(turn: Turn, node: string): void {
  const { state } = turn;
  const position = turn.position!;
  const visit = (state.visits[node] ?? 0) + 1;
  state.visits = { ...state.visits, [node]: visit };
  turn.position = {
    ...position,
    node,
    visit,
    origin: position.origin ?? { node: position.node, visit: position.visit },
  };
  turn.log({ node, visit });
}

/** The settings of a step that waits have changed: it waits for what they say now, counted from when it was entered. */
function waitAgain(turn: Turn): void {
  const { wait, ended: _ended, ...position } = turn.position!;
  if (position.phase === 'parked' && position.park?.from !== 'wait') return;
  if (turn.core.effect) {
    if (position.phase === 'parked') return;
    turn.position = position;
    return turn.effect('resume');
  }
  const action = turn.decide(() => (turn.core.run ? turn.core.run(turn.context()) : { do: 'effect' }));
  if (!action) return;
  if (action.do !== 'wait') return position.phase === 'parked' ? undefined : turn.perform(action);
  const { from, since } = wait!.request;
  const request = { ...action.wait, ...(from !== undefined && { from }), ...(since !== undefined && { since }) };
  if (sameJson({ ...request }, { ...wait!.request })) return;
  if (position.phase === 'parked') {
    turn.position = { ...position, wait: waitStateOf(request) };
    return;
  }
  // A key of its own: what still comes for the wait before is not taken for this one.
  const item = position.item + 1;
  turn.position = { ...position, item, key: turn.key(position, item, position.generation) };
  startWait(turn, request);
}

/** Another kind of step takes its place: what was waited for is left. */
function enterAnew(turn: Turn, node: string): void {
  const position: Position = turn.position!;
  turn.finish({ status: 'skipped', label: { code: 'migrated', params: { version: turn.pinned.version } } });
  turn.position = undefined;
  turn.enter(node, { ...placeOf(position), since: position.enteredAt });
}

/** New parameters have their defaults, what was set for this run stays, and outputs are found under their steps' new names. */
function carriedOver(
  from: PinnedFlow,
  to: PinnedFlow,
  vars: JsonObject,
  map: Readonly<Record<string, string>>,
): JsonObject {
  const given = vars['params'];
  const params = given !== null && typeof given === 'object' && !Array.isArray(given) ? given : {};
  const own = Object.entries(params).filter(([key, value]) => !sameJson(value, from.params[key] ?? null));
  const outputs = Object.keys(map).flatMap((old) => {
    const name = renamed(map, old);
    const output = Object.hasOwn(vars, old) && Object.hasOwn(from.nodes, old) ? vars[old] : undefined;
    return output === undefined || (name in vars && Object.hasOwn(vars, name)) ? [] : [[name, output] as const];
  });
  return { ...vars, ...Object.fromEntries(outputs), params: { ...to.params, ...Object.fromEntries(own) } };
}
