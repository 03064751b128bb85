import type { CstArray, CstDocument, CstNode } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import { editBetween } from './splice.js';
import type { Splice, TextEdit } from './splice.js';

/** The node at an RFC 6901 pointer, or undefined. */
export function nodeAt(document: CstDocument, pointer: string): CstNode | undefined {
  if (pointer === '') return document.root;
  if (!pointer.startsWith('/')) return undefined;
  let node: CstNode | undefined = document.root;
  for (const raw of pointer.slice(1).split('/')) {
    const name = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (node?.kind === 'array') node = /^(0|[1-9]\d*)$/.test(name) ? node.items[Number(name)]?.value : undefined;
    else if (node?.kind === 'object') node = node.members.findLast(({ key }) => key === name)?.value;
    else return undefined;
  }
  return node;
}

/** A view asked for a node that is not there, or not of that kind. */
export class NoSuchNode extends Error {
  constructor(readonly pointer: string) {
    super(`There is nothing to edit at "${pointer}".`);
    this.name = 'NoSuchNode';
  }
}

/** Puts other JSON text in a node's place; all around it stays as it is. */
export function replaceNode(document: CstDocument, pointer: string, text: string): TextEdit {
  const node = need(document, pointer);
  return editBetween(printNode(node), text).map((splice) => ({ ...splice, at: splice.at + node.offset }));
}

/** Edits of separate places of one text as one edit. */
export function together(...edits: readonly TextEdit[]): TextEdit {
  // From the end to the beginning, so that no splice moves the place of another.
  const all: Splice[] = edits.flat();
  return all.sort((a, b) => b.at - a.at);
}

/** Inserts items before position `index` of an array (its length: at the end), spaced as their neighbours are. */
export function insertItems(document: CstDocument, pointer: string, index: number, texts: readonly string[]): TextEdit {
  const array = needArray(document, pointer);
  if (texts.length === 0) return [];
  if (index < 0 || index > array.items.length) throw new NoSuchNode(`${pointer}/${String(index)}`);
  const next = array.items[index];
  if (next) {
    const gap = next.space[0];
    return [{ at: next.value.offset, removed: '', inserted: texts.map((text) => `${text},${gap || ' '}`).join('') }];
  }
  const last = array.items.at(-1);
  if (last) {
    const gap = array.items.length > 1 ? last.space[0] : last.space[0] || ' ';
    const inserted = texts.map((text) => `,${gap || ' '}${text}`).join('');
    return [{ at: last.value.offset + printNode(last.value).length, removed: '', inserted }];
  }
  return [{ at: array.offset + 1, removed: '', inserted: texts.join(', ') }];
}

/** Takes `count` items out of an array with their commas. */
export function removeItems(document: CstDocument, pointer: string, index: number, count = 1): TextEdit {
  const array = needArray(document, pointer);
  const first = array.items[index];
  const last = array.items[index + count - 1];
  if (!first || !last || count < 1) throw new NoSuchNode(`${pointer}/${String(index)}`);
  const text = printNode(array);
  const end = last.value.offset + printNode(last.value).length;
  const after = array.items[index + count];
  const before = array.items[index - 1];
  const [from, to] = after
    ? [first.value.offset, after.value.offset]
    : before
      ? [before.value.offset + printNode(before.value).length, end]
      : [first.value.offset, end];
  return [{ at: from, removed: text.slice(from - array.offset, to - array.offset), inserted: '' }];
}

/** Moves `count` items so that they begin at position `to` of the array without them. */
export function moveItems(document: CstDocument, pointer: string, from: number, count: number, to: number): TextEdit {
  const array = needArray(document, pointer);
  const rest = array.items.length - count;
  if (count < 1 || from < 0 || from > rest || to < 0 || to > rest) throw new NoSuchNode(`${pointer}/${String(from)}`);
  if (from === to) return [];
  // The places keep their white space, the values change places: no line of the others is touched.
  const order = array.items.map((_, position) => position);
  const moved = order.splice(from, count);
  order.splice(to, 0, ...moved);
  const low = Math.min(from, to);
  const high = Math.max(from, to) + count - 1;
  const text = printNode(array);
  const start = array.items[low]?.value.offset ?? array.offset;
  const last = need(document, `${pointer}/${String(high)}`);
  const end = last.offset + printNode(last).length;
  let inserted = '';
  for (let place = low; place <= high; place++) {
    const here = array.items[place];
    const value = array.items[order[place] ?? place]?.value;
    if (!here || !value) throw new NoSuchNode(`${pointer}/${String(place)}`);
    if (place > low) inserted += `,${here.space[0]}`;
    inserted += printNode(value) + (place < high ? here.space[1] : '');
  }
  return [{ at: start, removed: text.slice(start - array.offset, end - array.offset), inserted }];
}

function need(document: CstDocument, pointer: string): CstNode {
  const node = nodeAt(document, pointer);
  if (!node) throw new NoSuchNode(pointer);
  return node;
}

function needArray(document: CstDocument, pointer: string): CstArray {
  const node = need(document, pointer);
  if (node.kind !== 'array') throw new NoSuchNode(pointer);
  return node;
}
