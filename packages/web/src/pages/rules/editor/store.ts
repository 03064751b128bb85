import type { CstDocument } from '@sluice/rules/cst/cst';
import { parse, RuleSyntaxError } from '@sluice/rules/cst/parse';
import type { DraftContent, DraftOperation } from '@sluice/rules/edit/draft';
import { openLog, perform, redo, undo, type DraftLog } from '@sluice/rules/edit/log';
import { rematch } from '@sluice/rules/edit/match';

/** What the editor of one rule holds: the draft with its log, and where the person is. */
export interface EditorState {
  readonly log: DraftLog;
  /** The text as it parsed last, and why it does not parse now. */
  readonly document: CstDocument | null;
  readonly syntaxError: RuleSyntaxError | null;
  readonly selected: string | null;
  /** Pointer of the nested decision that the canvas shows; null for the whole rule. */
  readonly scope: string | null;
  readonly activeCase: string | null;
}

/** The state of one open editor outside of React, so that an edit that does not fit is refused where it is made. */
export class EditorStore {
  private listeners = new Set<() => void>();
  private state: EditorState;

  constructor(log: DraftLog) {
    this.state = { log, ...parsed(log.content), selected: null, scope: null, activeCase: null };
  }

  readonly snapshot = (): EditorState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Throws SpliceMismatch or OperationMismatch and changes nothing. */
  perform(operations: readonly DraftOperation[], label: string, step?: string): void {
    this.replace(perform(this.state.log, operations, label, step));
  }

  undo(): void {
    this.replace(undo(this.state.log));
  }

  redo(): void {
    this.replace(redo(this.state.log));
  }

  /** Other content altogether, e.g. theirs in a conflict: nothing before it can be undone. */
  open(content: DraftContent): void {
    this.replace(openLog(content));
  }

  set(change: Partial<Pick<EditorState, 'selected' | 'scope' | 'activeCase'>>): void {
    this.publish({ ...this.state, ...change });
  }

  private replace(log: DraftLog): void {
    if (log === this.state.log) return;
    const before = this.state;
    if (log.content.logic === before.log.content.logic) return this.publish({ ...before, log });
    const next = parsed(log.content, before.document);
    const follow = follower(before, next);
    this.publish({ ...before, log, ...next, selected: follow(before.selected), scope: follow(before.scope) });
  }

  private publish(state: EditorState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

type Parsed = Pick<EditorState, 'document' | 'syntaxError'>;

function parsed({ logic, anchor }: DraftContent, before: CstDocument | null = null): Parsed {
  try {
    return { document: parse(logic), syntaxError: null };
  } catch (error) {
    if (!(error instanceof RuleSyntaxError)) throw error;
    return { document: before ?? lastParsed(anchor), syntaxError: error };
  }
}

function lastParsed(anchor: string): CstDocument | null {
  try {
    return parse(anchor);
  } catch {
    return null;
  }
}

/** What is selected stays selected when it moves; what is gone is let go. */
function follower(before: EditorState, next: Parsed): (pointer: string | null) => string | null {
  const { document } = before;
  const kept = [before.selected, before.scope].filter((pointer) => pointer !== null);
  if (!document || !next.document || document === next.document || kept.length === 0) return (pointer) => pointer;
  const found = rematch(document, next.document, kept);
  return (pointer) => (pointer === null ? null : (found.get(pointer) ?? null));
}
