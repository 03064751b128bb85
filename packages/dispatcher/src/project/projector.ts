import type { Store, StoredEvent } from '@sluice/store';

export interface ProjectDeps {
  store: Store;
  now(): Date;
  failpoint(name: string): Promise<void> | void;
  /** Keyed hash of personal context such as an IP address. */
  hash(text: string): string;
}

/** What an event turned out to be about. */
export interface Projected {
  /** Subject of the flows that the event may start; absent where none should. */
  subject?: { kind: string; id: string };
  /** What else it is about, of other kinds: flows over those start too. */
  also?: { kind: string; id: string }[];
  /** Keys by which waiting runs find the event, e.g. `order:ord_…`. */
  correlations: string[];
}

/**
 * Folds an event into the documents it tells of. Idempotent: told twice, or again after a crash half way, it ends in the
 * same documents.
 */
export type Projector = (deps: ProjectDeps, event: StoredEvent) => Promise<Projected>;
