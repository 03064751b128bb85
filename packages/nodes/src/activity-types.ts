import type { EffectContext, EffectResult } from '@sluice/flows';

/**
 * A node's side effect. `deps` are the worker's (store, connectors, clock); queue, local or not, retry and timeouts are
 * said by the node's core (`core.effect`), because the workflow needs them too.
 *
 * `run` is idempotent by `ctx.key`: it records in the store what it did under that key (or derives its documents' ids from
 * it) and answers the same thing again. It throws `NonRetryable`, `UnknownOutcome`, or anything else to be retried.
 */
export interface NodeActivity<Deps> {
  type: string;
  run(deps: Deps, ctx: EffectContext): Promise<EffectResult>;
}

export type NodeActivities<Deps> = Readonly<Record<string, NodeActivity<Deps>>>;

/** Parks the step at once: trying again without a change cannot help. `code` in snake_case, `message` a sentence. */
export class NonRetryable extends Error {
  override readonly name = 'NonRetryable';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Parks the step: the effect may have happened. A retry keeps the generation, so that the outside system sees the same key;
 * it can be neither skipped nor edited.
 */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** To be tried again: nothing has happened, or doing it again does no harm. `afterMs`: not before so long, where the other side says so. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    readonly code: string,
    message: string,
    readonly afterMs?: number,
  ) {
    super(message);
  }
}

/**
 * How an error crosses into the workflow: `ApplicationFailure` with `type` = code, non-retryable for the two classes
 * above, and `details[0]`. The worker wraps every activity with this mapping.
 */
export interface FailureDetails {
  unknownOutcome: boolean;
}

export function failureOf(error: unknown): {
  type: string;
  message: string;
  nonRetryable: boolean;
  details: FailureDetails;
  /** The next try is not made sooner. */
  retryAfterMs?: number;
} {
  if (error instanceof NonRetryable)
    return { type: error.code, message: error.message, nonRetryable: true, details: { unknownOutcome: false } };
  if (error instanceof UnknownOutcome)
    return { type: error.code, message: error.message, nonRetryable: true, details: { unknownOutcome: true } };
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  return {
    type: typeof code === 'string' && code !== '' ? code : 'failed',
    message,
    nonRetryable: false,
    details: { unknownOutcome: false },
    ...(error instanceof RetryLater && error.afterMs !== undefined && { retryAfterMs: error.afterMs }),
  };
}

export type { EffectContext, EffectResult };
