import { readFileSync, readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@sluice/domain';
import {
  lockFlow,
  parseFlow,
  parseFlowFile,
  pinFlow,
  resolveWait,
  type Actor,
  type BufferedEvent,
  type Decision,
  type EffectContext,
  type EffectResult,
  type FlowDocument,
  type PinnedFlow,
  type RunCommand,
  type RunRecord,
  type RunState,
} from '@sluice/flows';
import { NonRetryable, UnknownOutcome, failureOf } from '@sluice/nodes/activity-types';
import { catalogue } from '@sluice/nodes/catalogue';
import { queries, signals, taskQueues, updates, workflowTypes } from '@sluice/runtime/names';
import { workflowBundleFile } from '@sluice/testkit/harness/workflow-bundle';
import { ApplicationFailure } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { FlowActivities } from '../src/activities.js';
import type { FlowRunArgs } from '../src/args.js';
import type { flowRun } from '../src/flow-run.js';
import { packFlow } from '../src/pack.js';

const templates = new URL('../templates/', import.meta.url);
const json = (file: string): unknown => JSON.parse(readFileSync(new URL(file, templates), 'utf8'));

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** The workflow code. */
export async function workflowBundle(): Promise<{ code: string }> {
  return { code: readFileSync(await workflowBundleFile(), 'utf8') };
}

export { NonRetryable, UnknownOutcome };

/** A flow that ships, or any document, in its executable form. */
export function pin(flow: string | FlowDocument, inside: readonly PinnedFlow[] = []): PinnedFlow {
  const parsed = typeof flow === 'string' ? parseFlowFile(json(`${flow}.json`)) : parseFlow(flow);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const document = typeof flow === 'string' ? { ...parsed.flow, version: 1 } : parsed.flow;
  const rules = Object.fromEntries(
    readdirSync(new URL('rules/', templates)).map((file) => {
      const rule = json(`rules/${file}`) as { key: string; logic: string };
      return [rule.key, { key: rule.key, version: 1, hash: 'r', logic: JSON.parse(rule.logic) as never }];
    }),
  );
  const mails = readdirSync(new URL('mail/', templates)).map((file) => file.replace('.json', ''));
  return pinFlow(document, {
    catalogue,
    rules,
    templates: Object.fromEntries(mails.map((key) => [key, { key, hash: 't' }])),
    flows: {
      ...Object.fromEntries(['inner', 'payout-batch'].map((key) => [key, { key, version: 1, hash: 'f' }])),
      ...Object.fromEntries(inside.map((inner) => [inner.key, lockFlow(inner)])),
    },
    makers: ['usr_publisher'],
  });
}

type Nodes = Record<string, [type: string, ports: Record<string, string>, config?: JsonObject]>;

/** A small flow of real node types; the first node is the entry. */
export function draw(nodes: Nodes): FlowDocument {
  return {
    key: 'drawn',
    title: 'Drawn',
    subject: 'order',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: Object.entries(nodes).map(([id, [type, , config]]) => ({ id, type, config: config ?? {} })),
    edges: [
      { from: 'trigger', port: 'next', to: Object.keys(nodes)[0]! },
      ...Object.entries(nodes).flatMap(([from, [, ports]]) =>
        Object.entries(ports).map(([port, to]) => ({ from, port, to })),
      ),
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: '',
  };
}

/** What the activities do in a test: effects by a script, the rest as the store would. */
export class World {
  readonly effects: EffectContext[] = [];
  readonly records: RunRecord[] = [];
  /** Events as the store has them; a registration finds those. */
  readonly stored: BufferedEvent[] = [];
  readonly decisions = new Map<string, Decision>();
  /** Run just before a wait is registered, or just after. */
  beforeRegister?: () => Promise<void> | void;
  afterRegister?: () => Promise<void> | void;

  constructor(
    private readonly script: (context: EffectContext, world: World) => EffectResult | Promise<EffectResult>,
  ) {}

  get activities(): FlowActivities {
    return {
      effect: async ({ context }) => {
        this.effects.push(context);
        try {
          return await this.script(context, this);
        } catch (error) {
          const failure = failureOf(error);
          throw ApplicationFailure.create({ ...failure, details: [failure.details] });
        }
      },
      registerWait: async (input) => {
        await this.beforeRegister?.();
        const found = this.stored.filter(
          (event) => input.request.events?.includes(event.type) && !input.consumed.includes(event.id),
        );
        this.records.push(input.record);
        const answer = { ...resolveWait(input.request, input.enteredAt, 'Europe/Berlin'), found };
        await this.afterRegister?.();
        return answer;
      },
      checkpoint: async (record) => void this.records.push(record),
      closeRun: async (record) => void this.records.push(record),
      recordDecision: async ({ decision }) => {
        if (decision.actor.id === 'usr_gone')
          return { accepted: false, code: 'not_allowed', message: 'The role was taken away.' };
        this.decisions.set(decision.id, decision);
        const approvals = [...this.decisions.values()].filter((other) => other.outcome === 'approve').length;
        if (decision.outcome === 'reject') return { accepted: true, state: 'rejected' };
        return { accepted: true, state: approvals >= this.needed ? 'approved' : 'pending' };
      },
    };
  }

  needed = 1;
}

export interface Bench {
  client: Client;
  start(args: Partial<FlowRunArgs> & { pinned: PinnedFlow }): Promise<Handle>;
  stop(): Promise<void>;
}

export type Handle = WorkflowHandle<typeof flowRun>;

/** Workers on all four queues, under a prefix of their own. */
export async function openBench(
  world: World,
  given?: { client: Client; connection: NativeConnection },
): Promise<Bench> {
  const address = process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
  const native = given?.connection ?? (await NativeConnection.connect({ address }));
  const connection = given ? undefined : await Connection.connect({ address });
  const client = given?.client ?? new Client({ connection: connection! });
  const prefix = `t${randomUUID().slice(0, 8)}-`;
  const workers = await Promise.all(
    Object.values(taskQueues).map(async (queue) =>
      Worker.create({
        connection: native,
        taskQueue: `${prefix}${queue}`,
        activities: { ...world.activities },
        ...(queue === 'flows' && { workflowBundle: await workflowBundle(), maxCachedWorkflows: 20 }),
      }),
    ),
  );
  const running = workers.map((worker) => worker.run());
  return {
    client,
    start: ({ pinned, ...args }) => {
      const run = args.run ?? `run_${randomUUID()}`;
      return client.workflow.start<typeof flowRun>(workflowTypes.flowRun, {
        workflowId: run,
        taskQueue: `${prefix}${taskQueues.flows}`,
        args: [{ run, programme: 'demo', flow: packFlow(pinned), subject: { kind: 'order', id: 'ord_1' }, ...args }],
      });
    },
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      if (!given) {
        await native.close();
        await connection!.close();
      }
    },
  };
}

export const state = (handle: Handle): Promise<RunState> => handle.query<RunState>(queries.state);

/** Waits until the run's state is as wanted. */
export async function until(handle: Handle, wanted: (state: RunState) => boolean): Promise<RunState> {
  const end = Date.now() + 55_000;
  do {
    const now = await state(handle);
    if (wanted(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 25));
  } while (Date.now() < end);
  throw new Error(`The run did not come to it: ${JSON.stringify((await state(handle)).positions[0])}`);
}

export const decide = (handle: Handle, decision: Decision): Promise<unknown> =>
  handle.executeUpdate(updates.decide, { args: [decision], updateId: decision.id });

export const command = (handle: Handle, act: RunCommand): Promise<unknown> =>
  handle.executeUpdate(updates.command, { args: [act], updateId: act.id });

export const signalEvent = (handle: Handle, event: BufferedEvent): Promise<void> => handle.signal(signals.event, event);
export const wake = (handle: Handle, key: string): Promise<void> => handle.signal(signals.wake, { key });

export const person = (id: string, role = 'finance'): Actor => ({ id, name: id, roles: [role] });

/** Code of the failure that an update was refused with. */
export async function refusalOf(update: Promise<unknown>): Promise<string> {
  try {
    await update;
    return 'accepted';
  } catch (error) {
    const cause = (error as { cause?: { type?: string } }).cause;
    return cause?.type ?? String(error);
  }
}

export async function eventCount(handle: Handle): Promise<number> {
  return (await handle.fetchHistory()).events?.length ?? 0;
}
