import type { Json } from '../cst/value.js';
import type { Rational } from '../number/rational.js';
import type { Type } from '../types.js';

/** The classes of spec 3: what a rule's result is promised to equal. */
export type RuleClass = 'portable' | 'decimal' | 'extended';

/** A checked rule: each node with its type and the place it came from. `type` of literals is settled by their neighbours. */
export type TypedNode = TypedLiteral | TypedList | TypedCall;

interface Common {
  readonly pointer: string;
  type: Type;
}

/** A constant. Numbers keep their exact value in `number`; outcome literals are plain JSON that is never evaluated. */
export interface TypedLiteral extends Common {
  readonly kind: 'literal';
  readonly value: Json;
  readonly number?: Rational;
}

export interface TypedList extends Common {
  readonly kind: 'list';
  readonly items: readonly TypedNode[];
}

export interface TypedCall extends Common {
  readonly kind: 'call';
  readonly op: string;
  readonly args: readonly TypedNode[];
  /** Argument positions whose type follows a neighbour when they are literals (the branches of `if`). */
  readonly flexible?: readonly number[];
  /** Facts that are certainly there when the value is true, and when it is false. */
  readonly presence?: Presence;
  /** For `var`, `missing`, `missing_some`: what is read, and from which scope. */
  readonly read?: FactRead;
  /** For operators that settle something at check time (`round`: places and mode; `outcome`: names). */
  readonly settled?: Json;
  /** For `rule`: the other rule, checked against the same facts. Its pointers are places in its own text. */
  readonly callee?: TypedNode;
}

export interface FactRead {
  readonly scope: 'facts' | 'item';
  readonly paths: readonly string[];
  /** Type of the fact itself, before a default joins it; the value at run must have it. */
  readonly type: Type;
  /** True when the reader copes with an absent fact (a default, a null test). */
  readonly mayBeAbsent: boolean;
}

export interface Presence {
  readonly whenTrue: readonly string[];
  readonly whenFalse: readonly string[];
}
