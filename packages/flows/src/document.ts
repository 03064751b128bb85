import type { Json, JsonObject } from '@sluice/domain';

/** A flow as people draw it and as the interpreter runs it; stored with stable key order, hashed by canonical JSON. */
export interface FlowDocument {
  key: string;
  title: string;
  subject: SubjectKind;
  trigger: Trigger;
  parameters: Parameter[];
  nodes: FlowNode[];
  edges: FlowEdge[];
  exits: Exit[];
  notes: FlowNote[];
  version: number;
  /** SHA-256 of the canonical JSON of everything that has meaning (no positions, notes, version). */
  hash: string;
}

/** What a run can be about. */
export const SUBJECT_KINDS = [
  'partner',
  'referral',
  'commission',
  'order',
  'batch',
  'application',
  'coupon_request',
  'prospect',
  'payout',
  'programme',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/**
 * What a further event about the same subject does: nothing · a run of its own · the run under way is stopped and a new one
 * begins · nothing while one is under way.
 */
export type Reentry = 'once' | 'every_event' | 'restart' | 'skip_if_running';

/** `filter` is JSON-logic over `event.*` and the subject's facts. Re-entry says what a further event does. */
export type Trigger =
  | { type: 'event'; events: string[]; filter?: Json; reentry: Reentry }
  /** Of a flow about a partner, one run for each who takes part, or only for those in a segment. */
  | {
      type: 'schedule';
      cron: string;
      timeZone: string;
      segment?: string;
      reentry?: 'every_event' | 'restart' | 'skip_if_running';
    }
  /** A partner comes into a segment (a rule of that kind), or falls out of it. */
  | { type: 'segment'; segment: string; on: 'entered' | 'left'; reentry?: Reentry }
  | { type: 'manual' };

export interface Parameter {
  key: string;
  title: string;
  type: 'duration' | 'money' | 'decimal' | 'integer' | 'string' | 'role' | 'template';
  default: Json;
}

export interface FlowNode {
  id: string;
  /** A key of the node registry, e.g. `compute_commission`. */
  type: string;
  title?: string;
  config: JsonObject;
  x?: number;
  y?: number;
}

/** A remark on the canvas, or a frame with a name around the steps that lie in it. */
export interface FlowNote {
  id: string;
  text: string;
  x: number;
  y: number;
  width?: number;
  height?: number;
  kind?: 'note' | 'group';
}

export interface FlowEdge {
  from: string;
  /** An output port of the node, e.g. `clear`, `review`, `block`, `next`, `on_error`. */
  port: string;
  to: string;
}

/** Ends the run at any time when such an event for its subject comes. */
export interface Exit {
  events: string[];
  filter?: Json;
  outcome: string;
}
