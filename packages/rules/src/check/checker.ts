import { pointerTo } from '../cst/cst.js';
import type { CstNode, CstNumber, CstObject } from '../cst/cst.js';
import { toJson } from '../cst/value.js';
import { INHERITED_NAMES } from '../facts/schema.js';
import type { FactsSchema } from '../facts/schema.js';
import { parseDecimal } from '../number/rational.js';
import type { CallSite, Operator } from '../operators/operator.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { ANY, BOOLEAN, DECIMAL, describe, INTEGER, join, NOTHING, STRING } from '../types.js';
import type { Type } from '../types.js';
import { adopt, isFlexible } from './adopt.js';
import type { Library } from './library.js';
import { nearest } from './nearest.js';
import type { Fix, Problem, ProblemCode } from './problem.js';
import { Scope } from './scope.js';
import type { RuleClass, TypedNode } from './typed.js';

const RANK: Record<RuleClass, number> = { portable: 0, decimal: 1, extended: 2 };
/** After this many problems the rest is noise. */
const MOST_PROBLEMS = 100;

/** Walks a rule once, gives each node its type and collects what is refused. Operators bring their own type rules. */
export class Checker {
  readonly problems: Problem[] = [];
  class: RuleClass = 'portable';
  private scopes: Scope[];

  constructor(
    readonly schema: FactsSchema,
    private readonly operators: ReadonlyMap<string, Operator>,
    private readonly notOffered: ReadonlyMap<string, string>,
    /** The other rules that this one may use. */
    readonly library: Library,
    readonly outcome?: OutcomeShape,
  ) {
    this.scopes = [Scope.ofFacts(schema)];
  }

  get scope(): Scope {
    const scope = this.scopes.at(-1);
    if (!scope) throw new Error('a checker always has a scope');
    return scope;
  }

  get outer(): Scope | undefined {
    return this.scopes.length > 1 ? this.scopes[0] : undefined;
  }

  node(cst: CstNode): TypedNode {
    switch (cst.kind) {
      case 'boolean':
        return { kind: 'literal', pointer: cst.pointer, type: BOOLEAN, value: cst.value };
      case 'string':
        return { kind: 'literal', pointer: cst.pointer, type: STRING, value: cst.value };
      case 'number':
        return this.number(cst);
      case 'null':
        return this.refuse(
          cst.pointer,
          'null_value',
          'There is no empty value here; use "missing" to ask whether a fact is there.',
        );
      case 'array':
        return this.list(
          cst.pointer,
          cst.items.map((item) => item.value),
        );
      case 'object':
        return cst.members.length === 1 ? this.call(cst) : this.record(cst);
    }
  }

  /** A node whose value decides a branch: yes/no, or a list, text or whole number read as JSON-logic does (empty = no). */
  condition(cst: CstNode): TypedNode {
    const node = this.node(cst);
    const allowed = ['boolean', 'truth', 'list', 'integer', 'string', 'enum', 'any'];
    if (!allowed.includes(node.type.k)) {
      this.problem(
        node.pointer,
        'wrong_type',
        `A condition is needed here, but this is ${describe(node.type)}. Compare it with something.`,
      );
    }
    return node;
  }

  /**
   * The one type of all nodes; constants take the type of their neighbours. `values` are merely alternatives (the branches of
   * `if`): there a text beside a name of an enum makes both texts; where things are compared it is a mistake.
   */
  unify(nodes: readonly TypedNode[], pointer: string, values = false): Type {
    const problems = values ? undefined : this;
    const fixed = nodes.filter((node) => !isFlexible(node));
    let type: Type = NOTHING;
    for (const node of fixed) {
      const joined = join(type, node.type);
      if (!joined) return this.mixed(pointer, type, node, nodes);
      type = joined;
    }
    for (const node of nodes.filter(isFlexible)) {
      if (adopt(node, type, problems)) continue;
      const joined = join(type, node.type);
      if (!joined) return this.mixed(pointer, type, node, nodes);
      type = joined;
    }
    for (const node of nodes) if (isFlexible(node)) adopt(node, type, problems);
    return type.k === 'nothing' && nodes.some((node) => node.type.k === 'any') ? ANY : type;
  }

  private mixed(pointer: string, type: Type, node: TypedNode, nodes: readonly TypedNode[]): Type {
    const message = `These do not have one type: ${describe(type)} and ${describe(node.type)}.`;
    const numeric = nodes.find((each) => ['integer', 'decimal', 'money', 'instant'].includes(each.type.k));
    const fix = numeric && nodes.map((each) => unquoted(each, numeric.type)).find((each) => each !== undefined);
    this.problem(pointer, 'mixed_types', message, fix ?? quoted(node, type));
    return ANY;
  }

  problem(pointer: string, code: ProblemCode, message: string, fix?: Fix): void {
    const known = this.problems.some((each) => each.pointer === pointer && each.code === code);
    if (!known && this.problems.length < MOST_PROBLEMS)
      this.problems.push({ pointer, code, message, ...(fix ? { fix } : {}) });
  }

  /** Records a problem and stands in for the node, with a type that causes no further ones. */
  refuse(pointer: string, code: ProblemCode, message: string, fix?: Fix): TypedNode {
    this.problem(pointer, code, message, fix);
    return { kind: 'literal', pointer, type: ANY, value: null };
  }

  raise(to: RuleClass): void {
    if (RANK[to] > RANK[this.class]) this.class = to;
  }

  /** Checks with some facts known to be there. */
  knowing<T>(paths: readonly string[], check: () => T): T {
    const scope = this.scope;
    this.scopes = [...this.scopes.slice(0, -1), scope.with(paths)];
    const result = check();
    this.scopes = [...this.scopes.slice(0, -1), scope];
    return result;
  }

