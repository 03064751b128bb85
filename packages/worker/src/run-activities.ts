import { ApplicationFailure } from '@temporalio/activity';
import type { Approval } from '@sluice/domain';
import {
  resolveWait,
  type BufferedEvent,
  type DecisionRecorded,
  type EffectInput,
  type RecordDecisionInput,
  type RegisterWaitInput,
  type RunAct,
  type RunRecord,
  type WaitRegistered,
  type Zones,
} from '@sluice/flows';
import type { Outgoing, Store, StoredEvent } from '@sluice/store';
import { runEvent } from '@sluice/dispatcher/run-event';
import { afterClose } from '@sluice/store/operations/index';
import { takeAwayLeftBehind } from './left-behind.js';
import { zonesOf } from './zones.js';

export interface RunDeps {
  store: Store;
  now(): Date;
  failpoint(name: string): Promise<void> | void;
}

/** The activities about a run itself: all local, idempotent, and short. */
export function runActivities(deps: RunDeps) {
  const { store } = deps;

  const save = async (record: RunRecord | (Omit<RunRecord, 'vars'> & { vars?: RunRecord['vars'] })) => {
    await deps.failpoint('run.save.before');
    await store.runs.save(record.programme, record, audited);
    await deps.failpoint('run.save.after');
  };

  return {
    flush: (input: EffectInput) => save({ ...input.record, vars: input.context.vars }),

    async checkpoint(record: RunRecord): Promise<void> {
      await save(record);
      await takeAwayLeftBehind(store, record, deps.now());
    },

    async registerWait(input: RegisterWaitInput): Promise<WaitRegistered> {
      const programme = await store.programmes.need(input.programme);
      await save(input.record);
      const moments = momentsOf(await zonesOf(store, programme, input), input);
      const until = moments.until === undefined ? undefined : new Date(moments.until);
      await deps.failpoint('wait.register.before');
      await register(store, input, until, deps.now());
      await deps.failpoint('wait.register.after');
      const found = await lookBack(store, input);
      return {
        ...moments,
        ...(found.length > 0 && { found }),
        ready: await isReady(store, input),
      };
    },

    async closeRun(record: RunRecord): Promise<void> {
      await deps.failpoint('run.close.before');
      await save(record);
      await afterClose(store, record, deps.now());
      await deps.failpoint('run.close.after');
    },

    async recordDecision({ programme: key, decision, run }: RecordDecisionInput): Promise<DecisionRecorded> {
      const { actor, outcome, comment, subjectHash } = decision;
      const programme = await store.programmes.need(key);
      const user = await store.users.get(key, actor.id);
      if (user?.disabled) return { accepted: false, code: 'role', message: 'This account is closed.' };
      await deps.failpoint('approval.decide.before');
      const result = await store.approvals.decide(
        key,
        decision.approval as Approval['id'],
        {
          id: decision.id,
          by: actor.id,
          name: actor.name,
          // What the store says of the person now counts, not what a session said when the page was opened.
          roles: user?.roles ?? actor.roles,
          at: deps.now(),
          outcome,
          ...(comment && { comment }),
          subjectHash,
        },
        {
          makersMayDecide: programme.settings.singleOperator,
          out: (after) => ({
            audit: {
              action: `approval.${outcome === 'approve' ? 'approved' : 'rejected'}`,
              actor: { id: actor.id, name: actor.name },
              detail: {
                run,
                subjectHash,
                state: after.state,
                ...(comment && { comment }),
                ...(after.makers.includes(actor.id) && { singleOperator: true }),
              },
            },
          }),
        },
      );
      await deps.failpoint('approval.decide.after');
      if (!result.accepted) return result;
      const { approval } = result;
      const state = approval.state === 'approved' || approval.state === 'rejected' ? approval.state : 'pending';
      return {
        accepted: true,
        state,
        output: {
          approval: approval.id,
          subjectHash: approval.subjectHash,
          approvals: approval.decisions.filter((one) => one.outcome === 'approve').length,
        },
      };
    },
  };
}

/** A person's act on a run, as the audit log keeps it. */
function audited(act: RunAct): Outgoing {
  return {
    audit: {
      action: `run.${act.type}${act.status === 'requested' ? '_requested' : ''}`,
      actor: { id: act.actor.id, name: act.actor.name },
      detail: { reason: act.reason, ...(act.node && { node: act.node }), act: act.id },
    },
  };
}

/** Absolute instants of the wait, on the calendar of the zone it asks for. */
function momentsOf(zones: Zones, { request, enteredAt }: RegisterWaitInput) {
  try {
    return resolveWait(request, enteredAt, zones);
  } catch (error) {
    throw ApplicationFailure.nonRetryable(
      `The wait cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'bad_wait',
      { unknownOutcome: false },
    );
  }
}

async function register(store: Store, input: RegisterWaitInput, until: Date | undefined, now: Date): Promise<void> {
  const { request, programme, run, key, node } = input;
  await takeAwayLeftBehind(store, input.record, now);
  const common = { run, node, registeredAt: now, ...(until && { until }) };
  if (request.events?.length && request.correlation) {
    await store.waits.register(programme, {
      ...common,
      key,
      kind: 'event',
      types: request.events,
      correlation: request.correlation,
      ...(request.filter !== undefined && { filter: request.filter }),
    });
  }
  for (const wake of [request.wake ?? []].flat()) {
    await store.waits.register(programme, { ...common, key: `${key}#${wake}`, kind: 'wake', types: [], wake });
  }
  if (input.exits.events.length > 0) {
    await store.waits.register(programme, {
      run,
      key: 'exits',
      kind: 'exit',
      types: input.exits.events,
      correlation: input.exits.correlation,
      registeredAt: now,
    });
  }
}

/** What was stored before the wait was registered: by type and correlation, never by a timestamp cursor of ours. */
async function lookBack(store: Store, input: RegisterWaitInput): Promise<BufferedEvent[]> {
  const { programme, request, exits, consumed } = input;
  const since = new Date(request.since ?? input.since);
  const found: StoredEvent[] = [];
  if (request.events?.length && request.correlation) {
    found.push(...(await store.events.findStored(programme, request.events, request.correlation, since)));
  }
  if (exits.events.length > 0) {
    found.push(...(await store.events.findStored(programme, exits.events, exits.correlation, sinceStart(input))));
  }
  const fresh = new Map(found.filter(({ id }) => !consumed.includes(id)).map((event) => [event.id, event]));
  return [...fresh.values()].map(runEvent);
}

/** An exit may have come while nothing was registered yet: since what began the run. */
function sinceStart({ record }: RegisterWaitInput): Date {
  const event = record.vars['event'];
  const received =
    event !== null && typeof event === 'object' && !Array.isArray(event) ? event['receivedAt'] : undefined;
  const started = new Date(record.startedAt);
  const begun = typeof received === 'string' ? new Date(received) : started;
  return begun < started ? begun : started;
}

/** Whether the thing behind the wait has happened already. */
async function isReady(store: Store, { programme, request }: RegisterWaitInput): Promise<boolean> {
  if (!request.subject) return false;
  if (request.kind === 'approval') {
    const approval = await store.approvals.get(programme, request.subject as Approval['id']);
    return approval !== null && approval.state !== 'pending';
  }
  if (request.kind === 'task') {
    const task = await store.tasks.get(programme, request.subject as never);
    return task !== null && task.state !== 'open';
  }
  if (request.kind === 'run') {
    const run = await store.runs.get(programme, request.subject);
    return run?.status === 'completed' || run?.status === 'stopped';
  }
  return false;
}
