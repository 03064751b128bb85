import { STEP_CHARACTERS } from '../../operators/charge.js';
import type { Emit } from '../emitter.js';

const cat: Emit = (node, emitter) => {
  emitter.charges = true;
  const { closures } = emitter;
  const charged = (text: string): string => {
    closures.charge(Math.floor(text.length / STEP_CHARACTERS));
    return text;
  };
  const parts = node.args.map((each) => emitter.expression(each));
  return `${emitter.constant(charged)}("" + ${parts.join(' + ')})`;
};

export const TEXTS: Readonly<Record<string, Emit>> = { cat };
