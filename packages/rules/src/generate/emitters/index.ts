import type { Emit } from '../emitter.js';
import { ARITHMETIC } from './arithmetic.js';
import { COMPARISONS } from './compare.js';
import { FACTS } from './facts.js';
import { LISTS } from './lists.js';
import { LOGIC } from './logic.js';
import { TEXTS } from './texts.js';

/** The operators with a generated form, by name. The others are evaluated by their closures inside the generated code. */
export const EMITTERS: ReadonlyMap<string, Emit> = new Map(
  [FACTS, LOGIC, COMPARISONS, ARITHMETIC, LISTS, TEXTS].flatMap((group) => Object.entries(group)),
);
