import type { FlowDocument, PinnedFlow, SimulationCase } from '@sluice/flows';
import { asJson, canonicalJson, sha256Hex, type Json } from '@sluice/domain';
import { semanticHash, type RuleDocument } from '@sluice/rules';
import type { Database } from '../core/database.js';
import { versioned, type Draft, type Published } from './versioned.js';

/** A rule's own content; key, title, version and hash are every version's. `logic` is its source text. */
export type RuleContent = Omit<RuleDocument, 'key' | 'title' | 'version' | 'hash'>;
export type StoredRule = Published<RuleContent>;
export type StoredRuleDraft = Draft<RuleContent>;

/** The hash of a rule's text: its semantic hash, or of the bare text where a draft does not parse (yet). */
export function ruleTextHash(logic: string): string {
  try {
    return semanticHash(logic);
  } catch {
    return sha256Hex(`text:${logic}`);
  }
}

/**
 * The hash of what a publication of a rule is decided on: its logic, cases, facts, outcome and title. Where things stand on the
 * canvas and what is noted beside them is not part of it.
 */
export function ruleContentHash(rule: { title: string; hash: string } & RuleContent): string {
  const { title, hash, kind, facts, outcome, cases } = rule;
  return sha256Hex(canonicalJson({ title, hash, kind, facts: { ...facts }, outcome, cases } as unknown as Json));
}

/** A flow as it is drawn with its cases, and its executable form with rules, templates and sub-flows locked by hash. */
export interface FlowContent {
  document: FlowDocument;
  pinned: PinnedFlow;
  cases: SimulationCase[];
}
export type StoredFlow = Published<FlowContent>;

/** A flow while it is drawn; `base` is the version that the draft was begun from, 0 for none. */
export interface FlowDraftContent {
  document: FlowDocument;
  cases: SimulationCase[];
  base: number;
}
export type StoredFlowDraft = Draft<FlowDraftContent>;

/**
 * The hash of what a publication of a flow is decided on: all that it means and says, and its cases. Where steps stand and what
 * is noted beside them is not part of it, nor the number that it gets.
 */
export function flowContentHash({ document, cases }: Pick<FlowContent, 'document' | 'cases'>): string {
  const { notes: _notes, version: _version, hash: _hash, ...said } = document;
  const nodes = document.nodes.map(({ x: _x, y: _y, ...node }) => node);
  return sha256Hex(canonicalJson(asJson({ ...said, nodes, cases })));
}

/** An editable mail: Liquid texts per language over the declared variables. */
export interface TemplateContent {
  kind: 'transactional' | 'marketing';
  variables: string[];
  locales: Record<string, { subject: string; html: string; text?: string }>;
}
export type StoredTemplate = Published<TemplateContent>;

export const rules = (db: Database) => versioned<RuleContent>(db, 'rules');
export const flows = (db: Database) => versioned<FlowContent, FlowDraftContent>(db, 'flows', { cases: [] });
export const templates = (db: Database) => versioned<TemplateContent>(db, 'templates');
