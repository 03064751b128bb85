import type { CstDocument, CstNode } from '../cst/cst.js';
import { toJson } from '../cst/value.js';

/**
 * Where nodes of a text are in the text after an edit, by pointer: what layout and comments hang on. Nodes are paired from
 * the root down: members by their key, items by what they hold, then by their neighbours; what has moved elsewhere is found
 * by its content where that is there once. A node that is gone is not in the answer.
 */
export function rematch(
  before: CstDocument,
  after: CstDocument,
  pointers: Iterable<string>,
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  pair(before.root, after.root, pairs);
  const found = new Map<string, string>();
  const lost: string[] = [];
  for (const pointer of pointers) {
    const next = pairs.get(pointer);
    if (next === undefined) lost.push(pointer);
    else found.set(pointer, next);
  }
  if (lost.length > 0) byContent(before, after, lost, new Set(found.values()), found);
  return found;
}

function pair(before: CstNode, after: CstNode, pairs: Map<string, string>): void {
  pairs.set(before.pointer, after.pointer);
  if (before.kind === 'array' && after.kind === 'array') {
    for (const [i, j] of alignItems(before.items.map(valueOf), after.items.map(valueOf))) {
      const a = before.items[i]?.value;
      const b = after.items[j]?.value;
      if (a && b) pair(a, b, pairs);
    }
  }
  if (before.kind === 'object' && after.kind === 'object') {
    const [only] = before.members;
    const [other] = after.members;
    if (before.members.length === 1 && after.members.length === 1 && only && other) {
      // Another operator over the same operands is the same place.
      pair(only.value, other.value, pairs);
      return;
    }
    for (const member of before.members) {
      const same = after.members.findLast(({ key }) => key === member.key);
      if (same) pair(member.value, same.value, pairs);
    }
  }
}

const valueOf = (item: { readonly value: CstNode }): CstNode => item.value;

/** Positions of items that are the same thing before and after, in the order of `before`. */
function alignItems(before: readonly CstNode[], after: readonly CstNode[]): [number, number][] {
  const a = before.map(contentOf);
  const b = after.map(contentOf);
  const same = longestCommon(a, b);
  const pairs = [...same];
  const runs = [[-1, -1], ...same, [a.length, b.length]] as const;
  const freeBefore = new Set<number>();
  const freeAfter = new Set<number>();
  for (let k = 1; k < runs.length; k++) {
    const [fromA, fromB] = runs[k - 1] as readonly [number, number];
    const [toA, toB] = runs[k] as readonly [number, number];
    for (let i = fromA + 1; i < toA; i++) freeBefore.add(i);
    for (let j = fromB + 1; j < toB; j++) freeAfter.add(j);
  }
  // What moved within the list.
  for (const i of freeBefore) {
    const j = [...freeAfter].find((each) => b[each] === a[i]);
    if (j === undefined) continue;
    pairs.push([i, j]);
    freeBefore.delete(i);
    freeAfter.delete(j);
  }
  // What was changed where it stands: as many between the same two neighbours before as after.
  for (let k = 1; k < runs.length; k++) {
    const [fromA, fromB] = runs[k - 1] as readonly [number, number];
    const [toA, toB] = runs[k] as readonly [number, number];
    const left = [...freeBefore].filter((i) => i > fromA && i < toA);
    const right = [...freeAfter].filter((j) => j > fromB && j < toB);
    if (left.length === right.length) left.forEach((i, at) => pairs.push([i, right[at] as number]));
  }
  return pairs.sort(([x], [y]) => x - y);
}

/** The longest sequence that both lists hold in order, earliest places first. */
function longestCommon(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = length[(i + 1) * width + j] as number;
      const right = length[i * width + j + 1] as number;
      length[i * width + j] =
        a[i] === b[j] ? (length[(i + 1) * width + j + 1] as number) + 1 : below > right ? below : right;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number)) i++;
    else j++;
  }
  return pairs;
}

/** Content without white space and spelling of numbers. */
function contentOf(node: CstNode): string {
  return JSON.stringify(toJson(node));
}

function byContent(
  before: CstDocument,
  after: CstDocument,
  lost: readonly string[],
  taken: ReadonlySet<string>,
  found: Map<string, string>,
): void {
  const here = places(before.root);
  const there = places(after.root);
  const contents = new Map(
    [...here].flatMap(([content, pointers]) => pointers.map((each) => [each, content] as const)),
  );
  for (const pointer of lost) {
    const content = contents.get(pointer);
    // A bare constant is no landmark: the same number may stand anywhere.
    if (content === undefined || !/^[[{]/.test(content)) continue;
    const [only, ...more] = there.get(content) ?? [];
    if (only !== undefined && more.length === 0 && here.get(content)?.length === 1 && !taken.has(only)) {
      found.set(pointer, only);
    }
  }
}

function places(root: CstNode): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const visit = (node: CstNode): void => {
    const content = contentOf(node);
    const list = found.get(content);
    if (list) list.push(node.pointer);
    else found.set(content, [node.pointer]);
    if (node.kind === 'array') node.items.forEach(({ value }) => visit(value));
    if (node.kind === 'object') node.members.forEach(({ value }) => visit(value));
  };
  visit(root);
  return found;
}
