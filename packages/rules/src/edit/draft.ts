import { parse } from '../cst/parse.js';
import type { CstDocument } from '../cst/cst.js';
import type { RuleCase, RuleDocument } from '../document.js';
import { rematch } from './match.js';
import { applyEdit, invertEdit } from './splice.js';
import type { TextEdit } from './splice.js';

type Layout = RuleDocument['layout'];
type Comments = RuleDocument['comments'];
type Place = Layout[string];

/** What editing a rule can change. */
export interface DraftContent {
  readonly title: string;
  /** The source text; it need not parse while somebody types. */
  readonly logic: string;
  readonly cases: readonly RuleCase[];
  /** Keyed by pointers into `anchor`. */
  readonly layout: Layout;
  readonly comments: Comments;
  /** The last text that parsed: what the keys of layout and comments point into. The same as `logic` where that parses. */
  readonly anchor: string;
}

/** Where layout and comments stood: carried by the inverse of a text edit, which may have dropped some of them. */
export type Notes = Pick<DraftContent, 'layout' | 'comments' | 'anchor'>;

/** One typed, plain edit of a draft. */
export type DraftOperation =
  | { readonly type: 'text'; readonly edit: TextEdit; readonly notes?: Notes }
  | { readonly type: 'title'; readonly title: string }
  /** A new case (at a position, else last), or another content for the one with its id. */
  | { readonly type: 'put_case'; readonly case: RuleCase; readonly at?: number }
  | { readonly type: 'remove_case'; readonly id: string }
  | { readonly type: 'move_case'; readonly id: string; readonly to: number }
  /** No text takes the comment away. */
  | { readonly type: 'comment'; readonly node: string; readonly text?: string }
  | { readonly type: 'layout'; readonly node: string; readonly place?: Place };

export type DraftOperationType = DraftOperation['type'];

/** The operation does not fit the draft: what it changes is not there. */
export class OperationMismatch extends Error {
  constructor(readonly operation: DraftOperation) {
    super(`The ${operation.type.replaceAll('_', ' ')} does not fit the draft as it is now.`);
    this.name = 'OperationMismatch';
  }
}

/** The draft of stored content. */
export function draftContent(stored: Omit<DraftContent, 'anchor'>): DraftContent {
  const { title, logic, cases, layout, comments } = stored;
  return { title, logic, cases, layout, comments, anchor: logic };
}

/**
 * The content after an operation, and the operation that takes it back exactly. Throws OperationMismatch or SpliceMismatch,
 * and then nothing was changed.
 */
export function applyOperation(
  content: DraftContent,
  operation: DraftOperation,
): { readonly content: DraftContent; readonly inverse: DraftOperation } {
  switch (operation.type) {
    case 'text':
      return applyText(content, operation);
    case 'title':
      return {
        content: { ...content, title: operation.title },
        inverse: { type: 'title', title: content.title },
      };
    case 'put_case':
      return putCase(content, operation);
    case 'remove_case': {
      const at = indexOf(content, operation.id, operation);
      const removed = content.cases[at] as RuleCase;
      return {
        content: { ...content, cases: content.cases.toSpliced(at, 1) },
        inverse: { type: 'put_case', case: removed, at },
      };
    }
    case 'move_case': {
      const from = indexOf(content, operation.id, operation);
      if (operation.to < 0 || operation.to >= content.cases.length) throw new OperationMismatch(operation);
      const moved = content.cases[from] as RuleCase;
      const cases = content.cases.toSpliced(from, 1).toSpliced(operation.to, 0, moved);
      return { content: { ...content, cases }, inverse: { type: 'move_case', id: operation.id, to: from } };
    }
    case 'comment': {
      const { node, text } = operation;
      const before = own(content.comments, node);
      return {
        content: { ...content, comments: withKey(content.comments, node, text) },
        inverse: { type: 'comment', node, ...(before === undefined ? {} : { text: before }) },
      };
    }
    case 'layout': {
      const { node, place } = operation;
      const before = own(content.layout, node);
      return {
        content: { ...content, layout: withKey(content.layout, node, place) },
        inverse: { type: 'layout', node, ...(before === undefined ? {} : { place: before }) },
      };
    }
  }
}

function applyText(content: DraftContent, operation: DraftOperation & { type: 'text' }) {
  const logic = applyEdit(content.logic, operation.edit);
  const { layout, comments, anchor } = content;
  const notes = operation.notes ?? renote({ layout, comments, anchor }, logic);
  return {
    content: { ...content, logic, ...notes },
    inverse: { type: 'text', edit: invertEdit(operation.edit), notes: { layout, comments, anchor } } as const,
  };
}

/** Layout and comments follow their nodes into the new text; where it does not parse they wait with the old one. */
function renote(notes: Notes, logic: string): Notes {
  const after = parsed(logic);
  if (!after) return notes;
  const keys = new Set([...Object.keys(notes.layout), ...Object.keys(notes.comments)]);
  const before = keys.size > 0 ? parsed(notes.anchor) : undefined;
  if (!before) return { ...notes, anchor: logic };
  const found = rematch(before, after, keys);
  return { layout: rekey(notes.layout, found), comments: rekey(notes.comments, found), anchor: logic };
}

function rekey<T>(
  entries: { readonly [key: string]: T },
  found: ReadonlyMap<string, string>,
): { readonly [key: string]: T } {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) => {
      const next = found.get(key);
      return next === undefined ? [] : [[next, value] as const];
    }),
  );
}

function putCase(content: DraftContent, operation: DraftOperation & { type: 'put_case' }) {
  const there = content.cases.findIndex(({ id }) => id === operation.case.id);
  const before = content.cases[there];
  if (before) {
    return {
      content: { ...content, cases: content.cases.with(there, operation.case) },
      inverse: { type: 'put_case', case: before } as const,
    };
  }
  const at = operation.at ?? content.cases.length;
  if (at < 0 || at > content.cases.length) throw new OperationMismatch(operation);
  return {
    content: { ...content, cases: content.cases.toSpliced(at, 0, operation.case) },
    inverse: { type: 'remove_case', id: operation.case.id } as const,
  };
}

function indexOf(content: DraftContent, id: string, operation: DraftOperation): number {
  const at = content.cases.findIndex((each) => each.id === id);
  if (at < 0) throw new OperationMismatch(operation);
  return at;
}

function own<T>(entries: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

function withKey<T>(entries: { readonly [key: string]: T }, key: string, value: T | undefined) {
  const rest = Object.entries(entries).filter(([each]) => each !== key);
  return Object.fromEntries(value === undefined ? rest : [...rest, [key, value] as const]);
}

function parsed(text: string): CstDocument | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
