import type { SimulationCase } from '@sluice/flows';
import type { FlowEdit } from '@sluice/flows/edit/index';
import type { LoggedEdit } from './context.js';
import { arrived, openLog, perform, redo, sending, settled, undo, type FlowContent, type FlowLog } from './log.js';

/** What the editor of one flow holds: the draft with its log, and where the person is. */
export interface EditorState {
  readonly log: FlowLog;
  readonly selection: readonly string[];
  /** The last place somebody asked to be shown; a new object each time. */
  readonly shown: { readonly id: string; readonly focus: boolean } | null;
}

/** The state of one open editor outside of React, so that an edit that does not fit is refused where it is made. */
export class FlowStore {
  private listeners = new Set<() => void>();
  private state: EditorState;

  constructor(log: FlowLog) {
    this.state = { log, selection: [], shown: null };
  }

  readonly snapshot = (): EditorState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly content = (): FlowContent => this.state.log.content;

  /** Throws OperationMismatch and changes nothing. */
  apply(edit: FlowEdit, step?: string): void {
    this.replace(perform(this.state.log, edit, step, Date.now()));
  }

  setCases(now: readonly SimulationCase[]): void {
    const was = this.content().cases;
    if (was === now) return;
    const edit: LoggedEdit = { label: { code: 'cases', params: {} }, operations: [], cases: { was, now } };
    this.replace(perform(this.state.log, edit, 'cases', Date.now()));
  }

  undo(): void {
    this.replace(undo(this.state.log));
  }

  redo(): void {
    this.replace(redo(this.state.log));
  }

  /** The edits that a save takes along; `arrived` forgets them. */
  send(): readonly LoggedEdit[] {
    this.replace(sending(this.state.log));
    return this.state.log.pending;
  }

  arrived(): void {
    this.replace(arrived(this.state.log));
  }

  /** Other content altogether, e.g. theirs: nothing before it can be undone. */
  open(content: FlowContent): void {
    this.replace(openLog(content));
  }

  settle(content: FlowContent, edits: readonly LoggedEdit[]): void {
    this.replace(settled(content, edits));
  }

  select(ids: readonly string[]): void {
    const { selection } = this.state;
    if (ids.length === selection.length && ids.every((id, index) => id === selection[index])) return;
    this.publish({ ...this.state, selection: [...ids] });
  }

  show(id: string, focus: boolean): void {
    this.publish({ ...this.state, selection: [id], shown: { id, focus } });
  }

  private replace(log: FlowLog): void {
    if (log === this.state.log) return;
    const { selection } = this.state;
    const kept = log.content === this.state.log.content ? selection : stillThere(selection, log.content);
    this.publish({ ...this.state, log, selection: kept });
  }

  private publish(state: EditorState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** What is selected and gone is let go. */
function stillThere(selection: readonly string[], { document }: FlowContent): readonly string[] {
  if (selection.length === 0) return selection;
  const there = new Set([
    'trigger',
    ...document.nodes.map(({ id }) => id),
    ...document.notes.map(({ id }) => `note:${id}`),
    ...document.edges.map(({ from, port }) => `path:${from}|${port}`),
  ]);
  return selection.every((id) => there.has(id)) ? selection : selection.filter((id) => there.has(id));
}
