import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { BufferedEvent } from '@sluice/flows';
import { searchAttributes, signals, taskQueue, workflowTypes } from '@sluice/runtime/names';
import type { Admission, StoredFlow } from '@sluice/store';
import { packFlow } from '@sluice/workflows/pack';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';

/** Starts runs and tells them of events. Both may be repeated. */
export interface Runs {
  start(programme: string, admission: Admission, flow: StoredFlow): Promise<void>;
  startBacktest(programme: string, backtest: string): Promise<void>;
  startBulk(programme: string, bulk: string): Promise<void>;
  /** Ends a run from outside; false where it is over or was never started. */
  stop(run: string, outcome: string): Promise<boolean>;
  /** True where nobody runs it any more: it has ended, was ended in Temporal itself, or Temporal has forgotten it. */
  isOver(run: string): Promise<boolean>;
  /** False where the run is over or was never started. */
  signal(run: string, event: BufferedEvent): Promise<boolean>;
}

const flowKey = defineSearchAttributeKey(searchAttributes.flow, SearchAttributeType.KEYWORD);
const versionKey = defineSearchAttributeKey(searchAttributes.version, SearchAttributeType.INT);
const subjectKey = defineSearchAttributeKey(searchAttributes.subject, SearchAttributeType.KEYWORD);

export function temporalRuns(client: Client, taskQueuePrefix: string): Runs {
  /** Starts work on many documents; what is started already is left alone. */
  async function startBulkWork(type: string, workflowId: string, argument: object): Promise<void> {
    try {
      await client.workflow.start(type, {
        workflowId,
        taskQueue: taskQueue('bulk', taskQueuePrefix),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        args: [argument],
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
  return {
    async start(programme, admission, flow) {
      const { run, subject, input } = admission;
      const { event, params, startedBy, makers } = input as {
        event?: Record<string, never>;
        params?: Record<string, never>;
        startedBy?: string;
        makers?: string[];
      };
      try {
        await client.workflow.start(workflowTypes.flowRun, {
          workflowId: run,
          taskQueue: taskQueue('flows', taskQueuePrefix),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowTaskTimeout: '10s',
          typedSearchAttributes: new TypedSearchAttributes([
            { key: flowKey, value: flow.key },
            { key: versionKey, value: flow.version },
            { key: subjectKey, value: `${subject.kind}:${subject.id}` },
          ]),
          args: [
            {
              run,
              programme,
              flow: packFlow(flow.pinned),
              subject,
              ...(event && { event }),
              ...(params && { params }),
              ...(startedBy && { startedBy }),
              ...(makers && { makers }),
            },
          ],
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    startBacktest: (programme, backtest) => startBulkWork(workflowTypes.backtest, backtest, { programme, backtest }),
    startBulk: (programme, bulk) => startBulkWork(workflowTypes.bulk, bulk, { programme, bulk }),

    async stop(run, outcome) {
      try {
        await client.workflow.getHandle(run).signal(signals.exit, { outcome });
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },

    async isOver(run) {
      try {
        const { status } = await client.workflow.getHandle(run).describe();
        return status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW' && status.name !== 'PAUSED';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return true;
        throw error;
      }
    },

    async signal(run, event) {
      try {
        await client.workflow.getHandle(run).signal(signals.event, event);
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
  };
}
