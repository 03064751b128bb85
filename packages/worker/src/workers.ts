import { heartbeat } from '@temporalio/activity';
import { NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import { taskQueue, taskQueues } from '@sluice/runtime/names';
import type { WorkerActivities } from './activities.js';

type QueueName = keyof typeof taskQueues;

export interface WorkersOptions {
  temporalAddress: string;
  namespace: string;
  taskQueuePrefix: string;
  dataConverter: DataConverter;
  /** Path of the workflow bundle, or its code. */
  workflowBundle: { codePath: string } | { code: string };
  activities: WorkerActivities;
  /** Workflows kept in memory; bounds memory whatever number of runs sleeps. */
  maxCachedWorkflows?: number;
  /**
   * Name of this build, where several are kept at once: runs are then pinned to the build that they began on. Without one a
   * run goes on wherever a worker asks for it, so that an upgrade leaves none that nobody polls.
   */
  build?: string;
  /** Activities that the queue `mail` begins in a second, over all workers. */
  mailPerSecond?: number;
}

/** Activities at once by queue: mail goes at the provider's pace, money carefully. */
const concurrency: Record<QueueName, number> = { flows: 40, money: 4, mail: 4, bulk: 2 };

/** Workflows kept in memory on the queues that run some: flows, and backtests beside them. */
const cached: Partial<Record<QueueName, number>> = { flows: 200, bulk: 10 };

/** What Temporal knows an installation's workers by, where they name their build. */
export function deploymentName(taskQueuePrefix: string): string {
  return `${taskQueuePrefix}sluice`;
}

/** One worker a queue, each with a connection of its own; all of them run until `stop`. */
export class Workers {
  private constructor(
    private readonly workers: Worker[],
    private readonly connections: NativeConnection[],
    private readonly running: Promise<void>[],
  ) {}

  static async start(options: WorkersOptions): Promise<Workers> {
    const connections: NativeConnection[] = [];
    const workers: Worker[] = [];
    for (const queue of Object.keys(taskQueues) as QueueName[]) {
      const connection = await NativeConnection.connect({ address: options.temporalAddress });
      connections.push(connection);
      workers.push(
        await Worker.create({
          connection,
          namespace: options.namespace,
          taskQueue: taskQueue(queue, options.taskQueuePrefix),
          dataConverter: options.dataConverter,
          activities: { ...options.activities },
          maxConcurrentActivityTaskExecutions: concurrency[queue],
          shutdownGraceTime: '5s',
          // Told this often, a step whose worker is lost is missed, and tried again, within seconds.
          maxHeartbeatThrottleInterval: '2s',
          defaultHeartbeatThrottleInterval: '2s',
          ...(queue === 'mail' &&
            options.mailPerSecond !== undefined && { maxTaskQueueActivitiesPerSecond: options.mailPerSecond }),
          ...(options.build !== undefined && {
            workerDeploymentOptions: {
              version: { deploymentName: deploymentName(options.taskQueuePrefix), buildId: options.build },
              useWorkerVersioning: true,
              defaultVersioningBehavior: 'PINNED',
            },
          }),
          ...(cached[queue] !== undefined && {
            workflowBundle: options.workflowBundle as WorkflowBundleWithSourceMap,
            maxCachedWorkflows: Math.min(options.maxCachedWorkflows ?? Infinity, cached[queue]),
            stickyQueueScheduleToStartTimeout: '3s',
          }),
        }),
      );
    }
    return new Workers(
      workers,
      connections,
      workers.map((worker) => worker.run()),
    );
  }

  /** Settles when the first worker ends, which none should by itself. */
  ended(): Promise<void> {
    return Promise.race(this.running);
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await Promise.allSettled(this.running);
    for (const connection of this.connections) await connection.close();
  }
}

/** Heartbeat of the activity that calls it; nothing outside of one, and nothing in a local activity. */
export function beat(detail?: unknown): void {
  try {
    heartbeat(detail);
  } catch {
    // Called outside of an activity.
  }
}
