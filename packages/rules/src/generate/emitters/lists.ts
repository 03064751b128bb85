import { costOf } from '../../check/cost.js';
import type { TypedCall } from '../../check/typed.js';
import { compare } from '../../number/rational.js';
import type { Rational } from '../../number/rational.js';
import { STEP_ITEMS } from '../../operators/charge.js';
import { isRational, join } from '../../types.js';
import type { Type } from '../../types.js';
import type { Emit, Emitter } from '../emitter.js';

/** A step over the items: each is charged, as the closures do. */
const each =
  (write: (list: string, body: string) => string, asCondition: boolean): Emit =>
  (node, emitter) => {
    const [list, body] = node.args;
    if (!list || !body) return undefined;
    emitter.charges = true;
    const items = emitter.expression(list);
    const charge = charging(emitter, costOf(body, 0));
    const step = emitter.inside(() => `${charge}, ${asCondition ? emitter.condition(body) : emitter.expression(body)}`);
    return write(items, step);
  };

function charging(emitter: Emitter, steps: number): string {
  const { closures } = emitter;
  const charge = (): void => closures.charge(steps);
  return `${emitter.constant(charge)}()`;
}

const all = (items: readonly unknown[], body: (item: unknown) => unknown): boolean =>
  items.length > 0 && items.every(body);

const merge: Emit = (node, emitter) => {
  emitter.charges = true;
  const of = node.type.k === 'list' ? node.type.of : node.type;
  const { closures } = emitter;
  const merged = (...parts: unknown[]): unknown[] => {
    const list = parts.flat();
    closures.charge(Math.floor(list.length / STEP_ITEMS));
    return list;
  };
  const parts = node.args.map((item) => emitter.as(item, item.type.k === 'list' ? node.type : of));
  return `${emitter.constant(merged)}(${parts.join(', ')})`;
};

/** Among constants. Lists that are facts are charged by their length, which is left to the closure. */
const membership: Emit = (node, emitter) => {
  const [needle, stack] = node.args;
  if (!needle || stack?.kind !== 'list' || !stack.items.every((item) => item.kind === 'literal')) return undefined;
  const of = stack.type.k === 'list' ? stack.type.of : stack.type;
  const type: Type = join(needle.type, of) ?? of;
  const items = emitter.closures.fnAs(stack, { k: 'list', of: type })() as readonly unknown[];
  const value = emitter.as(needle, type);
  if (isRational(type)) {
    const among = (wanted: Rational): boolean => items.some((item) => compare(item as Rational, wanted) === 0);
    return `${emitter.constant(among)}(${value})`;
  }
  return written(node, items, value, emitter);
};

/** Few values are compared one after the other. */
function written({ args }: TypedCall, items: readonly unknown[], value: string, emitter: Emitter): string {
  const [, stack] = args;
  if (stack?.kind !== 'list' || items.length === 0 || items.length > 8) {
    const set = new Set(items);
    const among = (wanted: unknown): boolean => set.has(wanted);
    return `${emitter.constant(among)}(${value})`;
  }
  const name = emitter.temporary();
  const tests = stack.items.map((item, i) => `${i ? name : `(${name} = ${value})`} === ${emitter.expression(item)}`);
  return `(${tests.join(' || ')})`;
}

export const LISTS: Readonly<Record<string, Emit>> = {
  map: each((list, body) => `(${list}).map(${body})`, false),
  filter: each((list, body) => `(${list}).filter(${body})`, true),
  some: each((list, body) => `(${list}).some(${body})`, true),
  none: each((list, body) => `!(${list}).some(${body})`, true),
  all: (node, emitter) => each((list, body) => `${emitter.constant(all)}(${list}, ${body})`, true)(node, emitter),
  merge,
  in: membership,
};
