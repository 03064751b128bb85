import { dayNumber } from '../facts/day.js';
import { describe, INTEGER } from '../types.js';
import { adopt } from '../check/adopt.js';
import { arg, call } from './call.js';
import type { Operator } from './operator.js';

/** `{"days_between": [from, to]}`: whole days from one date to another; negative when the second is earlier. */
export const DAYS_BETWEEN: Operator = {
  name: 'days_between',
  arity: [2, 2],
  class: 'extended',
  summary: 'Whole days from the first date to the second.',
  check(site, checker) {
    const args = site.args.map((each) => checker.node(each));
    for (const each of args) {
      const day = adopt(each, { k: 'day' }, checker);
      if (!day) {
        const zone = each.type.k === 'instant' ? ' A point in time has a date only in a time zone.' : '';
        return checker.refuse(
          each.pointer,
          'wrong_type',
          `A date is needed here, but this is ${describe(each.type)}.${zone}`,
        );
      }
    }
    return call(site, args, INTEGER);
  },
  compile(node, compiler) {
    const from = compiler.fn(arg(node.args, 0)) as () => string;
    const to = compiler.fn(arg(node.args, 1)) as () => string;
    return () => (dayNumber(to()) ?? Number.NaN) - (dayNumber(from()) ?? Number.NaN);
  },
};
