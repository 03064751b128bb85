import type { FlowDraft } from '@sluice/contracts/flow';
import type { FlowDocument, SimulationCase } from '@sluice/flows';
import type { FlowEdit } from '@sluice/flows/edit/index';
import type { LintProblem } from '@sluice/flows/lint/types';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { createContext, useContext } from 'react';

export interface SaveState {
  readonly state: 'saved' | 'saving' | 'dirty' | 'offline' | 'failed' | 'conflict';
  /** When the server last had what is on the screen. */
  readonly at?: Date;
  readonly error?: Error;
}

/** What an edit changed, as the log keeps it: cases are not part of the document, so their change stands beside its operations. */
export interface LoggedEdit extends FlowEdit {
  readonly cases?: { readonly was: readonly SimulationCase[]; readonly now: readonly SimulationCase[] };
}

/** Everything a view, panel or dialog of the flow editor works with. One document, one log; each view shows the same thing. */
export interface FlowEditorApi {
  readonly flowKey: string;
  readonly document: FlowDocument;
  readonly cases: readonly SimulationCase[];
  /** What `edits` begin from: the stored draft as it was opened, else the published version. */
  readonly base: FlowDocument | null;
  /** The newest published version; null where there is none. */
  readonly published: FlowDocument | null;
  /** Version that the draft would become. */
  readonly version: number;
  /** Optimistic version of the stored draft; 0 while there is none. */
  readonly rev: number;
  /** The stored draft as the server last answered it; null while there is none. */
  readonly draft: FlowDraft | null;
  /** Errors first, each with its cures. */
  readonly problems: readonly LintProblem[];
  readonly library: FlowLibrary | undefined;
  /** Ids of steps, `trigger`, `note:<id>`, `path:<from>|<port>`. */
  readonly selection: readonly string[];
  select(ids: readonly string[]): void;
  /** Chooses a step (or `trigger`), brings it into view and, with `focus`, puts the keyboard there. */
  reveal(id: string, focus?: boolean): void;
  /** What `reveal` was called for last; a new object each time. */
  readonly shown: { readonly id: string; readonly focus: boolean } | null;
  /** One undo step. Edits that follow one another within a second under the same `step` count as one. An empty edit is not logged. */
  apply(edit: FlowEdit, step?: string): void;
  setCases(cases: readonly SimulationCase[]): void;
  undo(): void;
  redo(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The log since `base`, oldest first. */
  readonly edits: readonly LoggedEdit[];
  /** What was done since the last save that arrived: what a rebase puts on top of theirs. */
  readonly unsaved: readonly LoggedEdit[];
  /** In how many things the draft differs from the published version; edits of this sitting where there is none. */
  readonly changes: number;
  readonly save: SaveState;
  /** Saves at once; true when the stored draft is what is on the screen. */
  flush(): Promise<boolean>;
  /** In state `conflict`: what somebody else has stored (null where it was discarded or published). */
  readonly theirs: FlowDraft | null | undefined;
  /** Ends a conflict: this content goes on, upon their revision. The edits that led from theirs to it become the log. */
  settle(document: FlowDocument, cases: readonly SimulationCase[], edits: readonly FlowEdit[]): void;
  readonly readOnly: boolean;
}

export const FlowEditorContext = createContext<FlowEditorApi | null>(null);

/** The editor around this component. Throws outside of one. */
export function useFlowEditor(): FlowEditorApi {
  const editor = useContext(FlowEditorContext);
  if (!editor) throw new Error('useFlowEditor needs a FlowEditorContext around it.');
  return editor;
}
