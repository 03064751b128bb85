import type { CstDocument, CstNode } from '../cst/cst.js';
import { parseDecimal } from '../number/rational.js';
import { dayNumber } from './day.js';
import { INHERITED_NAMES } from './schema.js';
import type { FactField, FactFields, FactsSchema, FactType } from './schema.js';

/**
 * The facts that a rule from elsewhere reads, each with the type that its use shows: what it is compared with, whether it
 * decides a branch, whether its items are looked at. A beginning for whoever declares them; texts where nothing shows.
 */
export function guessSchema(document: CstDocument): FactsSchema {
  const facts = new Guess();
  // What one place shows of a fact is of use in another: a few walks, each over every node once.
  for (let walk = 0; walk < WALKS; walk++) visit(document.root, facts, undefined);
  return { id: 'guessed', version: 1, fields: facts.asFields() };
}

const WALKS = 3;

type Scalar = 'string' | 'boolean' | 'integer' | 'decimal' | 'day';

/** What is known of one fact, or of the items of a list. */
class Guess {
  private kind: Scalar | undefined;
  private optional = false;
  private readonly fields = new Map<string, Guess>();
  private items: Guess | undefined;

  at(path: string): Guess | undefined {
    return path === '' ? this : path.split('.').reduce<Guess | undefined>((guess, name) => guess?.step(name), this);
  }

  field(name: string, guess: Guess): void {
    this.fields.set(name, guess);
  }

  item(): Guess {
    return (this.items ??= new Guess());
  }

  /** Whole numbers give way to decimals; otherwise what was seen first stays. */
  is(kind: Scalar | undefined): void {
    if (this.kind === undefined || (this.kind === 'integer' && kind === 'decimal')) this.kind = kind ?? this.kind;
  }

  mayBeAbsent(): void {
    this.optional = true;
  }

  get known(): Scalar | undefined {
    return this.kind;
  }

  asFields(): FactFields {
    return Object.fromEntries([...this.fields].map(([name, guess]) => [name, guess.asField()]));
  }

  private asField(): FactField {
    return this.optional ? { ...this.asType(), optional: true } : this.asType();
  }

  private asType(): FactType {
    if (this.items) return { type: 'list', of: this.items.asType() };
    if (this.fields.size > 0) return { type: 'object', fields: this.asFields() };
    return { type: this.kind ?? 'string' };
  }

  private step(name: string): Guess | undefined {
    if (INHERITED_NAMES.has(name)) return undefined;
    if (/^\d+$/.test(name)) return this.item();
    const inner = this.fields.get(name) ?? new Guess();
    this.fields.set(name, inner);
    return inner;
  }
}

