import type {
  DecisionRecorded,
  EffectInput,
  EffectResult,
  EffectSpec,
  NodeCores,
  RecordDecisionInput,
  RegisterWaitInput,
  RunRecord,
  WaitRegistered,
} from '@sluice/flows/core';
import { taskQueues } from '@sluice/runtime/names';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { FlowActivities } from './activities.js';

export interface Activities {
  effect(nodeType: string, input: EffectInput): Promise<EffectResult>;
  registerWait(input: RegisterWaitInput): Promise<WaitRegistered>;
  checkpoint(record: RunRecord): Promise<void>;
  closeRun(record: RunRecord): Promise<void>;
  recordDecision(input: RecordDecisionInput): Promise<DecisionRecorded>;
}

/**
 * How the commands become activities: an effect by its node's queue and retry policy; everything about the run itself as a
 * local activity, tried until the store answers, because a run that cannot write its own state has nowhere to park.
 */
export function activitiesOf(cores: NodeCores, taskQueue: string): Activities {
  const prefix = taskQueue.endsWith(taskQueues.flows) ? taskQueue.slice(0, -taskQueues.flows.length) : '';
  const own = proxyLocalActivities<FlowActivities>({
    startToCloseTimeout: 20_000,
    retry: { initialInterval: 100, maximumInterval: 30_000, backoffCoefficient: 2 },
  });
  return {
    effect: (nodeType, input) => {
      const spec = cores[nodeType]!.effect!;
      const retry = {
        maximumAttempts: spec.retry.attempts,
        initialInterval: spec.retry.initialMs,
        maximumInterval: spec.retry.maxMs,
        backoffCoefficient: spec.retry.factor,
      };
      if (spec.local) {
        const local = proxyLocalActivities<FlowActivities>({ startToCloseTimeout: spec.timeoutMs, retry });
        return local.effect(input);
      }
      return proxyActivities<FlowActivities>({
        taskQueue: `${prefix}${taskQueues[spec.queue]}`,
        startToCloseTimeout: spec.timeoutMs,
        ...heartbeat(spec),
        retry,
      }).effect(input);
    },
    registerWait: (input) => own.registerWait(input),
    checkpoint: (record) => own.checkpoint(record),
    closeRun: (record) => own.closeRun(record),
    recordDecision: (input) => own.recordDecision(input),
  };
}

function heartbeat(spec: EffectSpec): { heartbeatTimeout?: number } {
  return spec.heartbeatMs === undefined ? {} : { heartbeatTimeout: spec.heartbeatMs };
}
