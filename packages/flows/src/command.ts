import type { JsonObject } from '@sluice/domain';
import type { Migration } from './migrate.js';
import type { EffectContext, EffectResult, QueueName } from './node.js';
import type { Actor, BufferedEvent, RunRecord } from './run.js';
import type { WaitRequest } from './wait.js';

/** What happened to a run, with its instant; all the interpreter ever learns. */
export type StepInput = { at: string } & (
  | { type: 'start' }
  | { type: 'effect_done'; key: string; result: EffectResult }
  | { type: 'effect_failed'; key: string; failure: EffectFailure }
  | { type: 'wait_registered'; key: string; answer: WaitRegistered }
  | { type: 'timer'; key: string; timer: 'until' | 'remind' }
  | { type: 'event'; event: BufferedEvent }
  | { type: 'wake'; key: string }
  | { type: 'decision'; decision: Decision; result: DecisionRecorded }
  | { type: 'command'; command: RunCommand }
  | { type: 'migrate'; migration: Migration }
  /** Ends the run at once where nothing is under way, otherwise when that is known. */
  | { type: 'exit'; outcome: string; status: 'completed' | 'stopped' }
);

/** What the driver is to do. Each follows from the state alone, so that `outstanding(state)` gives them again. */
export type Command =
  | { type: 'effect'; key: string; node: string; nodeType: string; queue: QueueName; input: EffectInput; side: boolean }
  | { type: 'timer'; key: string; timer: 'until' | 'remind'; at: string }
  | { type: 'register_wait'; key: string; input: RegisterWaitInput }
  | { type: 'cancel_wait'; key: string }
  | { type: 'checkpoint'; record: RunRecord }
  | { type: 'close'; record: RunRecord };

/** `record` is what a person sees of the run until then; the activity flushes it before it acts. */
export interface EffectInput {
  context: EffectContext;
  record: Omit<RunRecord, 'vars'>;
}

export interface EffectFailure {
  code: string;
  message: string;
  attempts: number;
  /** The effect may have happened. */
  unknownOutcome: boolean;
}

export interface RegisterWaitInput {
  key: string;
  run: string;
  programme: string;
  subject: { kind: string; id: string };
  node: string;
  request: WaitRequest;
  /** When the node was entered. */
  enteredAt: string;
  /** Events received before this are not looked at. */
  since: string;
  /** The flow's exits: events of these types about the subject are to be signalled at any time. */
  exits: { events: string[]; correlation: string };
  /** Event ids this run has seen: not to be reported as found. */
  consumed: string[];
  record: RunRecord;
}

/**
 * The store's answer: absolute instants, and what had already happened when the wait was registered (register first, then
 * look). `ready`: the thing behind `wake` has happened.
 */
export interface WaitRegistered {
  until?: string;
  remindAt?: string;
  found?: BufferedEvent[];
  ready?: boolean;
}

/** A person's decision on an approval, as the `decide` update carries it. */
export interface Decision {
  /** The caller's idempotency key, also the update id. */
  id: string;
  approval: string;
  outcome: 'approve' | 'reject';
  comment?: string;
  form?: JsonObject;
  actor: Actor;
  subjectHash: string;
}

/** What the store says after it has re-checked role, maker and hash and written the decision. */
export type DecisionRecorded =
  | { accepted: true; state: 'pending' | 'approved' | 'rejected'; output?: JsonObject }
  | { accepted: false; code: string; message: string };

export interface RecordDecisionInput {
  run: string;
  programme: string;
  node: string;
  decision: Decision;
}

/** A person's act on a run, as the `command` update carries it. */
export type RunCommand = {
  id: string;
  reason: string;
  actor: Actor;
  /** Key of the parked position it is for, where several branches are parked; default: the first. */
  at?: string;
} & (
  | { type: 'retry' }
  | { type: 'edit'; input: JsonObject }
  | { type: 'skip'; port?: string }
  | { type: 'stop' }
  /** Stops the run; a new one of the newest version begins for the same subject and event. */
  | { type: 'restart' }
);

/** Answer of the `command` update. */
export interface CommandAnswer {
  status: 'done' | 'requested';
}

/** Answer of the `decide` update. */
export type DecisionAnswer = DecisionRecorded;

/** Why an update is refused, before anything is recorded. */
export interface Refusal {
  code: string;
  message: string;
}
