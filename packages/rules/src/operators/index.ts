import { ADD, DIVIDE, MAX, MIN, MULTIPLY, REMAINDER, SUBTRACT } from './arithmetic.js';
import { AT_LEAST, AT_MOST, EQUAL, LESS, MORE, NOT_EQUAL, STRICT_EQUAL, STRICT_NOT_EQUAL } from './compare.js';
import { ADD_DURATION, IN_WINDOW } from './calendar.js';
import { DAYS_BETWEEN } from './days.js';
import { MISSING, MISSING_SOME, OUTER, VAR } from './facts.js';
import { ALL, FILTER, IN, MAP, MERGE, NONE, SOME } from './lists.js';
import { AND, IF, NOT, OR, TERNARY, TRUTH } from './logic.js';
import type { Operator } from './operator.js';
import { OUTCOME } from './outcome.js';
import { REDUCE } from './reduce.js';
import { PERCENT_OF, ROUND } from './rounding.js';
import { RULE } from './rule.js';
import { CAT, ENDS_WITH, MATCHES_DOMAIN, STARTS_WITH, SUBSTR } from './text.js';

const all: readonly Operator[] = [
  ...[VAR, OUTER, MISSING, MISSING_SOME],
  ...[IF, TERNARY, AND, OR, NOT, TRUTH],
  ...[EQUAL, STRICT_EQUAL, NOT_EQUAL, STRICT_NOT_EQUAL, LESS, AT_MOST, MORE, AT_LEAST],
  ...[ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, MIN, MAX],
  ...[MAP, FILTER, ALL, SOME, NONE, REDUCE, MERGE, IN],
  ...[CAT, SUBSTR, STARTS_WITH, ENDS_WITH, MATCHES_DOMAIN],
  ...[ROUND, PERCENT_OF, DAYS_BETWEEN, ADD_DURATION, IN_WINDOW, RULE, OUTCOME],
];

/** Every operator of the language, by name. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(all.map((operator) => [operator.name, operator]));

/** Operators of JSON-logic that a rule may not use, with the reason. */
export const NOT_OFFERED: ReadonlyMap<string, string> = new Map([
  ['log', '"log" writes to a console, which a rule does not have; the trace shows every value.'],
  ['method', '"method" calls program code, which a rule may not do.'],
]);
