import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Probe } from '../health.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** Throws where no worker has asked for work on this queue in the last minute. */
export function workerProbe(client: Client, queue: string): Probe {
  return async () => {
    const answer = await client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: queue },
      taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    const newest = Math.max(0, ...(answer.pollers ?? []).map((poller) => Number(poller.lastAccessTime?.seconds ?? 0)));
    if (Date.now() / 1000 - newest > 60) throw new Error('no worker asks for work');
    return {};
  };
}
