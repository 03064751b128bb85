import type { Json, QuietHours } from '@sluice/domain';

/**
 * What a node waits for. Durations are ISO 8601 and are counted on the calendar of the programme's zone by whoever registers
 * the wait; the core itself knows only the absolute instant it is answered.
 */
export interface WaitRequest {
  kind: 'timer' | 'event' | 'approval' | 'task' | 'hold' | 'settlement' | 'run';
  /** Duration after `from`. With neither `for` nor `until` nor `next` the wait has no timeout. */
  for?: string;
  /** Absolute instant, or a local date or date-time in the programme's zone. */
  until?: string;
  /** The next such local moment: ISO weekday 1–7 (any when absent) and time `HH:MM`. */
  next?: { weekday?: number; time: string };
  /** Whose calendar counts: `partner` takes the programme's where the run is about none. */
  zone?: 'programme' | 'partner';
  /** An end by time that falls into them is put off to their end. Events and people are not. */
  quiet?: QuietHours;
  /** Instant that `for` is counted from; default: when the node was entered. */
  from?: string;
  /** Event types that end it. */
  events?: string[];
  /** One of the event's correlation keys, e.g. `order:ord_…`. */
  correlation?: string;
  /** JSON-logic over `event` and the run's variables. */
  filter?: Json;
  /** Events received before this instant are not looked at; default: entry of the node before. */
  since?: string;
  /** Keys of `wake` signals that end it, e.g. `hold:com_…`, `batch:bat_…`, `task:tsk_…`, `approval:apr_…`. */
  wake?: string | string[];
  /** Approval or task id. */
  subject?: string;
  /** Reminder after each such duration, as a side effect at stage `remind`. */
  remind?: string;
  approval?: ApprovalWait;
}

/** What the synchronous validator of `decide` checks without I/O. */
export interface ApprovalWait {
  id: string;
  subjectHash: string;
  /** This role decides; `admin` always may. */
  role: string;
  needed: number;
  makers: string[];
  /** Single-operator mode of the programme: a maker may decide, and every such act is marked. */
  makersMayDecide?: boolean;
  decisions: { id: string; by: string; outcome: 'approve' | 'reject' }[];
}
