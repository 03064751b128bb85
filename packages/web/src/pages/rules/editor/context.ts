import type { RuleVersion } from '@sluice/contracts/rule';
import type { RuleSyntaxError } from '@sluice/rules/cst/parse';
import type { CstDocument } from '@sluice/rules/cst/cst';
import type { Json } from '@sluice/rules/cst/value';
import type { RuleCase, RuleDocument, RuleKind } from '@sluice/rules/document';
import type { DraftOperation } from '@sluice/rules/edit/draft';
import type { LoggedChange } from '@sluice/rules/edit/log';
import type { TextEdit } from '@sluice/rules/edit/splice';
import type { Analysis } from '@sluice/rules/analysis/types';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import type { OutcomeShape } from '@sluice/rules/outcome/shape';
import type { DecisionList } from '@sluice/rules/views/decision-list';
import type { TraceEntry } from '@sluice/rules/compile/trace';
import type { MoneyDto } from '@sluice/contracts/money';
import { createContext, useContext } from 'react';

/** What the draft gives for a case, and what the version in force gives. */
export interface CaseRun {
  readonly case: RuleCase;
  /** True where the draft answers what is expected. */
  readonly ok: boolean;
  readonly got?: Json;
  /** Why there is no answer. */
  readonly error?: { readonly code: string; readonly message: string; readonly pointer: string };
  readonly trace: readonly TraceEntry[];
  /** Pointers of all nodes of the outermost list that were decided on, and of the outcome taken. */
  readonly path: ReadonlySet<string>;
  /** Branch taken of the outermost list, from 0; its number of branches for otherwise. */
  readonly branch?: number;
  /** What it pays, for commission rules. */
  readonly pay?: MoneyDto;
  readonly expectedPay?: MoneyDto;
  readonly inForce?: { readonly got?: Json; readonly pay?: MoneyDto };
}

export interface SaveState {
  readonly state: 'saved' | 'saving' | 'dirty' | 'conflict' | 'failed' | 'offline';
  readonly at?: Date;
  readonly error?: Error;
}

/** Everything a view or panel of the rule editor works with. One document, one log; each view shows the same thing. */
export interface RuleEditor {
  readonly rule: {
    readonly key: string;
    readonly kind: RuleKind;
    readonly title: string;
    readonly inForce: RuleVersion | null;
  };
  /** Version the draft would become, or the one looked at. */
  readonly version: number;
  /** Optimistic version of the stored draft; 0 while there is none. */
  readonly rev: number;
  readonly text: string;
  /** The text as it parsed last. */
  readonly document: CstDocument | null;
  readonly syntaxError: RuleSyntaxError | null;
  /** Null where the text does not parse, or is no decision list (`listReason` says why). */
  readonly list: DecisionList | null;
  readonly listReason: string | null;
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly cases: readonly RuleCase[];
  readonly comments: RuleDocument['comments'];
  readonly layout: RuleDocument['layout'];
  /** The newest finished one; it may be of a text a moment old. */
  readonly analysis: Analysis | null;
  readonly analysing: boolean;
  /** Pointer of a branch's condition, or of any node. */
  readonly selected: string | null;
  select(pointer: string | null): void;
  /** Pointer of the nested decision that the canvas shows; null for the whole rule. */
  readonly scope: string | null;
  openScope(pointer: string | null): void;
  readonly activeCase: string | null;
  readonly caseRuns: ReadonlyMap<string, CaseRun>;
  evaluate(caseId: string | null): void;
  /** One undo step; edits that follow one another under the same `step` count as one. */
  edit(edit: TextEdit, label: string, step?: string): void;
  /** Cases, comments, layout, title: the same log. */
  change(operation: DraftOperation | readonly DraftOperation[], label?: string, step?: string): void;
  undo(): void;
  redo(): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly log: readonly LoggedChange[];
  /** In how many things the draft differs from the version in force; steps of this sitting where none is. */
  readonly changes: number;
  readonly save: SaveState;
  /** Saves what is not saved yet at once; true when the stored draft is what is on the screen. */
  flush(): Promise<boolean>;
  readonly readOnly: boolean;
  /** Which view, dock tab and side panel are shown, by the ids of `slots.ts`. */
  readonly view: string;
  readonly dock: string | null;
  readonly side: string | null;
  showView(id: string): void;
  showDock(id: string | null): void;
  /** Null shows the panel of what is selected. */
  showSide(id: string | null): void;
}

export const RuleEditorContext = createContext<RuleEditor | null>(null);

/** The editor around this component. Throws outside of one. */
export function useEditor(): RuleEditor {
  const editor = useContext(RuleEditorContext);
  if (!editor) throw new Error('useEditor needs a RuleEditorContext around it.');
  return editor;
}
