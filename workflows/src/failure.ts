import type { EffectFailure } from '@sluice/flows/core';
import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';

/** What is known of an activity that failed for good. An attempt that ran out of time may have done its work. */
export function failureOf(error: unknown): EffectFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) {
    const details = cause.details?.[0] as { unknownOutcome?: unknown; attempts?: unknown } | undefined;
    return {
      code: cause.type ?? 'failed',
      message: cause.message,
      attempts: typeof details?.attempts === 'number' ? details.attempts : 1,
      unknownOutcome: details?.unknownOutcome === true,
    };
  }
  if (cause instanceof TimeoutFailure) {
    return { code: 'timeout', message: 'No answer came in time.', attempts: 1, unknownOutcome: true };
  }
  if (cause instanceof CancelledFailure) {
    return { code: 'cancelled', message: 'The step was cancelled.', attempts: 1, unknownOutcome: true };
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'failed', message, attempts: 1, unknownOutcome: true };
}
