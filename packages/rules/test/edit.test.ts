import { describe, expect, it } from '@jest/globals';
import { parse, printNode, toJson } from '../src/index.js';
import type { CstDocument, CstNode, Json } from '../src/index.js';
import { houseText } from '../src/edit/house.js';
import { morph } from '../src/edit/morph.js';
import { insertItems, moveItems, NoSuchNode, nodeAt, removeItems, replaceNode } from '../src/edit/nodes.js';
import { applyEdit, editBetween, invertEdit, SpliceMismatch } from '../src/edit/splice.js';
import type { TextEdit } from '../src/edit/splice.js';
import { jsonText } from './support/json-text.js';
import { Random } from './support/random.js';

const SEEDS = Array.from({ length: 3000 }, (_, seed) => seed + 1);

function nodes(node: CstNode): CstNode[] {
  if (node.kind === 'array') return [node, ...node.items.flatMap(({ value }) => nodes(value))];
  if (node.kind === 'object') return [node, ...node.members.flatMap(({ value }) => nodes(value))];
  return [node];
}

interface Try {
  readonly random: Random;
  readonly text: string;
  readonly document: CstDocument;
  readonly node: CstNode;
}

/** A random document and a node of it; `array` asks for a list. */
function tries(kind?: 'array'): Try[] {
  return SEEDS.flatMap((seed) => {
    const random = new Random(seed);
    const text = jsonText(random, 5);
    const document = parse(text);
    const found = nodes(document.root).filter((node) => !kind || node.kind === kind);
    return found.length ? [{ random, text, document, node: random.pick(found) }] : [];
  });
}

/** What every edit of one subtree owes: it parses, all bytes around the subtree stay, and its inverse is exact. */
function edited({ text, node }: Try, edit: TextEdit): Json {
  const after = applyEdit(text, edit);
  const tail = text.length - node.offset - printNode(node).length;
  if (after.slice(0, node.offset) !== text.slice(0, node.offset)) expect(after).toBe(text);
  if (tail > 0 && after.slice(-tail) !== text.slice(-tail)) expect(after).toBe(text);
  if (applyEdit(after, invertEdit(edit)) !== text) expect(applyEdit(after, invertEdit(edit))).toBe(text);
  const there = nodeAt(parse(after), node.pointer);
  if (!there) throw new Error(`Nothing at ${node.pointer} of ${after}`);
  return toJson(there);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

describe('edits of the text', () => {
  it('replaces a node and leaves every other byte', () => {
    for (const each of tries()) {
      const value = toJson(parse(jsonText(each.random, 2)).root);
      const got = edited(each, replaceNode(each.document, each.node.pointer, houseText(value)));
      if (!same(got, value)) expect(got).toEqual(value);
    }
  });

  it('inserts, removes and moves items as the list itself would', () => {
    for (const each of tries('array')) {
      const { random, document, node } = each;
      const before = toJson(node) as Json[];
      const at = random.below(before.length + 1);
      const fresh = random.list(2, () => random.below(9));
      const inserted = edited(each, insertItems(document, node.pointer, at, fresh.map(String)));
      if (!same(inserted, before.toSpliced(at, 0, ...fresh)))
        expect(inserted).toEqual(before.toSpliced(at, 0, ...fresh));
      if (before.length === 0) continue;
      const from = random.below(before.length);
      const count = 1 + random.below(before.length - from);
      const removed = edited(each, removeItems(document, node.pointer, from, count));
      if (!same(removed, before.toSpliced(from, count))) expect(removed).toEqual(before.toSpliced(from, count));
      const to = random.below(before.length - count + 1);
      const moved = before.toSpliced(from, count).toSpliced(to, 0, ...before.slice(from, from + count));
      const got = edited(each, moveItems(document, node.pointer, from, count, to));
      if (!same(got, moved)) expect(got).toEqual(moved);
    }
  });

  it('makes any constant any other', () => {
    for (const each of tries()) {
      const value = toJson(parse(jsonText(each.random, 3)).root);
      const got = edited(each, morph(each.document, each.node.pointer, value));
      if (!same(got, value)) expect(got).toEqual(value);
    }
  });

  it.each([
    ['{"type":"percent", "rate" : "20"}', { type: 'percent', rate: '22' }, '{"type":"percent", "rate" : "22"}'],
    ['{"a": 1.0,\n "b": 2}', { a: 1, b: 3 }, '{"a": 1.0,\n "b": 3}'],
    ['{"a": 1e0,\n "b": 2}', { a: 1, b: 2, c: [3] }, '{"a": 1e0,\n "b": 2,\n "c": [3]}'],
    ['{"a": 1.0,\n "b": 2, "c": 3}', { a: 1, c: 3 }, '{"a": 1.0,\n "c": 3}'],
    ['[1.0, 2.0]', [1, 2, 3], '[1.0, 2.0, 3]'],
    ['[1.0,2.0,3.0]', [1], '[1.0]'],
  ])('touches only what differs in %s', (text, value, wanted) => {
    expect(applyEdit(text, morph(parse(text), '', value as Json))).toBe(wanted);
  });

  it('finds the smallest single splice', () => {
    expect(editBetween('{"rate": "20"}', '{"rate": "25"}')).toEqual([{ at: 11, removed: '0', inserted: '5' }]);
    expect(editBetween('aa', 'aaa')).toEqual([{ at: 2, removed: '', inserted: 'a' }]);
    expect(editBetween('same', 'same')).toEqual([]);
  });

  it('refuses to edit what is not there', () => {
    const document = parse('[1, {"a/b": 2}]');
    expect(() => applyEdit('[1]', [{ at: 1, removed: '2', inserted: '3' }])).toThrow(SpliceMismatch);
    expect(() => replaceNode(document, '/7', '1')).toThrow(NoSuchNode);
    expect(() => replaceNode(document, 'x', '1')).toThrow(NoSuchNode);
    expect(() => insertItems(document, '', 3, ['1'])).toThrow(NoSuchNode);
    expect(() => removeItems(document, '', 1, 2)).toThrow(NoSuchNode);
    expect(() => insertItems(document, '/1', 0, ['1'])).toThrow(NoSuchNode);
    expect(nodeAt(document, '/1/a~1b')?.kind).toBe('number');
  });
});
