import type { FlowDocument, SimulationCase } from '@sluice/flows';

/** The one draft of a flow, as the API answers it. */
export interface FlowDraft {
  readonly key: string;
  readonly title: string;
  /** Optimistic version: named with each save. */
  readonly rev: number;
  /** Version it was begun from; null where none was published. */
  readonly base: number | null;
  readonly document: FlowDocument;
  readonly cases: readonly SimulationCase[];
  /** Everyone who has edited it: none of them may approve it. */
  readonly makers: readonly string[];
  readonly changedAt: string;
  readonly request: {
    readonly approval: string;
    readonly state: string;
    readonly askedAt: string;
    readonly by: string;
  } | null;
}
