import { adopt } from '../check/adopt.js';
import type { Checker } from '../check/checker.js';
import type { TypedNode } from '../check/typed.js';
import type { Compiler } from '../compile/compiler.js';
import { dayIn } from '../facts/calendar.js';
import { dayNumber } from '../facts/day.js';
import { describe, INTEGER } from '../types.js';
import { arg, call } from './call.js';
import type { Operator } from './operator.js';
import { unsettled, zoneOf } from './settings.js';

/**
 * `{"days_between": [from, to, zone]}`: whole days from one date to another, negative when the second is earlier. A point in
 * time has a date only in a time zone: then it is midnights that are counted.
 */
export const DAYS_BETWEEN: Operator = {
  name: 'days_between',
  arity: [2, 3],
  class: 'extended',
  summary: 'Whole days from the first date to the second; points in time with a time zone.',
  faults: true,
  check(site, checker) {
    const zoneCst = site.args[2];
    const zone = zoneCst && zoneOf(zoneCst, checker);
    if (zoneCst && zone === undefined) return unsettled(site.pointer);
    const args = site.args.slice(0, 2).map((each) => checker.node(each));
    for (const each of args) if (!isMoment(each, zone, checker)) return refuseMoment(each, checker);
    return call(site, args, INTEGER, { settled: { zone: zone ?? null } });
  },
  compile(node, compiler) {
    const { zone } = node.settled as { zone: string | null };
    const [from, to] = [dayReader(arg(node.args, 0), zone, compiler), dayReader(arg(node.args, 1), zone, compiler)];
    return () => {
      const first = from();
      return to() - first;
    };
  },
};

function isMoment(node: TypedNode, zone: string | undefined, checker: Checker): boolean {
  if (node.type.k === 'instant' || (zone && node.kind === 'literal' && node.type.k === 'integer')) {
    return zone !== undefined && adopt(node, { k: 'instant' }, checker);
  }
  return adopt(node, { k: 'day' }, checker);
}

function refuseMoment(node: TypedNode, checker: Checker): TypedNode {
  const hint =
    node.type.k === 'instant' ? ' A point in time has a date only in a time zone; give one as third value.' : '';
  const message = `A date is needed here, but this is ${describe(node.type)}.${hint}`;
  return checker.refuse(node.pointer, 'wrong_type', message);
}

/** The number of the day that a date, or a point in time in the zone, lies on. */
function dayReader(node: TypedNode, zone: string | null, compiler: Compiler): () => number {
  const value = compiler.fn(node);
  const number = (day: string): number => dayNumber(day) ?? Number.NaN;
  if (node.type.k === 'instant' && zone !== null) return () => number(dayIn(value() as number, zone));
  return () => number(value() as string);
}
