import type { FactRead, TypedCall, TypedNode } from '../check/typed.js';
import { Compiler, isTrue } from '../compile/compiler.js';
import { isOptional } from '../facts/optional.js';
import { BAD, validator } from '../facts/read.js';
import type { FactsSchema } from '../facts/schema.js';
import { ofInteger } from '../number/rational.js';
import { isRational } from '../types.js';
import type { Type } from '../types.js';
import { EMITTERS } from './emitters/index.js';

/** Gives up on facts that the code was not made for, from inside an expression. Whatever is thrown, the closures take over. */
export function unfit(): never {
  throw new Error('facts that the generated code was not made for');
}

/** Where the facts turn out not to have their types: the closures take over. A text of a rule cannot spell it. */
export const LEAVE = '\u0000leave';

/** How an operator is written as a JavaScript expression; undefined where this use of it has none. */
export type Emit = (node: TypedCall, emitter: Emitter) => string | undefined;

/** A text as a JavaScript string literal: JSON, with the two line ends that JavaScript knows beside. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/** What holds, and what it gives: as an expression, and the value itself where it is always the same. */
export interface Branch {
  readonly when?: string;
  readonly value: string;
  readonly constant?: unknown;
}

/**
 * Writes a checked rule as one JavaScript function. Facts are read and verified before anything else, so that what follows
 * needs no checks; what is no number, text or yes/no stands in `constants` and is passed in.
 */
export class Emitter {
  readonly constants: unknown[] = [];
  readonly reads: string[] = [];
  readonly temporaries: string[] = [];
  /** Evaluates operators that have no generated form, and counts steps. */
  readonly closures = new Compiler();
  /** True when steps are counted while it runs. */
  charges = false;
  /** Operators that are evaluated by their closures. */
  readonly evaluated = new Set<string>();
  private readonly known = new Map<unknown, string>();
  private readonly slots = new Map<string, string>();
  private readonly callees = new Map<TypedNode, string>();
  private items = 0;
  private readonly values = new Map<string, string>();
  private readonly parents = new Map<string, string>();
  /** Name of the variable that holds the item of the list step being written. */
  private item: string | undefined;

  constructor(private readonly schema: FactsSchema) {}

  /** The branches of a rule, the last one without a condition; a rule that is no list has one. */
  branches(root: TypedNode): readonly Branch[] {
    if (root.kind !== 'call' || (root.op !== 'if' && root.op !== '?:'))
      return [this.branch(undefined, root, root.type)];
    const last = root.args.length - 1;
    return root.args.flatMap((each, i) => {
      if (i === last) return [this.branch(undefined, each, root.type)];
      return i % 2 === 0 ? [this.branch(this.condition(each), root.args[i + 1]!, root.type)] : [];
    });
  }

  private branch(when: string | undefined, node: TypedNode, type: Type): Branch {
    const constant = node.kind === 'literal' && !isRational(type) ? { constant: this.closures.fn(node)() } : {};
    return { ...(when === undefined ? {} : { when }), value: this.as(node, type), ...constant };
  }

  expression(node: TypedNode): string {
    if (node.kind === 'literal') return this.literal(node);
    if (node.kind === 'list') return this.list(node.items, node.type.k === 'list' ? node.type.of : node.type, node);
    return EMITTERS.get(node.op)?.(node, this) ?? this.evaluatedByClosure(node);
  }

  /** The expression with whole numbers turned into fractions where the type is one. */
  as(node: TypedNode, type: Type): string {
    if (node.kind === 'list' && type.k === 'list') return this.list(node.items, type.of, node);
    const convert = this.closures.converting(node.type, type);
    if (!convert) return this.expression(node);
    if (node.kind === 'literal') return this.constant(node.number ?? convert(node.value));
    if (isRational(type)) return `${this.constant(ofInteger)}(${this.expression(node)})`;
    return `${this.constant(convert)}(${this.expression(node)})`;
  }

  /** An expression that JavaScript reads as the yes or no that JSON-logic would. */
  condition(node: TypedNode): string {
    const text = this.expression(node);
    switch (node.type.k) {
      case 'boolean':
      case 'integer':
      case 'string':
      case 'enum':
        return text;
      case 'list':
        return `(${text}).length > 0`;
      default:
        return `${this.constant(isTrue)}(${text})`;
    }
  }

  /** The name under which a value is passed in. */
  constant(value: unknown): string {
    let name = this.known.get(value);
    if (name === undefined) {
      name = `k${this.constants.push(value) - 1}`;
      this.known.set(value, name);
    }
    return name;
  }

  /** A variable for a value that is used twice. */
  temporary(): string {
    const name = `t${this.temporaries.length}`;
    this.temporaries.push(name);
    return name;
  }

  /** The result of another rule: a function of its own, written once however often it is asked for. */
  callee(root: TypedNode): string {
    let name = this.callees.get(root);
    if (name === undefined) {
      const outer = this.item;
      this.item = undefined;
      const text = this.expression(root);
      this.item = outer;
      name = `c${this.callees.size}`;
      this.callees.set(root, name);
      this.reads.push(`const ${name} = () => ${text};`);
    }
    return `${name}()`;
  }