const COMPARED = new Set(['==', '===', '!=', '!==', '<', '<=', '>', '>=']);
const ORDERED = new Set(['<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'min', 'max', 'round', 'percent_of']);
const STEPS = new Set(['map', 'filter', 'all', 'some', 'none']);
const TEXTS = new Set(['cat', 'substr', 'starts_with', 'ends_with', 'matches_domain']);

/** Walks a node whose value should be of a kind; gives the kind that it shows, and the fact it is. */
function visit(node: CstNode, scope: Guess, wanted: Scalar | undefined): Scalar | undefined {
  if (node.kind === 'array')
    return together(
      node.items.map((item) => item.value),
      scope,
      wanted,
    );
  if (node.kind !== 'object') return literalKind(node);
  const member = node.members.length === 1 ? node.members[0] : undefined;
  if (!member) return undefined;
  const { key: op, value } = member;
  const args = value.kind === 'array' ? value.items.map((item) => item.value) : [value];
  const [first, second] = args;
  if (op === 'var' && first) return fact(first, second, scope, wanted);
  if (op === 'missing' || op === 'missing_some') return absent(value, scope);
  if (STEPS.has(op) && first && second) {
    visit(second, listIn(first, scope) ?? new Guess(), op === 'map' ? undefined : 'boolean');
    return op === 'map' || op === 'filter' ? undefined : 'boolean';
  }
  if (op === 'reduce' && first && second) return reduced(first, second, args[2], scope);
  if (op === 'in' && first && second) return membership(first, second, scope);
  if (op === 'if' || op === '?:') return branches(args, scope, wanted);
  if (op === '!' || op === '!!') return together(args, scope, 'boolean') && 'boolean';
  if (op === 'and' || op === 'or') return settle(args, scope, together(args, scope, wanted) ?? 'boolean');
  if (TEXTS.has(op)) {
    together(args.slice(0, op === 'substr' ? 1 : undefined), scope, 'string');
    return op === 'cat' || op === 'substr' ? 'string' : 'boolean';
  }
  const kind = together(args, scope, undefined) ?? (ORDERED.has(op) ? 'integer' : undefined);
  settle(args, scope, kind);
  return COMPARED.has(op) ? 'boolean' : kind;
}

/** Nodes whose values are of one kind: what one of them shows the others take. */
function together(nodes: readonly CstNode[], scope: Guess, wanted: Scalar | undefined): Scalar | undefined {
  const kinds = nodes.map((node) => visit(node, scope, wanted));
  const known = kinds.filter((kind) => kind !== undefined);
  return known.includes('decimal') && !known.includes('string') ? 'decimal' : known[0];
}

/** Gives the facts among some nodes the kind of their neighbours. */
function settle(nodes: readonly CstNode[], scope: Guess, kind: Scalar | undefined): Scalar | undefined {
  for (const node of nodes) {
    const path = pathOf(node);
    if (kind && path !== undefined) scope.at(path)?.is(kind);
  }
  return kind;
}

/** The path of a node that is nothing but a fact. */
function pathOf(node: CstNode): string | undefined {
  const member = node.kind === 'object' && node.members.length === 1 ? node.members[0] : undefined;
  const name = member?.value.kind === 'array' ? member.value.items[0]?.value : member?.value;
  return member?.key === 'var' && name?.kind === 'string' ? name.value : undefined;
}

function branches(args: readonly CstNode[], scope: Guess, wanted: Scalar | undefined): Scalar | undefined {
  const isWhen = (i: number): boolean => i % 2 === 0 && i < args.length - 1;
  const values = args.filter((_, i) => !isWhen(i));
  for (const [i, when] of args.entries()) if (isWhen(i)) visit(when, scope, 'boolean');
  return settle(values, scope, together(values, scope, wanted));
}

function fact(
  name: CstNode,
  otherwise: CstNode | undefined,
  scope: Guess,
  wanted: Scalar | undefined,
): Scalar | undefined {
  const guess = name.kind === 'string' ? scope.at(name.value) : undefined;
  const shown = otherwise && visit(otherwise, scope, wanted);
  if (otherwise) guess?.mayBeAbsent();
  if (shown ?? wanted) guess?.is(shown ?? wanted);
  return guess?.known ?? shown;
}

function absent(names: CstNode, scope: Guess): undefined {
  if (names.kind === 'string') scope.at(names.value)?.mayBeAbsent();
  if (names.kind === 'array') names.items.forEach((item) => absent(item.value, scope));
  return undefined;
}

/** The items of the list that a node is, so far as it is a fact. */
function listIn(node: CstNode, scope: Guess): Guess | undefined {
  const path = pathOf(node);
  if (path !== undefined) return scope.at(path)?.item();
  const member = node.kind === 'object' && node.members.length === 1 ? node.members[0] : undefined;
  const [list, condition] = member?.value.kind === 'array' ? member.value.items.map((item) => item.value) : [];
  if (member?.key !== 'filter' || !list || !condition) {
    visit(node, scope, undefined);
    return undefined;
  }
  const items = listIn(list, scope);
  visit(condition, items ?? new Guess(), 'boolean');
  return items;
}

function reduced(list: CstNode, body: CstNode, start: CstNode | undefined, scope: Guess): Scalar | undefined {
  const inside = new Guess();
  inside.field('current', listIn(list, scope) ?? new Guess());
  const kind = start && visit(start, scope, undefined);
  inside.at('accumulator')?.is(kind);
  return visit(body, inside, kind) ?? kind;
}

function membership(needle: CstNode, stack: CstNode, scope: Guess): Scalar {
  const sought = visit(needle, scope, undefined);
  const path = pathOf(stack);
  const items = path === undefined ? undefined : scope.at(path)?.item();
  const kind = items?.known ?? (path === undefined ? visit(stack, scope, undefined) : undefined) ?? sought;
  settle([needle], scope, kind);
  items?.is(kind ?? 'string');
  return 'boolean';
}

function literalKind(node: CstNode): Scalar | undefined {
  if (node.kind === 'boolean') return 'boolean';
  if (node.kind === 'string') return dayNumber(node.value) === undefined ? 'string' : 'day';
  if (node.kind === 'number') return parseDecimal(node.raw)?.d === 1n ? 'integer' : 'decimal';
  return undefined;
}
