import { ApplicationFailure, Context } from '@temporalio/activity';
import type { EffectInput, EffectResult } from '@sluice/flows';
import { failureOf, type NodeActivities } from '@sluice/nodes/activity-types';

/**
 * The `effect` activity of every queue: finds the node type's activity and runs it. Whatever it throws becomes an
 * `ApplicationFailure` whose type is the error's code and whose first detail tells whether the outcome is unknown.
 * A node type that this worker does not know parks the step.
 */
export function effectActivity<Deps>(
  registry: NodeActivities<Deps>,
  deps: Deps,
  flush: (input: EffectInput) => Promise<void>,
): (input: EffectInput) => Promise<EffectResult> {
  return async (input) => {
    const stopHeartbeat = heartbeatWhileRunning();
    try {
      const activity = registry[input.context.type];
      if (!activity) {
        throw ApplicationFailure.nonRetryable(
          `This worker has no step type "${input.context.type}". Deploy the version that has it, then retry.`,
          'unknown_node_type',
          { unknownOutcome: false },
        );
      }
      await flush(input);
      const result = await activity.run(deps, input.context);
      return { ...result, attempts: Context.current().info.attempt };
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      const failure = failureOf(error);
      throw ApplicationFailure.create({
        type: failure.type,
        message: failure.message,
        nonRetryable: failure.nonRetryable,
        details: [failure.details],
        ...(failure.retryAfterMs !== undefined && { nextRetryDelay: failure.retryAfterMs }),
        ...(error instanceof Error ? { cause: error } : {}),
      });
    } finally {
      stopHeartbeat();
    }
  };
}

/** Tells Temporal every 1.5 s that this worker lives, so that a killed worker's step is tried again within seconds. */
function heartbeatWhileRunning(): () => void {
  const context = Context.current();
  if (!context.info.heartbeatTimeoutMs) return () => undefined;
  const timer = setInterval(() => context.heartbeat(), Math.min(1_500, context.info.heartbeatTimeoutMs / 3));
  return () => clearInterval(timer);
}