  /** A verified fact: its value, undefined where it may be absent. */
  fact(read: FactRead, path: string): string {
    const key = `${path} ${JSON.stringify(read.type)}`;
    let name = this.slots.get(key);
    if (name === undefined) {
      name = `s${this.slots.size}`;
      this.slots.set(key, name);
      this.read(name, path, read.type);
    }
    return name;
  }

  /** A value that is worked out once, before the branches. */
  once(text: string): string {
    let name = this.values.get(text);
    if (name === undefined) {
      name = `d${this.values.size}`;
      this.values.set(text, name);
      this.reads.push(`const ${name} = ${text};`);
    }
    return name;
  }

  /** Whether a fact may be left out of facts that match the schema. */
  mayBeAbsent(path: string): boolean {
    return this.schema.inferred === true || isOptional(this.schema, path);
  }

  /** The body of a list step as a function of the item. */
  inside(write: () => string): string {
    const outer = this.item;
    const name = `i${this.items++}`;
    this.item = name;
    const text = write();
    this.item = outer;
    return `(${name}) => (${text})`;
  }

  get itemName(): string | undefined {
    return this.item;
  }

  private evaluatedByClosure(node: TypedCall): string {
    this.charges = true;
    this.evaluated.add(node.op);
    const evaluate = this.constant(this.closures.fn(node));
    if (this.item === undefined) return `${evaluate}()`;
    return `(${this.constant(this.closures.run)}.item = ${this.item}, ${evaluate}())`;
  }

  private literal(node: TypedNode & { kind: 'literal' }): string {
    const { value, type, number } = node;
    if (isRational(type) && number) return this.constant(number);
    if (typeof value === 'string') return quoted(value);
    if (typeof value === 'number') return value < 0 ? `(${String(value)})` : String(value);
    if (typeof value === 'boolean') return String(value);
    return this.constant(this.closures.fn(node)());
  }

  private list(items: readonly TypedNode[], of: Type, node: TypedNode): string {
    if (items.every((item) => item.kind === 'literal')) {
      return this.constant(this.closures.fnAs(node, { k: 'list', of })());
    }
    return `[${items.map((item) => this.as(item, of)).join(', ')}]`;
  }

  /** Reads a fact and leaves the function where it has not its type, or is not there and must be. */
  private read(name: string, path: string, type: Type): void {
    const raw = this.property(path, type);
    const test = TESTS[type.k]?.(name, type);
    if (test === undefined) {
      const convert = this.constant(validator(type));
      this.reads.push(`let ${name} = ${raw};`);
      this.reads.push(
        `if (${name} !== undefined && (${name} = ${convert}(${name})) === ${this.constant(BAD)}) ${LEAVE}`,
      );
    } else {
      this.reads.push(`const ${name} = ${raw};`);
      if (test !== '') {
        const absent = this.mayBeAbsent(path) ? `${name} !== undefined && ` : '';
        this.reads.push(`if (${absent}!(${test})) ${LEAVE}`);
        return;
      }
    }
    if (!this.mayBeAbsent(path)) this.reads.push(`if (${name} === undefined) ${LEAVE}`);
  }

  private property(path: string, type: Type): string {
    const names = path.split('.');
    const last = names.at(-1)!;
    let parent = 'f';
    names.slice(0, -1).forEach((name, i) => {
      const upTo = names.slice(0, i + 1).join('.');
      let next = this.parents.get(upTo);
      if (next === undefined) {
        next = `p${this.parents.size}`;
        this.parents.set(upTo, next);
        const within = names.slice(0, i).join('.');
        this.reads.push(`const ${next} = ${parent}${this.link(within)}[${quoted(name)}];`);
      }
      parent = next;
      // A text in the place of a group has a length, its letters, and what every text inherits.
      const guarded = i === names.length - 2 && (type.k === 'any' || last === 'length' || /^\d/.test(last));
      if (guarded) this.reads.push(`if (${next} !== undefined && typeof ${next} !== "object") ${LEAVE}`);
    });
    return `${parent}${this.link(names.slice(0, -1).join('.'))}[${quoted(last)}]`;
  }

  /** A group that must be there is not asked for: where it is not, reading it throws, and the closures take over. */
  private link(group: string): string {
    return group !== '' && this.mayBeAbsent(group) ? '?.' : '';
  }
}

const whole = (name: string): string => `Number.isSafeInteger(${name})`;

/** How a value is held against its type where that needs no conversion; an empty text where everything will do. */
const TESTS: Readonly<Partial<Record<Type['k'], (name: string, type: Type) => string | undefined>>> = {
  boolean: (name) => `typeof ${name} === "boolean"`,
  integer: whole,
  money: whole,
  instant: whole,
  string: (name) => `typeof ${name} === "string"`,
  enum: (name, type) =>
    type.k === 'enum' && type.values.length > 0 && type.values.length <= 12
      ? type.values.map((value) => `${name} === ${quoted(value)}`).join(' || ')
      : undefined,
  object: (name) => `typeof ${name} === "object" && ${name} !== null && !Array.isArray(${name})`,
  any: () => '',
};
