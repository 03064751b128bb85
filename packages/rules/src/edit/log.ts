import { applyOperation } from './draft.js';
import type { DraftContent, DraftOperation } from './draft.js';

/** One undo step: what was done, how it is taken back, and what it is called. Plain JSON. */
export interface LoggedChange {
  readonly label: string;
  readonly operations: readonly DraftOperation[];
  /** In the order they are applied to take the step back. */
  readonly inverses: readonly DraftOperation[];
  /** Changes of one name that follow one another are one step: the keystrokes in one field. */
  readonly step?: string;
}

/** A draft with all that was done to it since it was opened; one log for every view. Plain JSON. */
export interface DraftLog {
  readonly content: DraftContent;
  readonly done: readonly LoggedChange[];
  /** Taken back and not yet done again, the last one first. */
  readonly undone: readonly LoggedChange[];
}

export function openLog(content: DraftContent): DraftLog {
  return { content, done: [], undone: [] };
}

/** Does operations as one step. What was taken back before is forgotten. Throws as applyOperation, changing nothing. */
export function perform(log: DraftLog, operations: readonly DraftOperation[], label: string, step?: string): DraftLog {
  const real = operations.filter((each) => each.type !== 'text' || each.edit.length > 0);
  if (real.length === 0) return log;
  const { content, inverses } = applyAll(log.content, real);
  const last = log.done.at(-1);
  if (last && step !== undefined && last.step === step && log.undone.length === 0) {
    const merged: LoggedChange = {
      ...last,
      operations: [...last.operations, ...real],
      inverses: [...inverses, ...last.inverses],
    };
    return { content, done: [...log.done.slice(0, -1), merged], undone: [] };
  }
  const change: LoggedChange = { label, operations: real, inverses, ...(step === undefined ? {} : { step }) };
  return { content, done: [...log.done, change], undone: [] };
}

/** Takes the last step back; the same log where there is none. */
export function undo(log: DraftLog): DraftLog {
  const change = log.done.at(-1);
  if (!change) return log;
  const { content } = applyAll(log.content, change.inverses);
  return { content, done: log.done.slice(0, -1), undone: [change, ...log.undone] };
}

/** Does again what was taken back last; the same log where there is nothing. */
export function redo(log: DraftLog): DraftLog {
  const [change, ...undone] = log.undone;
  if (!change) return log;
  const { content, inverses } = applyAll(log.content, change.operations);
  return { content, done: [...log.done, { ...change, inverses }], undone };
}

function applyAll(
  start: DraftContent,
  operations: readonly DraftOperation[],
): { content: DraftContent; inverses: DraftOperation[] } {
  let content = start;
  const inverses: DraftOperation[] = [];
  for (const operation of operations) {
    const applied = applyOperation(content, operation);
    content = applied.content;
    inverses.unshift(applied.inverse);
  }
  return { content, inverses };
}
