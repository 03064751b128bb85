import type { Json, JsonObject } from '@sluice/domain';
import type { WaitEnded } from './node.js';
import type { ApprovalWait, WaitRequest } from './wait.js';

/** State of a run: plain JSON, absolute deadlines (ISO instants), carried through continue-as-new. */
export interface RunState {
  /** Meaning of the interpreter that started the run; old meanings stay in the code until no run uses them. */
  semantics: 1;
  run: string;
  programme: string;
  flow: { key: string; version: number; hash: string };
  subject: { kind: string; id: string };
  startedAt: string;
  /** `event`, `params`, and each node's output under its id. */
  vars: JsonObject;
  status: 'running' | 'waiting' | 'parked' | 'closed';
  /** Where the run is: one position, or one a branch between a `parallel` and its `join`. Empty before the start and after the end. */
  positions: Position[];
  /** The forks that are open, by `node/visit` of the `parallel` step. */
  forks: Record<string, Fork>;
  visits: Record<string, number>;
  /** Ids of events already consumed, so that a doubled signal is seen once. */
  consumed: string[];
  /** Signals nobody waited for yet. */
  buffer: BufferedEvent[];
  /** Ids of commands and decisions taken, for idempotent updates. */
  decided: Record<string, Json>;
  outcome?: string;
  /** Count of steps ever logged; `log` keeps the newest, from index `logFrom`. */
  steps: number;
  log: RunStep[];
  logFrom: number;
  /** Wake keys that came while nobody waited for them. */
  wakes: string[];
  /** What people did to the run, newest last; bounded like the log. */
  acts: RunAct[];
  makers: string[];
  /** Key by which exits find the run. */
  correlation: string;
  /** Rises with every input; a store ignores a record that is older than the one it has. */
  rev: number;
  /** Steps handed to the store so far. */
  flushed: number;
  /** Steps that ended after they had left `log`: a branch slept while others went on. Dropped once flushed. */
  amended: RunStep[];
  /** An exit or a stop came while an effect was under way: the run closes when it is known how that ended. */
  closing?: { outcome: string; status: 'completed' | 'stopped' };
  closed?: { at: string; status: 'completed' | 'stopped' };
}

/** Branches under way between a `parallel` step and its `join`. */
export interface Fork {
  branches: number;
  /** Branches that have come to the join. */
  arrived: number;
  /** The join has let the run on; who comes later is not waited for. */
  joined: boolean;
  /** Branch and fork that the `parallel` step itself was in. */
  branch: string;
  fork?: string;
}

export interface Position {
  /** Names the branch: empty for the main line, `node/visit/number` after a `parallel` step. */
  branch: string;
  /** The innermost open fork that the branch belongs to. */
  fork?: string;
  /** Its step as far as it is known. */
  step: RunStep;
  /** When the node before was entered: the default moment from which a wait sees events. */
  since: string;
  /** The join was satisfied by others: the branch ends when its effect does. */
  dropped?: boolean;
  node: string;
  visit: number;
  /** Rises only after the earlier effect is known not to have happened. */
  generation: number;
  phase: 'effect' | 'wait' | 'parked';
  /** Counts the effects of this visit. */
  item: number;
  /** Effect key = `run/node/visit/item/generation`. */
  key: string;
  /** Stage and input of the effect under way. */
  stage: string;
  input?: JsonObject;
  ended?: WaitEnded;
  enteredAt: string;
  /** Where a migration gave the step another name: the one that its effects and documents are known by. */
  origin?: { node: string; visit: number };
  wait?: WaitState;
  park?: ParkState;
  /** Input after a person's edit; replaces the node's config for this visit only. */
  edited?: JsonObject;
}

export interface WaitState {
  kind: WaitRequest['kind'];
  /** As asked; what registering it needs. */
  request: WaitRequest;
  /** False until the store has answered `until`. */
  registered: boolean;
  /** ISO instant; absent = no timeout. */
  until?: string;
  remindAt?: string;
  reminders?: number;
  wake?: string | string[];
  approval?: ApprovalWait;
  events?: string[];
  correlation?: string;
  filter?: Json;
  /** Approval or task id. */
  subject?: string;
}

export interface ParkState {
  code: string;
  message: string;
  attempts: number;
  since: string;
  /** The effect may have happened: it cannot be skipped. */
  unknownOutcome: boolean;
  /** What failed, and so what a retry does again. */
  from: 'effect' | 'wait' | 'core';
  /** The effect has happened and only the way on is missing: a retry keeps the generation. */
  happened?: boolean;
  /** On a money node: an edit or skip that waits for a second person. */
  requested?: { id: string; type: 'edit' | 'skip'; input?: JsonObject; port?: string; reason: string; actor: Actor };
}

/** Who acts, from the server's session. */
export interface Actor {
  id: string;
  name: string;
  roles: string[];
}

/** A person's act on a run: audited when the run is flushed. */
export interface RunAct {
  id: string;
  type: 'retry' | 'edit' | 'skip' | 'stop' | 'restart' | 'decide' | 'migrate';
  node?: string;
  at: string;
  reason: string;
  actor: { id: string; name: string };
  /** `requested` waits for a second person. */
  status: 'done' | 'requested';
}

/** A value in few words with its code, rendered per locale. */
export interface StepLabel {
  code: string;
  params: JsonObject;
}

export interface BufferedEvent {
  id: string;
  type: string;
  /** Every key the event can be found by. */
  correlations?: string[];
  correlation?: string;
  occurredAt: string;
  receivedAt?: string;
  data: JsonObject;
}

/** What a person sees of a run, kept in the store and flushed on every wait, park and close. */
export interface RunRecord {
  id: string;
  programme: string;
  flow: { key: string; title: string; version: number; hash: string };
  subject: { kind: string; id: string; title?: string };
  status: 'running' | 'waiting' | 'parked' | 'completed' | 'stopped';
  outcome?: string;
  startedAt: string;
  closedAt?: string;
  /** The point to look at: what is parked, otherwise what is under way, otherwise the wait that ends first. */
  current?: Position;
  /** The other branches. */
  beside: Position[];
  /** The newest steps, and older ones that have changed. A store merges them by number. */
  steps: RunStep[];
  /** People's acts that are kept in the state; a store adds those it does not have by id, with an audit entry each. */
  acts: RunAct[];
  rev: number;
  vars: JsonObject;
}

export interface RunStep {
  /** Counts the steps of the run from 0. */
  number: number;
  node: string;
  type: string;
  visit: number;
  generation: number;
  startedAt: string;
  endedAt?: string;
  status: 'done' | 'waiting' | 'parked' | 'skipped' | 'failed' | 'running';
  port?: string;
  input?: JsonObject;
  output?: JsonObject;
  attempts: number;
  error?: { code: string; message: string };
  /** While it is tried again: when next. */
  retryAt?: string;
  /** Short value shown on the edge, e.g. "$306.00" or "clear · risk 12 of 100". */
  label?: StepLabel;
}
