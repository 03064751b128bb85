import type { FlowDocument, PinnedFlow } from '@sluice/flows';
import type { RuleDocument } from '@sluice/rules';
import type { Database } from '../core/database.js';
import { versioned, type Published } from './versioned.js';

/** A rule's own content; key, title, version and hash are every version's. `logic` is its source text. */
export type RuleContent = Omit<RuleDocument, 'key' | 'title' | 'version' | 'hash'>;
export type StoredRule = Published<RuleContent>;

/** A flow as it is drawn, and its executable form with rules and templates locked by hash. */
export interface FlowContent {
  document: FlowDocument;
  pinned: PinnedFlow;
}
export type StoredFlow = Published<FlowContent>;

/** An editable mail: Liquid texts per language over the declared variables. */
export interface TemplateContent {
  kind: 'transactional' | 'marketing';
  variables: string[];
  locales: Record<string, { subject: string; html: string; text?: string }>;
}
export type StoredTemplate = Published<TemplateContent>;

export const rules = (db: Database) => versioned<RuleContent>(db, 'rules');
export const flows = (db: Database) => versioned<FlowContent>(db, 'flows');
export const templates = (db: Database) => versioned<TemplateContent>(db, 'templates');
