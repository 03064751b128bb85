import type { Refusal } from '@sluice/flows/core';
import { ApplicationFailure } from '@temporalio/workflow';

/** Throws a refusal out of an update's validator: nothing of the update stays in history. `type` is the code. */
export function refusal(reason: Refusal | undefined): void {
  if (reason) throw refusalFailure(reason);
}

/** The failure that tells a caller why an update was refused. */
export function refusalFailure(reason: Refusal): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason.message, reason.code);
}
