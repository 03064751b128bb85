import type { Position, RunCommand } from '@sluice/flows';
import type { ProblemCode, RunCommandResult, RunDetail, RunRow } from '@sluice/contracts';
import type { StoredRun } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { positionDto, stepDto } from '../present/run.js';
import { subjectTitles } from '../present/subject.js';
import { actText } from '../present/words.js';
import { GateRefusal } from '@sluice/runtime/run-gate';

type RunRoutes = 'listRuns' | 'getRun' | 'retryRun' | 'skipRun' | 'cancelRun';

export function runRoutes(context: Context): Pick<Handlers, RunRoutes> {
  const { store } = context;

  async function one(caller: Caller, id: string): Promise<StoredRun> {
    const run = await store.runs.get(caller.programme, id);
    if (!run) throw new Refusal('not_found');
    return run;
  }

  async function send(caller: Caller, id: string, command: RunCommand): Promise<RunCommandResult> {
    await one(caller, id);
    const answer = await context.runs.command(id, command).catch((error: unknown) => {
      throw error instanceof GateRefusal
        ? new Refusal(codes[error.code] ?? 'conflict', { detail: error.message })
        : error;
    });
    return { run: id, outcome: answer.status };
  }

  return {
    async listRuns({ caller, query }) {
      const page = await store.runs.list(caller.programme, compact(query));
      const titles = await subjectTitles(store, caller.programme, page.data);
      return shown(page, (run) => runRow(run, titles));
    },

    async getRun({ caller, params, locale }) {
      const run = await one(caller, params.id);
      const version = await store.flows.get(caller.programme, run.flow.key, run.flow.version);
      if (!version) throw new Refusal('not_found', { detail: 'The flow version of this run is not stored here.' });
      return {
        ...runRow(run, await subjectTitles(store, caller.programme, [run])),
        beside: run.beside.map(positionDto),
        steps: run.steps.map(stepDto),
        vars: run.vars,
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
  };
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
  if (position?.phase !== 'parked') return ['stop'];
  return position.park?.unknownOutcome ? ['retry', 'stop'] : ['retry', 'edit', 'skip', 'stop'];
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
