import type { TypedCall } from '../../check/typed.js';
import { isTrue } from '../../compile/compiler.js';
import type { Emit, Emitter } from '../emitter.js';

const choice: Emit = (node, emitter) => {
  const last = node.args.length - 1;
  let text = '';
  for (let i = 0; i < last; i += 2) {
    text += `${emitter.condition(node.args[i]!)} ? ${emitter.as(node.args[i + 1]!, node.type)} : `;
  }
  return `(${text}${emitter.as(node.args[last]!, node.type)})`;
};

const connective =
  (name: 'and' | 'or'): Emit =>
  (node, emitter) => {
    if (node.type.k === 'boolean') {
      // Facts of unknown type are left to the closure, for which only a real no is one.
      if (node.args.some(({ type }) => type.k !== 'boolean')) return undefined;
      const sign = name === 'and' ? ' && ' : ' || ';
      return `(${node.args.map((each) => emitter.as(each, node.type)).join(sign)})`;
    }
    return valued(name, node, emitter);
  };

/** The first value that decides, or the last one. */
function valued(name: 'and' | 'or', node: TypedCall, emitter: Emitter): string {
  const last = node.args.length - 1;
  const truth = emitter.constant(isTrue);
  const value = emitter.temporary();
  const not = name === 'and' ? '!' : '';
  const tries = node.args
    .slice(0, last)
    .map((each) => `${not}${truth}(${value} = ${emitter.as(each, node.type)}) ? ${value} : `);
  return `(${tries.join('')}${emitter.as(node.args[last]!, node.type)})`;
}

export const LOGIC: Readonly<Record<string, Emit>> = {
  if: choice,
  '?:': choice,
  and: connective('and'),
  or: connective('or'),
  '!': (node, emitter) => `!(${emitter.condition(node.args[0]!)})`,
  '!!': (node, emitter) => `!!(${emitter.condition(node.args[0]!)})`,
};
