import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pinFlow, type EffectInput, type FlowDocument } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { dataConverter } from '@sluice/runtime';
import { taskQueues, workflowTypes } from '@sluice/runtime/names';
import type { Store } from '@sluice/store';
import { effectActivity } from '@sluice/worker/effects';
import { runActivities } from '@sluice/worker/run-activities';
import { packFlow } from '@sluice/workflows/pack';
import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { judged, median, type Row } from './row.js';
import type { byHand, flowRun, noOps } from './workflows.js';

type History = Awaited<ReturnType<WorkflowHandleWithFirstExecutionRunId['fetchHistory']>>;

/** Steps of the replayed loop; steps of the loop whose latency is compared with that of no-op activities. */
export interface RunsOptions {
  temporalAddress: string;
  store: Store;
  steps: number;
  latencySteps: number;
}

const programme = 'demo';
const REPLAYS = 3;

/**
 * The interpreter beside the same loop written by hand, on workers of its own: `steps` times an activity and a look at its
 * answer. Wall time while both run side by side; CPU by replaying both histories, less that of replaying one step. Then a
 * step with everything it does in an installation (the run's record is written first) beside an activity that does nothing.
 */
export async function runRows({ temporalAddress, store, steps, latencySteps }: RunsOptions): Promise<Row[]> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const codec = dataConverter({ payloadKey: Buffer.alloc(32, 7) });
  const bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./workflows.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const clientConnection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection: clientConnection, dataConverter: codec });
  const prefix = `bench-${randomUUID().slice(0, 8)}-`;
  const own = runActivities({ store, now: () => new Date(), failpoint: () => undefined });
  const stored = effectActivity(
    { email: { type: 'email', run: (_deps, context) => Promise.resolve(answer(context)) } },
    undefined,
    async (input) => void (await own.flush(input)),
  );
  const activities = {
    ...own,
    effect: (input: EffectInput) =>
      input.context.subject.id === 'light' ? Promise.resolve(answer(input.context)) : stored(input),
    send: ({ key }: { key: string }) => Promise.resolve({ done: Number(key.split('/')[1]) }),
    noOp: () => Promise.resolve(),
  };
  const workers = await Promise.all(
    [taskQueues.flows, taskQueues.mail].map((queue) =>
      Worker.create({
        connection,
        taskQueue: prefix + queue,
        dataConverter: codec,
        activities,
        ...(queue === taskQueues.flows && { workflowBundle: bundle }),
      }),
    ),
  );
  const running = workers.map((worker) => worker.run());
  const taskQueue = prefix + taskQueues.flows;

  const interpreted = (count: number, subject: 'light' | 'stored') => {
    const run = `run_${randomUUID()}`;
    const flow = packFlow(pinFlow(loop(count), pinning));
    return client.workflow.start<typeof flowRun>(workflowTypes.flowRun, {
      workflowId: run,
      taskQueue,
      args: [{ run, programme, flow, subject: { kind: 'order', id: subject } }],
    });
  };
  const written = (count: number) =>
    client.workflow.start<typeof byHand>('byHand', {
      workflowId: `hand_${randomUUID()}`,
      taskQueue,
      args: [{ steps: count, taskQueue: prefix + taskQueues.mail }],
    });
  const bare = (count: number) =>
    client.workflow.start<typeof noOps>('noOps', {
      workflowId: `noop_${randomUUID()}`,
      taskQueue,
      args: [{ steps: count, taskQueue: prefix + taskQueues.mail }],
    });

  try {
    // The first runs of a worker are slow for both: they warm up.
    const short = [await finished(interpreted(1, 'light')), await finished(written(1))];
    await Promise.all([finished(interpreted(20, 'stored')), finished(bare(20))]);
    const long = await Promise.all([finished(interpreted(steps, 'light')), finished(written(steps))]);
    const step = await Promise.all([finished(interpreted(latencySteps, 'stored')), finished(bare(latencySteps))]);
    const histories = await Promise.all([...long, ...short].map(({ run }) => chain(client, run)));
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);

    const cpu = async (index: number): Promise<number> =>
      (await replay(bundle, codec, histories[index]!)) - (await replay(bundle, codec, histories[index + 2]!));
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < REPLAYS; round += 1) {
      ours.push(await cpu(0));
      theirs.push(await cpu(1));
    }
    const each = (ms: number) => `${(ms / steps).toFixed(2)} ms a step`;
    const perStep = (ms: number) => `${(ms / latencySteps).toFixed(1)} ms`;
    return [
      judged({
        name: `Interpreter: CPU of replaying ${steps} steps`,
        peer: 'the same workflow by hand',
        ratio: median(ours) / median(theirs),
        ours: each(median(ours)),
        theirs: each(median(theirs)),
        bar: '≤ 2',
      }),
      judged({
        name: `Interpreter: wall time of ${steps} steps`,
        peer: 'the same workflow by hand, side by side',
        ratio: long[0].ms / long[1].ms,
        ours: seconds(long[0].ms),
        theirs: seconds(long[1].ms),
        bar: '≤ 1.15',
      }),
      judged({
        name: 'Sequential step, its run’s record written',
        peer: 'no-op activity on the same queue',
        ratio: step[0].ms / step[1].ms,
        ours: perStep(step[0].ms),
        theirs: perStep(step[1].ms),
        bar: '≤ 1.3',
      }),
    ];
  } finally {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled(running);
    await clientConnection.close();
    await connection.close();
  }
}

