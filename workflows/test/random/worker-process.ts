/**
 * A worker in a process of its own, which is killed again and again: what its activities are asked it asks the test. It is
 * started without anything to do, so that the next one stands ready when one is killed.
 */
import { ApplicationFailure } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { FlowActivities } from '../../src/activities.js';
import type { Heard } from './heard.js';

/** What the test tells the process: to begin, or what an activity came to. */
export type ToWorker =
  | { begin: { address: string; taskQueue: string; codePath: string } }
  | {
      answer: number;
      result?: unknown;
      failure?: { type: string; message: string; nonRetryable: boolean; details: object };
    };

/** What the process tells the test. */
export type FromWorker =
  | { ready: true }
  | { call: number; activity: keyof FlowActivities; input: unknown }
  | { heard: Heard; run: string; history: string };

Runtime.install({ logger: new DefaultLogger('ERROR') });

const open = new Map<number, (message: Extract<ToWorker, { answer: number }>) => void>();
let calls = 0;
const tell = (message: FromWorker): void => void process.send?.(message);

function ask(activity: keyof FlowActivities) {
  return async (input: unknown): Promise<unknown> => {
    const call = (calls += 1);
    const told = await new Promise<Extract<ToWorker, { answer: number }>>((resolve) => {
      open.set(call, resolve);
      tell({ call, activity, input });
    });
    if (told.failure) throw ApplicationFailure.create({ ...told.failure, details: [told.failure.details] });
    return told.result;
  };
}

const names = ['effect', 'registerWait', 'checkpoint', 'closeRun', 'recordDecision'] as const;
const activities = Object.fromEntries(names.map((name) => [name, ask(name)]));

async function begin({ address, taskQueue, codePath }: Extract<ToWorker, { begin: object }>['begin']): Promise<void> {
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue,
    activities,
    workflowBundle: { codePath },
    // Nobody waits long for one that was killed.
    stickyQueueScheduleToStartTimeout: '500ms',
    sinks: {
      heard: {
        tell: {
          fn: (info: { workflowId: string; runId: string }, heard: Heard) =>
            tell({ heard, run: info.workflowId, history: info.runId }),
          callDuringReplay: false,
        },
      },
    },
  });
  await worker.run();
}

process.on('message', (message: ToWorker) => {
  if ('begin' in message) void begin(message.begin);
  else open.get(message.answer)?.(message);
});
tell({ ready: true });
