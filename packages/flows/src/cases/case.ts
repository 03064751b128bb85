import type { Json, JsonObject } from '@sluice/domain';

/**
 * A story told to a flow: who it is about, what happens when, who answers what, what goes wrong, and what is to come of it.
 * Saved with the flow, run before publishing, in the browser as on the server. Plain JSON with stable order; instants are ISO,
 * durations ISO 8601, counted from the start on the calendar of the programme's zone.
 */
export interface SimulationCase {
  id: string;
  title: string;
  /** Instant of the start. */
  startsAt: string;
  /** How long the virtual clock runs at most; `P1Y` by default. */
  until?: string;
  subject: { kind: string; id: string };
  /** What is stored before the start, laid over the demo world: by collection and id, e.g. `partners.par_1`. */
  world: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  /** The event that starts the run; absent for a flow that is started by hand or by a schedule. */
  event?: { type: string; data: JsonObject };
  /** Over the flow's defaults. */
  params?: JsonObject;
  events: ScriptedEvent[];
  answers: ScriptedAnswer[];
  faults: ScriptedFault[];
  expect: Expectation[];
  /** The run it was made from, where it was imported from a real one. */
  from?: { run: string; flow: string; version: number };
}

/** Each scripted thing may be switched off without being thrown away. */
interface Scripted {
  id: string;
  off?: boolean;
}

export interface ScriptedEvent extends Scripted {
  after: string;
  type: string;
  data: JsonObject;
}

/** An answer to what waits for a person at `node`, counted from when it is asked; `nth` visit, default every one. */
export interface ScriptedAnswer extends Scripted {
  node: string;
  nth?: number;
  after: string;
  /** `done` is for tasks. */
  outcome: 'approve' | 'reject' | 'done';
  by: string;
  comment?: string;
  form?: JsonObject;
}

/**
 * What goes wrong at a step: `error` fails for good (`code`), `down` fails each try until `for` has passed, `lost_reply` acts
 * and then fails with an unknown outcome, `worker_killed` acts and is tried again with the same key.
 */
export interface ScriptedFault extends Scripted {
  node: string;
  nth?: number;
  kind: 'error' | 'down' | 'lost_reply' | 'worker_killed';
  for?: string;
  code?: string;
}

/** What must have come of it. `match` is a partial object that the effect's parameters contain. */
export type Expectation =
  | { kind: 'status'; status: 'running' | 'waiting' | 'parked' | 'completed' | 'stopped' }
  | { kind: 'outcome'; outcome: string }
  | { kind: 'visited'; node: string; times?: number }
  | { kind: 'not_visited'; node: string }
  /** Mails by template: how many (default 1), or on which day from the start. */
  | { kind: 'mail'; template: string; times?: number; day?: number }
  | { kind: 'effect'; effect: string; match?: JsonObject; times?: number }
  | { kind: 'variable'; name: string; equals: Json };
