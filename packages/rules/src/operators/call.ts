import type { Presence, TypedCall, TypedNode } from '../check/typed.js';
import { join } from '../types.js';
import type { Type } from '../types.js';
import type { CallSite } from './operator.js';

/** The typed node of a use of an operator. */
export function call(site: CallSite, args: readonly TypedNode[], type: Type, more: Partial<TypedCall> = {}): TypedCall {
  return { kind: 'call', pointer: site.pointer, op: site.name, args, type, ...more };
}

export const NO_PRESENCE: Presence = { whenTrue: [], whenFalse: [] };

export function presenceOf(node: TypedNode): Presence {
  return (node.kind === 'call' && node.presence) || NO_PRESENCE;
}

/** The argument at a position that the arity guarantees. */
export function arg<T>(args: readonly T[], at: number): T {
  const found = args[at];
  if (found === undefined) throw new Error(`argument ${at} was guaranteed by the arity`);
  return found;
}

/** The wider of two types that have been unified. */
export function either(a: Type, b: Type): Type {
  return join(a, b) ?? a;
}
