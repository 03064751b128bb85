import { check } from './check/check.js';
import type { CheckOptions } from './check/check.js';
import type { Fix, Problem } from './check/problem.js';
import type { RuleClass } from './check/typed.js';
import { parse, RuleSyntaxError } from './cst/parse.js';
import type { CstDocument } from './cst/cst.js';
import type { Json } from './cst/value.js';
import { houseText } from './edit/house.js';
import { replaceNode } from './edit/nodes.js';
import { applyEdit } from './edit/splice.js';
import { guessSchema } from './facts/guess.js';
import type { FactsSchema } from './facts/schema.js';

/** What became of a rule from elsewhere. */
export interface ImportReport {
  readonly accepted: boolean;
  /** Absent where it is not accepted. */
  readonly class?: RuleClass;
  /** Every byte as it came, accepted or not. */
  readonly text: string;
  readonly problems: readonly Problem[];
  /** The text with the fixes made that are offered, where that solves anything: a proposal, for a person to take. */
  readonly mended?: Mended;
  /** The facts it was checked against: those given, or those that the use in the rule shows. */
  readonly schema: FactsSchema;
}

export interface Mended {
  readonly text: string;
  readonly fixes: readonly Fix[];
  /** Problems that are left. None: the mended text is a rule. */
  readonly problems: readonly Problem[];
}

/** Fixes uncover further problems; after so many rounds the rest is for a person. */
const ROUNDS = 20;

/**
 * Reads any JSON-logic document. What can be accepted is kept to the byte; what cannot is refused with pointer, code,
 * sentence and fix, all of it at once. Nothing is rewritten silently. Never throws, whatever the text is.
 */
export function importRule(text: string, schema?: FactsSchema, options: CheckOptions = {}): ImportReport {
  const document = read(text);
  if ('code' in document) return { accepted: false, text, problems: [document], schema: schema ?? NO_FACTS };
  const facts = schema ?? guessSchema(document);
  const checked = check(document, facts, options);
  if (checked.ok) return { accepted: true, class: checked.class, text, problems: [], schema: facts };
  const mended = mend(text, checked.problems, facts, options);
  return { accepted: false, text, problems: checked.problems, ...(mended ? { mended } : {}), schema: facts };
}

const NO_FACTS: FactsSchema = { id: 'guessed', version: 1, fields: {} };

function read(text: string): CstDocument | Problem {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RuleSyntaxError) {
      return { pointer: error.pointer, code: error.code, message: `${error.message}.` };
    }
    if (error instanceof RangeError) {
      return { pointer: '', code: 'too_deep', message: 'The rule is nested too deeply to be read.' };
    }
    throw error;
  }
}

/** Makes one fix after the other, each on the text the one before has left; all other bytes stay. */
function mend(
  text: string,
  problems: readonly Problem[],
  schema: FactsSchema,
  options: CheckOptions,
): Mended | undefined {
  const fixes: Fix[] = [];
  let now = text;
  let left = problems;
  for (let round = 0; round < ROUNDS; round++) {
    const fix = left.find((problem) => problem.fix)?.fix;
    if (!fix) break;
    const changed = applyEdit(now, replaceNode(parse(now), fix.pointer, houseText(fix.replacement as Json)));
    const checked = check(parse(changed), schema, options);
    if (changed === now || checked.problems.length > left.length) break;
    fixes.push(fix);
    now = changed;
    left = checked.problems;
  }
  return fixes.length ? { text: now, fixes, problems: left } : undefined;
}
