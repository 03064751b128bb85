import type { ExplanationPart } from './explanation.js';
import { derivedId, type EventId, type Id, type PartnerId, type RunId } from './ids.js';
import type { Json, JsonObject } from './json.js';
import type { Programme } from './programme.js';

/** The published version of a rule that decided something. */
export interface DecidingRule {
  key: string;
  version: number;
  hash: string;
  title?: string;
  /** The facts schema that it read, with its version. Absent only on what was decided before it was kept. */
  facts?: { id: string; version: number };
  /** The published rules that it asked in turn. */
  uses?: { key: string; version: number; hash: string }[];
}

/** What a rule decided, with all that explains it: nothing of it is ever computed again. */
export interface Decided {
  rule: DecidingRule;
  facts: JsonObject;
  outcome: Json;
  explanation: ExplanationPart[];
  trace: JsonObject[];
  /** Entries of the trace that were left out because there were too many. */
  traceLeftOut?: number;
}

/** What a decision was about. A commission keeps its own; a referral keeps a copy of the one that made it. */
export const decisionKinds = ['routing', 'fraud', 'tier', 'segment', 'attribution', 'eligibility', 'guard'] as const;
export type DecisionKind = (typeof decisionKinds)[number];
export type RuleDecisionId = Id<'decision'>;

/** A rule's decision as a document of its own. */
export interface RuleDecision extends Decided {
  id: RuleDecisionId;
  programme: string;
  kind: DecisionKind;
  subject: { kind: string; id: string };
  /** The partner whom it concerns, where there is one. */
  partner?: PartnerId;
  /** What asked for it: an event's id, a run's step. The same cause decides once. */
  cause: string;
  event?: EventId;
  run?: RunId;
  /** The instant that the facts are as of, which chose the version. */
  asOf: Date;
  createdAt: Date;
}

/** The instant that chooses the version of a rule, by the programme's setting. */
export function decisiveAt(
  { settings }: Pick<Programme, 'settings'>,
  event: { occurredAt: Date; receivedAt: Date },
): Date {
  return settings.ruleVersionBy === 'occurredAt' ? event.occurredAt : event.receivedAt;
}

/** A decision's id: deciding twice for one cause writes once, and the first answer stands. */
export function ruleDecisionId(
  of: Pick<RuleDecision, 'programme' | 'kind' | 'subject' | 'cause'> & { rule: Pick<DecidingRule, 'key'> },
): RuleDecisionId {
  return derivedId('decision', of.programme, of.kind, of.rule.key, of.subject.kind, of.subject.id, of.cause);
}

/** Entries of a trace that are stored; far more than a rule of the largest size allowed has nodes. */
export const maxTraceEntries = 4_000;

/**
 * The part of a trace that is stored: every choice of a branch first, then as many other entries as there is room for, in the
 * order in which they were evaluated. Rules over long lists visit their nodes once an item.
 */
export function boundedTrace<Entry extends { readonly taken?: number }>(
  trace: readonly Entry[],
  limit = maxTraceEntries,
): { trace: Entry[]; leftOut: number } {
  if (trace.length <= limit) return { trace: [...trace], leftOut: 0 };
  const choices = trace.filter(({ taken }) => taken !== undefined).slice(0, limit);
  let room = limit - choices.length;
  const chosen = new Set(choices);
  const kept = trace.filter((entry) => chosen.has(entry) || (entry.taken === undefined && room-- > 0));
  return { trace: kept, leftOut: trace.length - kept.length };
}
