import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pinFlow, type EffectInput, type FlowDocument } from '@sluice/flows';
import { catalogue } from '@sluice/nodes/catalogue';
import { dataConverter } from '@sluice/runtime';
import { taskQueues, workflowTypes } from '@sluice/runtime/names';
import type { Store } from '@sluice/store';
import { runActivities } from '@sluice/worker/run-activities';
import { packFlow } from '@sluice/workflows/pack';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { judged, type Row } from './row.js';
import type { asleepByHand, flowRun } from './workflows.js';

export interface SleepingOptions {
  temporalAddress: string;
  store: Store;
  /** Runs that sleep at once; the specification's are 10,000. */
  runs: number;
  /** How long runs are started as fast as they can be; the specification's are 120 s. */
  seconds: number;
  say: (line: string) => void;
}

/** Runs that a worker keeps in memory; the others are begun from their history when something happens to them. */
const CACHED = 200;
const STARTS_AT_ONCE = 16;
/** So many runs fill the cache and warm the process before its memory is measured. */
const WARM_UP = 5 * CACHED;

type Kind = 'flow' | 'by hand';

/**
 * Runs that sleep: by how much a worker's memory grows once its cache is full, and how many are started a second until
 * they sleep, beside a workflow by hand that does nothing but one activity and the same sleep.
 */
export async function sleepingRows({ temporalAddress, store, runs, seconds, say }: SleepingOptions): Promise<Row[]> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const codec = dataConverter({ payloadKey: Buffer.alloc(32, 7) });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const clientConnection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection: clientConnection, dataConverter: codec });
  const taskQueue = `sleep-${randomUUID().slice(0, 8)}-${taskQueues.flows}`;
  const asleep: Record<Kind, number> = { flow: 0, 'by hand': 0 };
  const own = runActivities({ store, now: () => new Date(), failpoint: () => undefined });
  const worker = await Worker.create({
    connection,
    taskQueue,
    dataConverter: codec,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./workflows.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    }),
    maxCachedWorkflows: CACHED,
    activities: {
      ...own,
      effect: (_input: EffectInput) => Promise.resolve({ port: 'next' }),
      async registerWait(input: Parameters<typeof own.registerWait>[0]) {
        const answer = await own.registerWait(input);
        asleep.flow += 1;
        return answer;
      },
      noOp: () => Promise.resolve(void (asleep['by hand'] += 1)),
    },
  });
  const running = worker.run();
  const flow = packFlow(pinFlow(sleeper, { catalogue, rules: {}, templates: {} }));
  const start: Record<Kind, () => Promise<unknown>> = {
    flow() {
      const run = `run_${randomUUID()}`;
      return client.workflow.start<typeof flowRun>(workflowTypes.flowRun, {
        workflowId: run,
        taskQueue,
        args: [{ run, programme: 'demo', flow, subject: { kind: 'order', id: 'bench' } }],
      });
    },
    'by hand': () =>
      client.workflow.start<typeof asleepByHand>('asleepByHand', { workflowId: `hand_${randomUUID()}`, taskQueue }),
  };

  const sleep = async (kind: Kind, count: number): Promise<void> => {
    const all = asleep[kind] + count;
    let left = count;
    await atOnce(async () => left-- > 0 && (await start[kind](), true));
    await until(() => asleep[kind] >= all);
  };
  const rate = async (kind: Kind): Promise<number> => {
    const [from, began] = [asleep[kind], performance.now()];
    let started = 0;
    await atOnce(async () => {
      if (performance.now() - began > seconds * 1_000) return false;
      started += 1;
      await start[kind]();
      return true;
    });
    await until(() => asleep[kind] >= from + started);
    return (started * 1_000) / (performance.now() - began);
  };

  try {
    const counted = runs.toLocaleString('en');
    say(`${counted} sleeping runs`);
    await sleep('flow', WARM_UP);
    const before = memory();
    await sleep('flow', runs);
    const after = memory();
    say(`Starts for ${seconds} s`);
    const hand = await rate('by hand');
    const flows = await rate('flow');
    return [
      judged({
        name: `Sleeping runs: a worker's memory with ${counted} more of them, ${CACHED} cached`,
        peer: `with ${WARM_UP.toLocaleString('en')}`,
        ratio: after / before,
        ours: `${mib(after)}: ${((after - before) / runs / 1_024).toFixed(2)} KiB a run`,
        theirs: mib(before),
      }),
      judged({
        name: `Runs started until they sleep, wait stored, for ${seconds} s`,
        peer: 'a no-op activity and a sleep by hand',
        ratio: flows / hand,
        ours: `${flows.toFixed(1)} a second`,
        theirs: `${hand.toFixed(1)} a second`,
      }),
    ];
  } finally {
    worker.shutdown();
    await running;
    await clientConnection.close();
    await connection.close();
  }
}

/** A step of short store work, then a wait of a month. */
const sleeper: FlowDocument = {
  key: 'sleeper',
  title: 'Sleeper',
  subject: 'order',
  trigger: { type: 'manual' },
  parameters: [],
  nodes: [
    { id: 'tier', type: 'set_tier', config: { tier: 'gold' } },
    { id: 'sleep', type: 'wait', config: { for: 'P30D' } },
    { id: 'end', type: 'end', config: { outcome: 'done' } },
  ],
  edges: [
    { from: 'trigger', port: 'next', to: 'tier' },
    { from: 'tier', port: 'next', to: 'sleep' },
    { from: 'sleep', port: 'next', to: 'end' },
  ],
  exits: [],
  notes: [],
  version: 1,
  hash: 'sleeper',
};

/** Calls it again and again, some at a time, until it answers false. */
async function atOnce(act: () => Promise<boolean>): Promise<void> {
  const one = async (): Promise<void> => {
    while (await act());
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, one));
}

async function until(done: () => boolean): Promise<void> {
  const late = Date.now() + 600_000;
  while (!done()) {
    if (Date.now() > late) throw new Error('Runs that were started did not fall asleep within ten minutes.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Bytes that the process occupies, rubbish left out where Node was told to allow it (`--expose-gc`). */
function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