  /** Checks a body whose facts are those of one item of a list. */
  inside<T>(item: Type, check: () => T): T {
    this.scopes.push(Scope.ofItem(item));
    const result = check();
    this.scopes.pop();
    return result;
  }

  /** Checks the body of `reduce`, where the item is called `current`. */
  insideReduce<T>(item: Type, check: () => T): T {
    this.scopes.push(Scope.ofItem(item, 'current'));
    const result = check();
    this.scopes.pop();
    return result;
  }

  /** Checks what is read from the rule's own facts, wherever it stands. */
  outside<T>(check: () => T): T {
    const inner = this.scopes;
    this.scopes = inner.slice(0, 1);
    const result = check();
    this.scopes = inner;
    return result;
  }

  isOperator(name: string): boolean {
    return this.operators.has(name) || this.notOffered.has(name);
  }

  private number(cst: CstNumber): TypedNode {
    const number = parseDecimal(cst.raw);
    const value = Number(cst.raw);
    const digits = cst.raw
      .replace(/[eE].*/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+/, '');
    const whole = number !== undefined && number.d === 1n;
    if (!number || (whole ? !Number.isSafeInteger(value) : digits.length > 15)) {
      const message = 'This number is too long to be exact. At most 15 digits can be used.';
      return this.refuse(cst.pointer, 'number_out_of_range', message);
    }
    if (!whole) this.raise('decimal');
    return { kind: 'literal', pointer: cst.pointer, type: whole ? INTEGER : DECIMAL, value: value + 0, number };
  }

  private list(pointer: string, items: readonly CstNode[]): TypedNode {
    const typed = items.map((item) => this.node(item));
    return { kind: 'list', pointer, items: typed, type: { k: 'list', of: this.unify(typed, pointer, true) } };
  }

  private call(cst: CstObject): TypedNode {
    const member = cst.members[0];
    if (!member) throw new Error('a call has one member');
    const { key: name, value } = member;
    if (INHERITED_NAMES.has(name))
      return this.refuse(cst.pointer, 'inherited_name', `"${name}" cannot be used as an operator.`);
    const operator = this.operators.get(name);
    if (!operator) return this.unknownOperator(cst.pointer, name, value);
    this.raise(operator.class);
    const args = value.kind === 'array' ? value.items.map((item) => item.value) : [value];
    const [least, most] = operator.arity;
    if (args.length < least || args.length > most) {
      const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
      return this.refuse(
        cst.pointer,
        'wrong_arguments',
        `"${name}" takes ${wanted} values, but ${args.length} are given.`,
      );
    }
    const site: CallSite = { name, pointer: cst.pointer, args };
    return operator.check(site, this);
  }

  private unknownOperator(pointer: string, name: string, value: CstNode): TypedNode {
    const why = this.notOffered.get(name);
    if (why) return this.refuse(pointer, 'operator_not_offered', why);
    const close = nearest(name, this.operators.keys());
    const hint = close ? ` Did you mean "${close}"?` : ' An outcome needs at least two entries.';
    const fix = close && { pointer, replacement: { [close]: toJson(value) }, message: `Use "${close}"` };
    return this.refuse(pointer, 'unknown_operator', `There is no operator "${name}".${hint}`, fix || undefined);
  }

  /** An object with two keys or more: an outcome, taken as it stands; nothing inside is evaluated. */
  private record(cst: CstObject): TypedNode {
    if (cst.members.length === 0) {
      return this.refuse(cst.pointer, 'bad_literal', 'This is empty; an outcome needs at least two entries.');
    }
    this.inspectLiteral(cst);
    return { kind: 'literal', pointer: cst.pointer, type: { k: 'record' }, value: toJson(cst) };
  }

  private inspectLiteral(cst: CstNode): void {
    if (cst.kind === 'null')
      this.problem(cst.pointer, 'null_value', 'An outcome has no empty values; leave the entry out.');
    if (cst.kind === 'number') this.number(cst);
    if (cst.kind === 'array') cst.items.forEach((item) => this.inspectLiteral(item.value));
    if (cst.kind !== 'object') return;
    const only = cst.members.length === 1 ? cst.members[0] : undefined;
    if (only && this.isOperator(only.key)) {
      const message = `Nothing inside an outcome is computed, so "${only.key}" would stay as it stands. Build the outcome with "outcome" instead.`;
      this.problem(cst.pointer, 'computed_literal', message);
    }
    for (const member of cst.members) {
      if (INHERITED_NAMES.has(member.key)) {
        this.problem(pointerTo(cst.pointer, member.key), 'inherited_name', `"${member.key}" cannot be used as a name.`);
      }
      this.inspectLiteral(member.value);
    }
  }
}

/** `"10"` beside a number has an evident right form. */
function unquoted(node: TypedNode, wanted: Type): Fix | undefined {
  if (node.kind !== 'literal' || typeof node.value !== 'string') return undefined;
  const number = parseDecimal(node.value);
  if (!number || (number.d !== 1n && wanted.k !== 'decimal' && wanted.k !== 'integer')) return undefined;
  const { pointer, value } = node;
  return { pointer, replacement: Number(value), message: `Write the number ${value} without quotes` };
}

/** So has `10` beside a text. */
function quoted(node: TypedNode, wanted: Type): Fix | undefined {
  if (node.kind !== 'literal' || typeof node.value !== 'number') return undefined;
  if (wanted.k !== 'string' && wanted.k !== 'enum') return undefined;
  const replacement = String(node.value);
  return { pointer: node.pointer, replacement, message: `Write the text "${replacement}" in quotes` };
}
