import type { CstDocument, CstMember, CstNode, CstObject } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import { toJson } from '../cst/value.js';
import type { Json } from '../cst/value.js';
import { houseText } from './house.js';
import { insertItems, NoSuchNode, nodeAt, removeItems, replaceNode, together } from './nodes.js';
import type { TextEdit } from './splice.js';

/** Makes a constant another one and touches only the parts that differ: what stays is left as it is written. */
export function morph(document: CstDocument, pointer: string, value: Json): TextEdit {
  const node = nodeAt(document, pointer);
  if (!node) throw new NoSuchNode(pointer);
  if (sameJson(toJson(node), value)) return [];
  if (node.kind === 'object' && isEntries(value)) {
    return morphObject(document, node, value) ?? replaceNode(document, pointer, houseText(value));
  }
  if (node.kind === 'array' && Array.isArray(value)) return morphArray(document, node, value as readonly Json[]);
  return replaceNode(document, pointer, houseText(value));
}

type Entries = { readonly [key: string]: Json };

function isEntries(value: Json): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined where members come and go at once, or change their order: then it is written anew. */
function morphObject(document: CstDocument, node: CstObject, value: Entries): TextEdit | undefined {
  const wanted = Object.keys(value);
  const there = node.members.map(({ key }) => key);
  if (new Set(there).size !== there.length) return undefined;
  const kept = wanted.filter((key) => there.includes(key));
  const left = there.filter((key) => wanted.includes(key));
  if (kept.some((key, at) => key !== left[at])) return undefined;
  const gone = node.members.filter(({ key }) => !wanted.includes(key));
  const added = wanted.filter((key) => !there.includes(key));
  if ((gone.length > 0 && added.length > 0) || gone.length > 1 || added.length > 1 || kept.length === 0)
    return undefined;
  const changes = node.members
    .filter(({ key }) => wanted.includes(key))
    .map((member) => morph(document, member.value.pointer, value[member.key] ?? null));
  const [lost] = gone;
  const [fresh] = added;
  if (lost) changes.push(removeMember(node, lost));
  if (fresh !== undefined) changes.push(addMember(node, wanted, fresh, value[fresh] ?? null));
  return together(...changes);
}

function addMember(node: CstObject, order: readonly string[], key: string, value: Json): TextEdit {
  const text = `${JSON.stringify(key)}: ${houseText(value)}`;
  const before = order[order.indexOf(key) - 1];
  const previous = node.members.find((member) => member.key === before);
  if (previous) {
    const [gap] = previous.space;
    return [{ at: endOf(previous), removed: '', inserted: `,${gap || ' '}${text}` }];
  }
  const [next] = node.members;
  if (!next) throw new NoSuchNode(node.pointer);
  return [{ at: startOf(next), removed: '', inserted: `${text},${next.space[0] || ' '}` }];
}

function removeMember(node: CstObject, member: CstMember): TextEdit {
  const index = node.members.indexOf(member);
  const next = node.members[index + 1];
  const previous = node.members[index - 1];
  const [from, to] = next
    ? [startOf(member), startOf(next)]
    : previous
      ? [endOf(previous), endOf(member)]
      : [startOf(member), endOf(member)];
  const text = printNode(node);
  return [{ at: from, removed: text.slice(from - node.offset, to - node.offset), inserted: '' }];
}

/** Where the key begins, and where the value ends. */
function startOf({ value, space, rawKey }: CstMember): number {
  return value.offset - space[2].length - 1 - space[1].length - rawKey.length;
}
const endOf = ({ value }: CstMember): number => value.offset + printNode(value).length;

function morphArray(document: CstDocument, node: CstNode & { kind: 'array' }, value: readonly Json[]): TextEdit {
  const { length } = node.items;
  const common = Math.min(length, value.length);
  const changes = value.slice(0, common).map((each, at) => morph(document, node.items[at]?.value.pointer ?? '', each));
  if (value.length > length) {
    // The last item ends where the new ones begin; two splices at one place would depend on their order.
    if (length > 0 && (changes.at(-1)?.length ?? 0) > 0) return replaceNode(document, node.pointer, houseText(value));
    changes.push(insertItems(document, node.pointer, length, value.slice(length).map(houseText)));
  }
  if (value.length < length) {
    if (common > 0 && (changes.at(-1)?.length ?? 0) > 0) return replaceNode(document, node.pointer, houseText(value));
    changes.push(removeItems(document, node.pointer, common, length - common));
  }
  return together(...changes);
}

/** Equal JSON values; members of objects in the same order. */
function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
