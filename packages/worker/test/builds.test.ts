import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { taskQueue } from '@sluice/runtime/names';
import { draw, pin, World, workflowBundle } from '../../../workflows/test/harness.js';
import { packFlow } from '@sluice/workflows/pack';
import type { flowRun } from '../../../workflows/src/flow-run.js';
import { Client, Connection } from '@temporalio/client';
import type { WorkerActivities } from '../src/activities.js';
import { deploymentName, Workers } from '../src/workers.js';

const temporalAddress = process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
const prefix = `b${randomBytes(4).toString('hex')}-`;
const running: Workers[] = [];
let connection: Connection | undefined;

afterEach(async () => {
  await Promise.all(running.splice(0).map((workers) => workers.stop()));
  await connection?.close();
});

/** Workers of one build; their effects say which it was. */
async function build(name: string, did: string[]): Promise<void> {
  const world = new World(() => {
    did.push(name);
    return { port: 'ended' };
  });
  running.push(
    await Workers.start({
      temporalAddress,
      namespace: 'default',
      taskQueuePrefix: prefix,
      dataConverter: {},
      workflowBundle: await workflowBundle(),
      activities: world.activities as WorkerActivities,
      build: name,
    }),
  );
}

/** Lets new runs begin on that build, as whoever operates a cluster does. */
async function makeCurrent(client: Client, buildId: string): Promise<void> {
  const deployment = { deploymentName: deploymentName(prefix), buildId };
  for (let left = 100; ; left -= 1) {
    try {
      const { workflowService } = client;
      await workflowService.setWorkerDeploymentCurrentVersion({
        namespace: 'default',
        deploymentName: deployment.deploymentName,
        buildId,
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe('workers that name their build', () => {
  it('keep the runs that began on it, while new ones begin on the newest', async () => {
    connection = await Connection.connect({ address: temporalAddress });
    const client = new Client({ connection });
    const pinned = pin(
      draw({
        pause: ['wait', { next: 'work' }, { for: 'PT6S' }],
        work: ['hold', { ended: 'end', rejected: 'end' }, { commissions: ['com_1'] }],
        end: ['end', {}, { outcome: 'done' }],
      }),
    );
    const start = (run: string) =>
      client.workflow.start<typeof flowRun>('flowRun', {
        workflowId: `${prefix}${run}`,
        taskQueue: taskQueue('flows', prefix),
        args: [{ run, programme: 'demo', flow: packFlow(pinned), subject: { kind: 'order', id: 'ord_1' } }],
      });
    const did: string[] = [];
    await build('one', did);
    await makeCurrent(client, 'one');
    const first = await start('first');
    await build('two', did);
    await makeCurrent(client, 'two');
    expect(await first.result()).toMatchObject({ outcome: 'done' });
    expect(did).toEqual(['one']);
    const second = await start('second');
    expect(await second.result()).toMatchObject({ outcome: 'done' });
    expect(did).toEqual(['one', 'two']);
  });
});
