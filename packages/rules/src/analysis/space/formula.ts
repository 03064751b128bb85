import type { TypedCall, TypedLiteral, TypedNode } from '../../check/typed.js';
import { RuleFault } from '../../compile/fault.js';
import type { Json } from '../../cst/value.js';
import { later, laterDay, startOfDay } from '../../facts/calendar.js';
import type { Span } from '../../facts/calendar.js';
import type { Rational } from '../../number/rational.js';
import type { Type } from '../../types.js';

/** A condition taken apart down to tests of one fact; what reads several facts, or computes, is `opaque`. */
export type Formula =
  | { readonly k: 'constant'; readonly value: boolean }
  | { readonly k: 'all' | 'any'; readonly of: readonly Formula[] }
  | { readonly k: 'not'; readonly of: Formula }
  | Test
  | Opaque;

/** A test of one fact against constants: its answer is the same throughout each region between them. */
export interface Test {
  readonly k: 'test';
  readonly key: string;
  readonly node: TypedNode;
  readonly path: string;
  readonly type: Type;
  readonly cuts: readonly Cut[];
  readonly kind: TestKind;
}

/** `order` on texts, and the tests of parts of a text, need regions of their own. */
export type TestKind = 'same' | 'order' | 'present' | 'starts_with' | 'ends_with' | 'contains' | 'matches_domain';

export interface Cut {
  readonly value: Json;
  readonly number?: Rational;
}

export interface Opaque {
  readonly k: 'opaque';
  readonly key: string;
  readonly node: TypedNode;
}

/** What a node says as a condition (empty texts, empty lists and 0 are no). */
export function formulaOf(node: TypedNode): Formula {
  if (node.kind === 'literal') return { k: 'constant', value: truthOf(node.value) };
  if (node.kind === 'list') return { k: 'constant', value: node.items.length > 0 };
  return (CONNECTIVES[node.op] ?? leaf)(node);
}

const CONNECTIVES: Readonly<Record<string, (node: TypedCall) => Formula>> = {
  and: (node) => ({ k: 'all', of: node.args.map(formulaOf) }),
  or: (node) => ({ k: 'any', of: node.args.map(formulaOf) }),
  '!': (node) => ({ k: 'not', of: formulaOf(node.args[0]!) }),
  '!!': (node) => formulaOf(node.args[0]!),
  if: choice,
  '?:': choice,
  missing: (node) => ({ k: 'any', of: absences(node) }),
  missing_some: missingSome,
};

function choice(node: TypedCall): Formula {
  const ways: Formula[] = [];
  const before: Formula[] = [];
  for (let i = 0; i < node.args.length; i += 2) {
    const last = i === node.args.length - 1;
    const when = formulaOf(node.args[i]!);
    ways.push({ k: 'all', of: [...before, when, ...(last ? [] : [formulaOf(node.args[i + 1]!)])] });
    before.push({ k: 'not', of: when });
  }
  return { k: 'any', of: ways };
}

/** One test "is not there" a fact; `missing` counts an empty text as absent. */
function absences(node: TypedCall): Formula[] {
  const { read } = node;
  if (!read || read.scope !== 'facts') return [opaque(node)];
  return read.paths.map((path) => {
    const one: TypedCall = { ...node, op: 'missing', args: [], read: { ...read, paths: [path] } };
    return { k: 'test', key: keyOf(one), node: one, path, type: read.type, cuts: [{ value: '' }], kind: 'present' };
  });
}

function missingSome(node: TypedCall): Formula {
  const needed = node.args[0]?.kind === 'literal' ? Number(node.args[0].value) : Number.NaN;
  const all = absences(node);
  if (needed <= 0) return { k: 'constant', value: false };
  if (needed >= all.length) return { k: 'any', of: all };
  return needed === 1 ? { k: 'all', of: all } : opaque(node);
}

function leaf(node: TypedCall): Formula {
  return (
    negatable(node) ??
    ownFact(node) ??
    comparison(node) ??
    membership(node) ??
    textTest(node) ??
    period(node) ??
    opaque(node)
  );
}

const opaque = (node: TypedNode): Opaque => ({ k: 'opaque', key: keyOf(node), node });

/** `{"==": [condition, true]}` is the condition. */
function negatable(node: TypedCall): Formula | undefined {
  if (!EQUALITIES.has(node.op) || node.args.length !== 2) return undefined;
  const literal = node.args.find((each) => each.kind === 'literal');
  const other = node.args.find((each) => each.kind !== 'literal');
  if (literal?.kind !== 'literal' || typeof literal.value !== 'boolean' || other?.type.k !== 'boolean')
    return undefined;
  if (factOf(other)) return undefined;
  const inner = formulaOf(other);
  return literal.value === (node.op === '==' || node.op === '===') ? inner : { k: 'not', of: inner };
}

const EQUALITIES: ReadonlySet<string> = new Set(['==', '===', '!=', '!==']);
const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** A fact as a condition: yes/no, or not empty, or not 0. */
function ownFact(node: TypedCall): Test | undefined {
  const fact = factOf(node);
  if (!fact || !['boolean', 'integer', 'string', 'enum'].includes(fact.type.k)) return undefined;
  const empty: Cut[] = fact.type.k === 'integer' ? [{ value: 0 }] : [];
  return test(node, fact, empty, 'same');
}

