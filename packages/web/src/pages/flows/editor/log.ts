import type { FlowDocument, SimulationCase } from '@sluice/flows';
import { applyEdit, invertEdit, type FlowOperation } from '@sluice/flows/edit/index';
import type { LoggedEdit } from './context.js';

/** All of a flow that is stored with its draft. */
export interface FlowContent {
  readonly document: FlowDocument;
  readonly cases: readonly SimulationCase[];
}

/** A draft with all that was done to it: undo and redo walk along this log, a rebase takes `pending` of it. */
export interface FlowLog {
  readonly content: FlowContent;
  readonly base: FlowDocument;
  readonly done: readonly Entry[];
  readonly undone: readonly Entry[];
  /** Done since the last save that arrived, in the order in which it was done, undoing included. */
  readonly pending: readonly LoggedEdit[];
  /** How many of them are on their way. */
  readonly sent: number;
}

interface Entry extends LoggedEdit {
  /** Edits of one step that follow one another quickly count as one. */
  readonly step?: string;
  readonly at?: number;
}

const ONE_STEP_MS = 1000;

export function openLog(content: FlowContent): FlowLog {
  return { content, base: content.document, done: [], undone: [], pending: [], sent: 0 };
}

/** Throws OperationMismatch and changes nothing where the edit does not fit. */
export function perform(log: FlowLog, edit: LoggedEdit, step?: string, at = 0): FlowLog {
  if (edit.operations.length === 0 && !edit.cases) return log;
  const content = after(log.content, edit);
  const last = log.done.at(-1);
  const goesOn = step !== undefined && last?.step === step && at - (last.at ?? 0) <= ONE_STEP_MS;
  const entry: Entry = { ...(goesOn ? joined(last, edit) : edit), ...(step === undefined ? {} : { step, at }) };
  const open = log.pending.length > log.sent && goesOn && log.pending.at(-1) === last;
  return {
    ...log,
    content,
    done: [...(goesOn ? log.done.slice(0, -1) : log.done), entry],
    undone: [],
    pending: open ? [...log.pending.slice(0, -1), entry] : [...log.pending, goesOn ? edit : entry],
  };
}

export function undo(log: FlowLog): FlowLog {
  const entry = log.done.at(-1);
  if (!entry) return log;
  return {
    ...log,
    content: after(log.content, inverse(entry)),
    done: log.done.slice(0, -1),
    undone: [...log.undone, entry],
    pending: withoutLast(log, entry) ?? [...log.pending, inverse(entry)],
  };
}

export function redo(log: FlowLog): FlowLog {
  const found = log.undone.at(-1);
  if (!found) return log;
  // What comes later does not go on with it.
  const { step: _, at: __, ...entry } = found;
  return {
    ...log,
    content: after(log.content, entry),
    done: [...log.done, entry],
    undone: log.undone.slice(0, -1),
    pending: [...log.pending, entry],
  };
}

/** What is on its way to the server, and what is left when it has arrived. */
export function sending(log: FlowLog): FlowLog {
  return { ...log, sent: log.pending.length };
}

export function arrived(log: FlowLog): FlowLog {
  return { ...log, pending: log.pending.slice(log.sent), sent: 0 };
}

/** Goes on with content that `edits` led to; they can be undone where they fit. */
export function settled(content: FlowContent, edits: readonly LoggedEdit[]): FlowLog {
  try {
    const base = edits.reduceRight((document, edit) => applyEdit(document, invertEdit(edit)), content.document);
    return { ...openLog(content), base, done: edits, pending: edits };
  } catch {
    return openLog(content);
  }
}

function withoutLast(log: FlowLog, entry: Entry): LoggedEdit[] | undefined {
  const last = log.pending.at(-1);
  return log.pending.length > log.sent && last === entry ? log.pending.slice(0, -1) : undefined;
}

function inverse(entry: LoggedEdit): LoggedEdit {
  const { cases } = entry;
  const { label, operations } = invertEdit(entry);
  return {
    label: { code: 'undo', params: { what: label.code } },
    operations,
    ...(cases ? { cases: { was: cases.now, now: cases.was } } : {}),
  };
}

function after({ document, cases }: FlowContent, edit: LoggedEdit): FlowContent {
  return { document: applyEdit(document, edit), cases: edit.cases ? edit.cases.now : cases };
}

function joined(first: Entry, next: LoggedEdit): LoggedEdit {
  const operations = [...first.operations];
  for (const operation of next.operations) {
    const one = together(operations.at(-1), operation);
    if (one) operations[operations.length - 1] = one;
    else operations.push(operation);
  }
  const cases = next.cases
    ? { cases: { was: first.cases?.was ?? next.cases.was, now: next.cases.now } }
    : first.cases
      ? { cases: first.cases }
      : {};
  return { label: first.label, operations, ...cases };
}

/** Two changes of the same fields of one step are one. */
function together(first: FlowOperation | undefined, next: FlowOperation): FlowOperation | undefined {
  if (first?.op !== 'set_node' || next.op !== 'set_node' || first.id !== next.id) return undefined;
  const fields = ({ change, was }: { change: object; was: object }) =>
    [...new Set([...Object.keys(change), ...Object.keys(was)])].sort().join();
  return fields(first) === fields(next) ? { ...next, was: first.was } : undefined;
}
