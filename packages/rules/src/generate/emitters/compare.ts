import type { TypedCall, TypedNode } from '../../check/typed.js';
import { compare } from '../../number/rational.js';
import { INEXACT, isRational, join } from '../../types.js';
import type { Type } from '../../types.js';
import type { Emit, Emitter } from '../emitter.js';

const commonType = (args: readonly TypedNode[]): Type =>
  args.map((each) => each.type).reduce((a, b) => join(a, b) ?? a);

const order = (a: TypedNode, b: TypedNode, emitter: Emitter): string =>
  `${emitter.constant(compare)}(${emitter.as(a, INEXACT)}, ${emitter.as(b, INEXACT)})`;

const equality =
  (same: boolean): Emit =>
  (node, emitter) => {
    const [a, b] = node.args;
    if (node.read) return nullTest(node, same, emitter);
    if (!a || !b) return undefined;
    const sign = same ? '===' : '!==';
    if (isRational(commonType(node.args))) return `(${order(a, b, emitter)} ${sign} 0)`;
    return `(${emitter.expression(a)} ${sign} ${emitter.expression(b)})`;
  };

/** `{"==": [{"var": "x"}, null]}`: whether a fact is there. */
function nullTest({ read }: TypedCall, same: boolean, emitter: Emitter): string | undefined {
  const path = read?.paths[0];
  if (!read || !path || read.scope !== 'facts') return undefined;
  return `(${emitter.fact(read, path)} ${same ? '===' : '!=='} undefined)`;
}

const ordering =
  (sign: '<' | '<=' | '>' | '>='): Emit =>
  (node, emitter) => {
    const [a, b, c] = node.args;
    if (!a || !b) return undefined;
    const fractions = isRational(commonType(node.args));
    if (!c) {
      return fractions
        ? `(${order(a, b, emitter)} ${sign} 0)`
        : `(${emitter.expression(a)} ${sign} ${emitter.expression(b)})`;
    }
    // All three are evaluated, as in JSON-logic: the last may stop the rule.
    const names = [emitter.temporary(), emitter.temporary(), emitter.temporary()] as const;
    const values = [a, b, c].map(
      (each, i) => `${names[i]!} = ${fractions ? emitter.as(each, INEXACT) : emitter.expression(each)}`,
    );
    const test = (x: string, y: string): string =>
      fractions ? `${emitter.constant(compare)}(${x}, ${y}) ${sign} 0` : `${x} ${sign} ${y}`;
    return `(${values.join(', ')}, ${test(names[0], names[1])} && ${test(names[1], names[2])})`;
  };

export const COMPARISONS: Readonly<Record<string, Emit>> = {
  '==': equality(true),
  '===': equality(true),
  '!=': equality(false),
  '!==': equality(false),
  '<': ordering('<'),
  '<=': ordering('<='),
  '>': ordering('>'),
  '>=': ordering('>='),
};
