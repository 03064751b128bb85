import type { Checker } from '../check/checker.js';
import type { RuleClass, TypedCall, TypedNode } from '../check/typed.js';
import type { Compiler, Evaluator } from '../compile/compiler.js';
import type { CstNode } from '../cst/cst.js';

/** One use of an operator in a rule; `args` has one entry when the unary sugar `{"!": x}` is used. */
export interface CallSite {
  readonly name: string;
  readonly pointer: string;
  readonly args: readonly CstNode[];
}

/** An operator: its type rule, its evaluator and the class a rule has at least when it uses it. One entry a file section. */
export interface Operator {
  readonly name: string;
  /** Least and greatest number of arguments. */
  readonly arity: readonly [number, number];
  readonly class: RuleClass;
  /** One sentence for the picker in the editors. */
  readonly summary: string;
  check(site: CallSite, checker: Checker): TypedNode;
  compile(node: TypedCall, compiler: Compiler): Evaluator;
  /** True when it chooses among its arguments and notes the one taken through `compiler.branch`. */
  readonly branches?: boolean;
  /** True when its own work can fault (overflow, division by zero, budget). */
  readonly faults?: boolean;
  /** Position of an argument that is evaluated once for each item of the list in position 0. */
  readonly body?: number;
}
