import type {
  DecisionRecorded,
  EffectInput,
  EffectResult,
  RecordDecisionInput,
  RegisterWaitInput,
  RunRecord,
  WaitRegistered,
} from '@sluice/flows';

/**
 * What a worker must offer to `flowRun`. `effect` is registered on every queue and runs as a local activity where the node
 * says so; the others are always local.
 */
export interface FlowActivities {
  /** Flushes `record` (its vars are `context.vars`), then runs the node's activity. */
  effect(input: EffectInput): Promise<EffectResult>;
  /**
   * One document per run, replaced each time: (1) flush the record, resolve durations in the programme's zone to instants,
   * write the wait (majority); (2) then look at what is stored (primary): events by (programme, type, correlation) that
   * were received since `since` and are not in `consumed`, for the wait and for the exits, oldest first, and whether the
   * thing behind `wake` has already happened. Throws a non-retryable failure for a duration that cannot be read.
   */
  registerWait(input: RegisterWaitInput): Promise<WaitRegistered>;
  /** Writes the run record, and audits acts it has not seen (by id). */
  checkpoint(record: RunRecord): Promise<void>;
  /** Writes the closed record, removes the run's wait, cancels its pending approvals and open tasks. Idempotent. */
  closeRun(record: RunRecord): Promise<void>;
  /**
   * Re-checks role, maker and hash against the store, writes the decision (idempotent by its id) and answers the approval's
   * state. A refusal is a value, not an error.
   */
  recordDecision(input: RecordDecisionInput): Promise<DecisionRecorded>;
}
