import { landing, type NodeCores, type PinnedFlow, type Position, type RunCommand } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import type { ProblemCode, RunCommandResult, RunDetail, RunRow } from '@sluice/contracts';
import { storedPositions, type StoredRun } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { positionDto, stepDto } from '../present/run.js';
import { subjectTitles } from '../present/subject.js';
import { actText } from '../present/words.js';
import { GateRefusal } from '@sluice/runtime/run-gate';

type RunRoutes = 'listRuns' | 'getRun' | 'retryRun' | 'skipRun' | 'cancelRun' | 'restartRun' | 'landRun' | 'migrateRun';

const cores: NodeCores = Object.fromEntries(Object.entries(catalogue).map(([type, { core }]) => [type, core]));

export function runRoutes(context: Context): Pick<Handlers, RunRoutes> {
  const { store } = context;

  async function one(caller: Caller, id: string): Promise<StoredRun> {
    const run = await store.runs.get(caller.programme, id);
    if (!run) throw new Refusal('not_found');
    return run;
  }

  async function send(caller: Caller, id: string, command: RunCommand): Promise<RunCommandResult> {
    await one(caller, id);
    const answer = await context.runs.command(id, command).catch(refused);
    return { run: id, outcome: answer.status };
  }

  /** The version that the run follows and the one that is meant, as they run. */
  async function versions(run: StoredRun, to: number): Promise<{ from: PinnedFlow; target: PinnedFlow }> {
    const { key, version } = run.flow;
    const [from, target] = await Promise.all([
      store.flows.get(run.programme, key, version),
      store.flows.get(run.programme, key, to),
    ]);
    if (!from) throw new Refusal('not_found', { detail: 'The flow version of this run is not stored here.' });
    if (!target) {
      const message = `There is no version ${to} of this flow.`;
      throw new Refusal('invalid', { errors: [{ pointer: '/to', code: 'no_version', message }] });
    }
    return { from: from.pinned, target: target.pinned };
  }

  return {
    async listRuns({ caller, query }) {
      const page = await store.runs.list(caller.programme, compact(query));
      const titles = await subjectTitles(store, caller.programme, page.data);
      return shown(page, (run) => runRow(run, titles));
    },

    async getRun({ caller, params, locale }) {
      const run = await one(caller, params.id);
      const [version, newest] = await Promise.all([
        store.flows.get(caller.programme, run.flow.key, run.flow.version),
        store.flows.latest(caller.programme, run.flow.key),
      ]);
      if (!version) throw new Refusal('not_found', { detail: 'The flow version of this run is not stored here.' });
      return {
        ...runRow(run, await subjectTitles(store, caller.programme, [run])),
        beside: run.beside.map(positionDto),
        steps: run.steps.map(stepDto),
        vars: run.vars,
        ...(newest && { newest: newest.version }),
        document: version.document,
        commands: commandsOf(run, caller),
        parked: positionsOf(run)
          .filter(({ phase }) => phase === 'parked')
          .map((position) => ({ at: position.key, node: position.node, commands: commandsAt(run, position, caller) })),
        history: run.acts.map((act) => ({ at: act.at, actor: act.actor.name, text: actText(act, locale) })),
      };
    },

    retryRun: ({ caller, params, body, requestKey }) =>
      send(caller, params.id, {
        id: requestKey,
        reason: body.reason,
        actor: actor(caller),
        ...(body.at !== undefined && { at: body.at }),
        ...(body.input === undefined ? { type: 'retry' } : { type: 'edit', input: body.input }),
      }),

    skipRun: ({ caller, params, body, requestKey }) =>
      send(caller, params.id, {
        id: requestKey,
        reason: body.reason,
        actor: actor(caller),
        ...(body.at !== undefined && { at: body.at }),
        type: 'skip',
        ...(body.port !== undefined && { port: body.port }),
      }),

    cancelRun: ({ caller, params, body, requestKey }) =>
      send(caller, params.id, { id: requestKey, reason: body.reason, actor: actor(caller), type: 'stop' }),

    restartRun: ({ caller, params, body, requestKey }) =>
      send(caller, params.id, { id: requestKey, reason: body.reason, actor: actor(caller), type: 'restart' }),

    async landRun({ caller, params, body }) {
      const run = await one(caller, params.id);
      const { from, target } = await versions(run, body.to);
      const places = landing(from, target, storedPositions(run), body.map ?? {}, cores);
      return {
        positions: places.map(({ node, lands }) => ({
          node,
          place: 'stays' in lands ? lands : { node: lands.node, how: 'keeps' in lands ? 'keeps' : 'enters' },
        })),
        moves: places.length > 0 && places.every(({ lands }) => !('stays' in lands)),
        expected: Object.fromEntries(places.map(({ branch, key }) => [branch, key])),
      };
    },

    async migrateRun({ caller, params, body, requestKey }) {
      const run = await one(caller, params.id);
      const { target } = await versions(run, body.to);
      const { reason, map = {}, expected } = body;
      const migration = { id: requestKey, actor: actor(caller), reason, flow: target, map, expected };
      const answer = await context.runs.migrate(run.id, migration).catch(refused);
      return { run: run.id, outcome: answer.status };
    },
  };
}

function refused(error: unknown): never {
  throw error instanceof GateRefusal ? new Refusal(codes[error.code] ?? 'conflict', { detail: error.message }) : error;
}

const codes: Record<string, ProblemCode> = {
  needs_second_person: 'maker',
  unavailable: 'unavailable',
  not_editable: 'invalid',
  no_change: 'invalid',
  reason_missing: 'invalid',
};

function actor(caller: Caller) {
  return { id: caller.id, name: caller.name, roles: [...caller.roles] };
}

/** Where the run is, by branch: the first, then the others. */
function positionsOf({ current, beside }: StoredRun): Position[] {
  return [...(current ? [current] : []), ...beside];
}

/** What may be tried where the run is, in its first branch that is parked, if one is. */
function commandsOf(run: StoredRun, caller: Caller): Commands {
  const positions = positionsOf(run);
  return commandsAt(run, positions.find(({ phase }) => phase === 'parked') ?? positions[0], caller);
}

/** What may be tried; whether this step allows it (money steps, unknown outcomes) is decided by the run itself. */
function commandsAt(run: StoredRun, position: Position | undefined, caller: Caller): Commands {
  if (caller.permissions['run.command'] !== 'any' || run.status === 'completed' || run.status === 'stopped') return [];
  const ends: Commands = caller.permissions['flow.migrate'] === 'any' ? ['stop', 'restart'] : ['stop'];
  if (position?.phase !== 'parked') return ends;
  return position.park?.unknownOutcome ? ['retry', ...ends] : ['retry', 'edit', 'skip', ...ends];
}

type Commands = RunDetail['commands'];

export function runRow(run: StoredRun, titles: ReadonlyMap<string, string> = new Map()): RunRow {
  return compact({
    id: run.id,
    flow: { key: run.flow.key, title: run.flow.title, version: run.flow.version, hash: run.flow.hash },
    subject: compact({
      kind: run.subject.kind,
      id: run.subject.id,
      title: run.subject.title ?? titles.get(run.subject.id),
    }),
    status: run.status,
    outcome: run.outcome,
    startedAt: at(run.startedAt),
    closedAt: run.closedAt && at(run.closedAt),
    current: run.current && positionDto(run.current),
  });
}
