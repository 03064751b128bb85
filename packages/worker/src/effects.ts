import { ApplicationFailure, Context } from '@temporalio/activity';
import type { EffectInput, EffectResult } from '@sluice/flows';
import { failureOf, type NodeActivities } from '@sluice/nodes/activity-types';
import { cores } from '@sluice/nodes/cores';
import { nextTry, whileTried } from './attempts.js';

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
    const { attempt } = Context.current().info;
    try {
      const activity = registry[input.context.type];
      if (!activity) {
        throw ApplicationFailure.nonRetryable(
          `This worker has no step type "${input.context.type}". Deploy the version that has it, then retry.`,
          'unknown_node_type',
          { unknownOutcome: false },
        );
      }
      await flush(attempt > 1 ? whileTried(input, { attempts: attempt - 1 }) : input);
      const result = await activity.run(deps, input.context);
      return { ...result, attempts: attempt };
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      const failure = failureOf(error);
      if (!failure.nonRetryable) await tellAttempt(input, attempt, failure, flush);
      throw ApplicationFailure.create({
        type: failure.type,
        message: failure.message,
        nonRetryable: failure.nonRetryable,
        details: [{ ...failure.details, attempts: attempt }],
        ...(failure.retryAfterMs !== undefined && { nextRetryDelay: failure.retryAfterMs }),
        ...(error instanceof Error ? { cause: error } : {}),
      });
    } finally {
      stopHeartbeat();
    }
  };
}

/** A store that is away must not hide why the step failed. */
async function tellAttempt(
  input: EffectInput,
  attempt: number,
  { type, message, retryAfterMs }: ReturnType<typeof failureOf>,
  flush: (input: EffectInput) => Promise<void>,
): Promise<void> {
  const now = new Date();
  const spec = cores[input.context.type]?.effect;
  const asked = retryAfterMs === undefined ? undefined : new Date(now.getTime() + retryAfterMs).toISOString();
  const retryAt = asked ?? (spec && nextTry(spec, attempt, now));
  const told = { attempts: attempt, error: { code: type, message }, ...(retryAt !== undefined && { retryAt }) };
  await flush(whileTried(input, told)).catch(() => undefined);
}

/** Tells Temporal every 1.5 s that this worker lives, so that a killed worker's step is tried again within seconds. */
function heartbeatWhileRunning(): () => void {
  const context = Context.current();
  if (!context.info.heartbeatTimeoutMs) return () => undefined;
  const timer = setInterval(() => context.heartbeat(), Math.min(1_500, context.info.heartbeatTimeoutMs / 3));
  return () => clearInterval(timer);
}