function comparison(node: TypedCall): Test | undefined {
  const orders = ORDERS.has(node.op);
  if (!orders && !EQUALITIES.has(node.op)) return undefined;
  const facts = node.args.flatMap((each) => factOf(each) ?? []);
  const constants = node.args.filter((each) => each.kind === 'literal');
  const [fact] = facts;
  if (!fact || facts.some(({ path }) => path !== fact.path)) return undefined;
  if (facts.length + constants.length !== node.args.length) return undefined;
  return test(node, fact, cutsOf(constants), orders ? 'order' : 'same');
}

function membership(node: TypedCall): Test | undefined {
  const [needle, stack] = node.args;
  if (node.op !== 'in' || !needle || !stack) return undefined;
  const fact = factOf(needle);
  if (fact && stack.kind === 'list' && stack.items.every((item) => item.kind === 'literal')) {
    return test(node, fact, cutsOf(stack.items), 'same');
  }
  const text = factOf(stack);
  return text?.type.k === 'string' && needle.kind === 'literal'
    ? test(node, text, cutsOf([needle]), 'contains')
    : undefined;
}

const TEXT_TESTS = ['starts_with', 'ends_with', 'matches_domain'] as const;

function textTest(node: TypedCall): Test | undefined {
  const kind = TEXT_TESTS.find((name) => name === node.op);
  const [text, part] = node.args;
  const fact = text && factOf(text);
  if (!kind || !fact || !part) return undefined;
  const parts = part.kind === 'list' ? part.items : [part];
  return parts.every((each) => each.kind === 'literal') ? test(node, fact, cutsOf(parts), kind) : undefined;
}

/** `in_window` between constants: its ends are found as the operator finds them. */
function period(node: TypedCall): Test | undefined {
  const [moment, from, to] = node.args;
  const fact = node.op === 'in_window' && moment ? factOf(moment) : undefined;
  if (!fact || from?.kind !== 'literal' || (to && to.kind !== 'literal')) return undefined;
  const ends = windowEnds(node, fact.type, from, to);
  return (
    ends &&
    test(
      node,
      fact,
      ends.map((value) => ({ value })),
      'same',
    )
  );
}

function windowEnds(node: TypedCall, type: Type, from: TypedLiteral, to?: TypedLiteral): Json[] | undefined {
  const { zone, span } = node.settled as unknown as { zone: string | null; span: Span | null };
  const place = ({ value, type: own }: TypedLiteral): Json =>
    type.k === 'instant' && own.k === 'day' && zone !== null ? startOfDay(String(value), zone) : value;
  try {
    const first = place(from);
    if (to) return [first, place(to)];
    if (!span) return undefined;
    return [first, typeof first === 'string' ? laterDay(first, span) : later(Number(first), span, zone ?? 'UTC')];
  } catch (error) {
    // A window that ends beyond the calendar stops the rule; it is not ours to say where.
    if (error instanceof RuleFault) return undefined;
    throw error;
  }
}

function test(node: TypedNode, fact: Fact, cuts: readonly Cut[], kind: TestKind): Test {
  return { k: 'test', key: keyOf(node), node, path: fact.path, type: fact.type, cuts, kind };
}

function cutsOf(nodes: readonly TypedNode[]): Cut[] {
  return nodes.flatMap((node) =>
    node.kind === 'literal' ? [{ value: node.value, ...(node.number ? { number: node.number } : {}) }] : [],
  );
}

interface Fact {
  readonly path: string;
  readonly type: Type;
}

/** A single fact of the rule, perhaps with a constant as its default. */
function factOf(node: TypedNode): Fact | undefined {
  if (node.kind !== 'call' || node.op !== 'var' || node.read?.scope !== 'facts') return undefined;
  const [path] = node.read.paths;
  if (!path || node.args.some((each) => each.kind !== 'literal')) return undefined;
  return { path, type: node.read.type };
}

/** Text that two nodes share when they mean the same. */
export function keyOf(node: TypedNode): string {
  if (node.kind === 'literal') return JSON.stringify(node.value);
  if (node.kind === 'list') return `[${node.items.map(keyOf).join()}]`;
  const read = node.read ? `${node.read.scope}:${node.read.paths.map((path) => JSON.stringify(path)).join()}` : '';
  const settled = node.settled === undefined ? '' : JSON.stringify(node.settled);
  return `${node.op}(${read};${settled};${node.args.map(keyOf).join()})`;
}

function truthOf(value: Json): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** The facts that a node reads, in order, each once. */
export function factsRead(node: TypedNode): readonly string[] {
  const found = new Set<string>();
  const visit = (each: TypedNode): void => {
    if (each.kind === 'list') each.items.forEach(visit);
    if (each.kind !== 'call') return;
    if (each.read?.scope === 'facts') each.read.paths.forEach((path) => found.add(path));
    if (each.callee) visit(each.callee);
    each.args.forEach(visit);
  };
  visit(node);
  return [...found];
}

/** The constants inside a node. */
export function constantsIn(node: TypedNode): readonly Json[] {
  if (node.kind === 'literal') return [node.value];
  if (node.kind === 'list') return node.items.flatMap(constantsIn);
  return [...node.args, ...(node.callee ? [node.callee] : [])].flatMap(constantsIn);
}
