import type { Checker } from '../check/checker.js';
import type { TypedCall, TypedLiteral, TypedNode } from '../check/typed.js';
import { fault } from '../compile/fault.js';
import type { CstNode } from '../cst/cst.js';
import { divide, multiply, ofInteger, parseDecimal, rational } from '../number/rational.js';
import type { Rational } from '../number/rational.js';
import { ROUNDING_MODES, roundTo } from '../number/round.js';
import type { RoundingMode } from '../number/round.js';
import { DECIMAL, describe, INEXACT, INTEGER, isExact, isNumber } from '../types.js';
import type { Type } from '../types.js';
import { arg, call } from './call.js';
import type { CallSite, Operator } from './operator.js';

const MOST_PLACES = 12;

/**
 * `{"round": [value, places, mode]}`; places (0 by default) and mode (`half_even` by default) are constants and may be
 * left out. Money rounds to whole minor units and has no places.
 */
export const ROUND: Operator = {
  name: 'round',
  arity: [1, 3],
  class: 'extended',
  summary: 'The value rounded by a named mode; money to whole minor units.',
  faults: true,
  check(site, checker) {
    const value = checker.node(arg(site.args, 0));
    const settled = settings(site.args.slice(1));
    if (!settled) {
      const message = `"round" takes places from 0 to ${MOST_PLACES} and one of ${ROUNDING_MODES.join(', ')}.`;
      return checker.refuse(site.pointer, 'wrong_arguments', message);
    }
    const type = roundedType(value.type, settled.places);
    if (!type)
      return checker.refuse(
        value.pointer,
        'wrong_type',
        `Only numbers and money can be rounded, but this is ${describe(value.type)}.`,
      );
    if (value.type.k === 'money' && settled.places > 0) {
      return checker.refuse(
        site.pointer,
        'wrong_arguments',
        'Money is rounded to whole minor units; leave the places out.',
      );
    }
    return call(site, [value], type, { settled: { ...settled } });
  },
  compile(node, compiler) {
    const value = compiler.fnAs(arg(node.args, 0), INEXACT) as () => Rational;
    const { places, mode } = node.settled as unknown as Settings;
    if (node.type.k === 'decimal') {
      return () => {
        const rounded = roundTo(value(), places, mode);
        return rational(rounded.n, 10n ** BigInt(places));
      };
    }
    return () => {
      const whole = Number(roundTo(value(), 0, mode).n);
      return Number.isSafeInteger(whole) ? whole : fault('overflow', 'The rounded number is too large to be exact.');
    };
  },
};

interface Settings {
  readonly places: number;
  readonly mode: RoundingMode;
}

function settings(args: readonly CstNode[]): Settings | undefined {
  let places = 0;
  let mode: RoundingMode = 'half_even';
  const rest = [...args];
  if (rest[0]?.kind === 'number') {
    places = Number(rest[0].raw);
    rest.shift();
  }
  const named = rest.shift();
  if (named?.kind === 'string') {
    const found = ROUNDING_MODES.find((each) => each === named.value);
    if (!found) return undefined;
    mode = found;
  } else if (named) return undefined;
  return rest.length === 0 && Number.isInteger(places) && places >= 0 && places <= MOST_PLACES
    ? { places, mode }
    : undefined;
}

function roundedType(type: Type, places: number): Type | undefined {
  if (type.k === 'money') return { ...type, exact: true };
  if (!isNumber(type)) return undefined;
  return places === 0 ? INTEGER : DECIMAL;
}

/** `{"percent_of": ["12.5", amount]}`: so many percent of an amount; money must then be rounded. */
export const PERCENT_OF: Operator = {
  name: 'percent_of',
  arity: [2, 2],
  class: 'extended',
  summary: 'So many percent of an amount; round it.',
  faults: true,
  check(site, checker) {
    const rate = rateOf(checker.node(arg(site.args, 0)));
    const base = checker.node(arg(site.args, 1));
    if (!rate || !isNumber(rate.type)) return refuseRate(site, checker);
    if (base.type.k === 'money') return call(site, [rate, base], { ...base.type, exact: false });
    if (isNumber(base.type)) {
      return call(site, [rate, base], isExact(rate.type) && isExact(base.type) ? DECIMAL : INEXACT);
    }
    return checker.refuse(
      base.pointer,
      'wrong_type',
      `A percentage is taken of money or numbers, but this is ${describe(base.type)}.`,
    );
  },
  compile(node: TypedCall, compiler) {
    const [rate, base] = node.args.map((each) => compiler.fnAs(each, INEXACT) as () => Rational);
    if (!rate || !base) throw new Error('"percent_of" has two values');
    const hundred = ofInteger(100);
    return () => divide(multiply(rate(), base()), hundred);
  },
};

function refuseRate(site: CallSite, checker: Checker): TypedNode {
  return checker.refuse(site.pointer, 'wrong_type', 'A rate in percent is needed first, like "12.5".');
}

/** A rate may be written as a decimal string, as everywhere in the product. */
function rateOf(node: TypedNode): TypedNode | undefined {
  if (node.kind !== 'literal' || typeof node.value !== 'string') return node;
  const number = parseDecimal(node.value);
  const literal: TypedLiteral | undefined = number && { ...node, type: DECIMAL, number };
  return literal;
}
