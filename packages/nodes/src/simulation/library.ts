import type { JsonObject, Programme } from '@sluice/domain';
import type { FlowDocument, PinnedFlow } from '@sluice/flows';
import type { FactsSchema, OutcomeShape, RuleKind } from '@sluice/rules';

/** All that a flow needs besides itself to be simulated, as plain JSON: the server answers it, the browser keeps it. */
export interface FlowLibrary {
  programme: Programme;
  /** The published rules in force, with those that they use. */
  rules: Readonly<Record<string, LibraryRule>>;
  /** The mails in force, by key. */
  templates: Readonly<Record<string, { hash: string; content: LibraryTemplate }>>;
  /** Flows that a step may start. */
  flows: Readonly<Record<string, { document: FlowDocument; pinned: PinnedFlow; version: number }>>;
  /** Documents laid over the invented ones, by collection and id: what most cases of the programme have in common. */
  demo: WorldDocuments;
  /** `Name <address>` that mail comes from. */
  mailFrom: string;
  /** Where links in mail lead, without a slash at the end. */
  baseUrl: string;
}

export interface LibraryRule {
  version: number;
  hash: string;
  kind: RuleKind;
  title: string;
  /** The rule's source text. */
  logic: string;
  /** The facts that it reads, as the programme's own. */
  schema: FactsSchema;
  /** The shape that it must answer, with the programme's own tiers. */
  shape: OutcomeShape;
}

export interface LibraryTemplate {
  kind: 'transactional' | 'marketing';
  variables: string[];
  locales: Readonly<Record<string, { subject: string; html: string; text?: string }>>;
}

/** Stored documents by collection and id, money as `{ amount, currency }` with a decimal string, instants as ISO texts. */
export type WorldDocuments = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
