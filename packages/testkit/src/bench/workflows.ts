import { continueAsNew, proxyActivities, proxyLocalActivities, sleep, workflowInfo } from '@temporalio/workflow';

export { flowRun } from '../../../../workflows/src/flow-run.js';

export interface BenchActivities {
  /** What a hand-written workflow would tell and be told. */
  send(input: { key: string; template: string }): Promise<{ done: number }>;
  noOp(): Promise<void>;
}

export interface ByHandArgs {
  steps: number;
  taskQueue: string;
  /** Set by continue-as-new. */
  done?: number;
}

/**
 * The interpreter's peer: the loop that the bench's flow draws, as somebody would write it in code. It too starts a new
 * history when the server suggests it.
 */
export async function byHand({ steps, taskQueue, done = 0 }: ByHandArgs): Promise<number> {
  const { send } = proxyActivities<BenchActivities>({ taskQueue, startToCloseTimeout: '10 minutes' });
  const run = workflowInfo().workflowId;
  for (let sent = done; sent < steps;) {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof byHand>({ steps, taskQueue, done: sent });
    ({ done: sent } = await send({ key: `${run}/${sent + 1}`, template: 'note' }));
  }
  return steps;
}

/** Activities that do nothing, one after the other. */
export async function noOps({ steps, taskQueue }: ByHandArgs): Promise<number> {
  const { noOp } = proxyActivities<BenchActivities>({ taskQueue, startToCloseTimeout: '10 minutes' });
  for (let done = 0; done < steps; done += 1) await noOp();
  return steps;
}

/** The peer of a run that waits: one local activity, then a sleep of a month. */
export async function asleepByHand(): Promise<void> {
  const { noOp } = proxyLocalActivities<BenchActivities>({ startToCloseTimeout: '1 minute' });
  await noOp();
  await sleep('30 days');
}
