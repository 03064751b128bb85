import type { CstDocument, CstNode } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import { insertItems, NoSuchNode, nodeAt, removeItems, replaceNode } from '../edit/nodes.js';
import type { TextEdit } from '../edit/splice.js';
import type { ConditionView, GroupMode } from './decision-list.js';
import { groupItems } from './read-condition.js';

type Group = ConditionView & { kind: 'group' };

/**
 * Adds a condition (its JSON text) to what stands: at the end of a group or at a position of it; a single condition becomes
 * a group of both; "always" becomes the condition itself.
 */
export function addCondition(document: CstDocument, view: ConditionView, text: string, at?: number): TextEdit {
  switch (view.kind) {
    case 'group': {
      const array = itemsOf(document, view);
      return insertItems(document, array.pointer, at ?? array.items.length, [text]);
    }
    case 'always':
      // In a collecting list a part without a condition is wrapped in one.
      if (view.implied) {
        const part = printNode(need(document, view.pointer));
        return replaceNode(document, view.pointer, `{"if": [${text}, ${part}, []]}`);
      }
      return replaceNode(document, view.pointer, text);
    case 'row':
    case 'advanced':
      return replaceNode(document, view.pointer, groupText('all', [printNode(need(document, view.pointer)), text]));
  }
}

/**
 * Takes a condition out of a branch. A group (all, any) that is left with one item is that item; the last one leaves
 * "always". `whole` is the branch's condition.
 */
export function removeCondition(document: CstDocument, whole: ConditionView, pointer: string): TextEdit {
  if (whole.pointer === pointer) return replaceNode(document, pointer, 'true');
  const parent = parentOf(whole, pointer);
  if (!parent) throw new NoSuchNode(pointer);
  const array = itemsOf(document, parent);
  const index = array.items.findIndex(({ value }) => value.pointer === pointer);
  const rest = array.items.filter((_, each) => each !== index);
  const [only] = rest;
  if (!only) return removeCondition(document, whole, parent.pointer);
  if (rest.length === 1 && parent.mode !== 'none') {
    return replaceNode(document, parent.pointer, printNode(only.value));
  }
  return removeItems(document, array.pointer, index);
}

/** All, any or none of the conditions; a single one becomes a group of one where that says something else. */
export function setMode(document: CstDocument, view: ConditionView, mode: GroupMode): TextEdit {
  if (view.kind === 'group') {
    if (view.mode === mode) return [];
    const array = itemsOf(document, view);
    const [only, ...more] = array.items;
    if (mode !== 'none' && only && more.length === 0 && view.mode === 'none') {
      return replaceNode(document, view.pointer, printNode(only.value));
    }
    return replaceNode(document, view.pointer, wrapped(mode, printNode(array)));
  }
  if (view.kind === 'always') return [];
  const text = printNode(need(document, view.pointer));
  return mode === 'all' ? [] : replaceNode(document, view.pointer, groupText(mode, [text]));
}

/** Wraps neighbouring items of a group in a group of their own. */
export function group(
  document: CstDocument,
  parent: ConditionView,
  from: number,
  count: number,
  mode: GroupMode,
): TextEdit {
  if (parent.kind !== 'group') {
    return replaceNode(document, parent.pointer, groupText(mode, [printNode(need(document, parent.pointer))]));
  }
  const array = itemsOf(document, parent);
  const first = array.items[from];
  const last = array.items[from + count - 1];
  if (!first || !last || count < 1) throw new NoSuchNode(`${array.pointer}/${String(from)}`);
  const text = printNode(array);
  const start = first.value.offset - array.offset;
  const end = last.value.offset + printNode(last.value).length - array.offset;
  const removed = text.slice(start, end);
  return [{ at: first.value.offset, removed, inserted: wrapped(mode, `[${removed}]`) }];
}

/** Puts a nested group's items in its place in the group around it. */
export function ungroup(document: CstDocument, whole: ConditionView, pointer: string): TextEdit {
  const inner = find(whole, pointer);
  const parent = parentOf(whole, pointer);
  if (inner?.kind !== 'group') throw new NoSuchNode(pointer);
  const array = itemsOf(document, inner);
  if (parent) {
    const items = printNode(array).slice(1, -1).trim();
    return replaceNode(document, pointer, items);
  }
  const [only, ...more] = array.items;
  if (!only || more.length > 0) throw new NoSuchNode(pointer);
  return replaceNode(document, pointer, printNode(only.value));
}

/** The text of a group over the texts of its items. */
export function groupText(mode: GroupMode, items: readonly string[]): string {
  return wrapped(mode, `[${items.join(', ')}]`);
}

function wrapped(mode: GroupMode, array: string): string {
  if (mode === 'all') return `{"and": ${array}}`;
  return mode === 'any' ? `{"or": ${array}}` : `{"!": {"or": ${array}}}`;
}

/** The part of a condition at a pointer. */
export function find(view: ConditionView, pointer: string): ConditionView | undefined {
  if (view.pointer === pointer) return view;
  if (view.kind !== 'group') return undefined;
  for (const item of view.items) {
    const found = find(item, pointer);
    if (found) return found;
  }
  return undefined;
}

/** The group that holds the condition at a pointer. */
export function parentOf(view: ConditionView, pointer: string): Group | undefined {
  if (view.kind !== 'group') return undefined;
  if (view.items.some((item) => item.pointer === pointer)) return view;
  for (const item of view.items) {
    const found = parentOf(item, pointer);
    if (found) return found;
  }
  return undefined;
}

function itemsOf(document: CstDocument, view: Group): CstNode & { kind: 'array' } {
  const group = groupItems(need(document, view.pointer));
  if (group?.array.kind !== 'array') throw new NoSuchNode(view.pointer);
  return group.array;
}

function need(document: CstDocument, pointer: string): CstNode {
  const node = nodeAt(document, pointer);
  if (!node) throw new NoSuchNode(pointer);
  return node;
}