const pinning = {
  catalogue,
  rules: {},
  templates: { note: { key: 'note', hash: 'note' } },
  makers: ['usr_maker'],
};

/** A mail, again and again until it has been sent `count` times. */
function loop(count: number): FlowDocument {
  return {
    key: 'bench',
    title: 'Bench',
    subject: 'order',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: [
      { id: 'send', type: 'email', config: { template: 'note', to: { kind: 'role', role: 'ops' } } },
      {
        id: 'more',
        type: 'decide',
        config: { branches: [{ port: 'again', title: 'again', when: { '<': [{ var: 'send.done' }, count] } }] },
      },
      { id: 'end', type: 'end', config: { outcome: 'done' } },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'send' },
      { from: 'send', port: 'next', to: 'more' },
      { from: 'more', port: 'again', to: 'send' },
      { from: 'more', port: 'otherwise', to: 'end' },
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: 'bench',
  };
}

/** The mail step's answer, without a mail. */
function answer({ visit }: { visit: number }): { port: string; output: { done: number } } {
  return { port: 'next', output: { done: visit } };
}

type Started = Promise<WorkflowHandleWithFirstExecutionRunId>;

async function finished(starting: Started): Promise<{ run: Awaited<Started>; ms: number }> {
  const began = performance.now();
  const run = await starting;
  await run.result();
  return { run, ms: performance.now() - began };
}

/** All histories of a run, one for each time it began anew. */
async function chain(client: Client, run: Awaited<Started>): Promise<{ workflowId: string; history: History }[]> {
  const found: { workflowId: string; history: History }[] = [];
  for (let id: string | undefined = run.firstExecutionRunId; id;) {
    const history: History = await client.workflow.getHandle(run.workflowId, id).fetchHistory();
    found.push({ workflowId: run.workflowId, history });
    const last = history.events?.at(-1);
    id = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return found;
}

/** CPU milliseconds of this process while it replays the histories; throws where one does not replay. */
async function replay(
  workflowBundle: { code: string },
  converter: ReturnType<typeof dataConverter>,
  histories: { workflowId: string; history: History }[],
): Promise<number> {
  const before = process.cpuUsage();
  const results = Worker.runReplayHistories({ workflowBundle, dataConverter: converter }, histories);
  for await (const { error } of results) if (error) throw error;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
