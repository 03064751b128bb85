import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { BufferedEvent, PinnedFlow, RunState } from '@sluice/flows';
import { searchAttributes, signals, taskQueue, workflowTypes } from '@sluice/runtime/names';
import type { Admission, StoredFlow } from '@sluice/store';
import type { FlowRunArgs } from '@sluice/workflows';
import { packFlow } from '@sluice/workflows/pack';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';

/** A run on its way to another server. */
export interface CarriedRun {
  run: string;
  flow: PinnedFlow;
  state: RunState;
}

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

/** Brings runs here from another server. */
export interface RunCarrier {
  /** Has a run go on from a state that was carried over; false where it runs already. May be repeated. */
  resume(programme: string, carried: CarriedRun): Promise<boolean>;
}

export function temporalRuns(client: Client, taskQueuePrefix: string): Runs & RunCarrier {
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
  /** Starts a run's workflow; false where there is one of that id, which is left alone. */
  async function startRun(
    args: FlowRunArgs,
    flow: Pick<PinnedFlow, 'key' | 'version'>,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY',
  ): Promise<boolean> {
    const { run, subject } = args;
    try {
      await client.workflow.start(workflowTypes.flowRun, {
        workflowId: run,
        taskQueue: taskQueue('flows', taskQueuePrefix),
        workflowIdReusePolicy,
        workflowTaskTimeout: '10s',
        typedSearchAttributes: new TypedSearchAttributes([
          { key: flowKey, value: flow.key },
          { key: versionKey, value: flow.version },
          { key: subjectKey, value: `${subject.kind}:${subject.id}` },
        ]),
        args: [args],
      });
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      return false;
    }
  }
  return {
    async start(programme, { run, subject, input }, { pinned }) {
      const { event, params, startedBy, makers } = input as Pick<
        FlowRunArgs,
        'event' | 'params' | 'startedBy' | 'makers'
      >;
      await startRun(
        {
          run,
          programme,
          flow: packFlow(pinned),
          subject,
          ...(event && { event }),
          ...(params && { params }),
          ...(startedBy && { startedBy }),
          ...(makers && { makers }),
        },
        pinned,
        'REJECT_DUPLICATE',
      );
    },

    // One that was ended for the journey is begun again; one that is over stays over.
    resume: (programme, { run, flow, state }) =>
      startRun(
        { run, programme, flow: packFlow(flow), subject: state.subject, state },
        flow,
        'ALLOW_DUPLICATE_FAILED_ONLY',
      ),

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
