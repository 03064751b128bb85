import type { Json, JsonObject } from '@sluice/domain';
import type { Exit, SubjectKind } from './document.js';

/**
 * The executable form of a flow: no positions, notes or titles of edges, with rules and templates locked by hash. Recorded
 * once in a run's history; replay never reads the database. At most 64 KiB as JSON, checked at publish.
 */
export interface PinnedFlow {
  semantics: 1;
  key: string;
  title: string;
  version: number;
  hash: string;
  subject: SubjectKind;
  params: JsonObject;
  entry: string;
  nodes: Record<string, { type: string; title?: string; config: JsonObject }>;
  /** Node → port → node. */
  next: Record<string, Record<string, string>>;
  exits: Exit[];
  rules: Record<string, LockedRule>;
  templates: Record<string, LockedTemplate>;
  /** Flows that it runs; absent where it runs none. */
  flows?: Record<string, LockedFlow>;
  /** Users who edited or published this version: they never approve what it makes. */
  makers: string[];
}

export interface LockedRule {
  key: string;
  version: number;
  hash: string;
  /** Present where the workflow evaluates the rule itself. */
  logic?: Json;
}

export interface LockedFlow {
  key: string;
  version: number;
  hash: string;
  /** Every flow that it runs, and those they run. */
  uses: string[];
  /** How many flows run inside each other from this one on. */
  depth: number;
}

export interface LockedTemplate {
  key: string;
  hash: string;
}
