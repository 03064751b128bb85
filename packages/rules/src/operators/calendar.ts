import { adopt } from '../check/adopt.js';
import type { Checker } from '../check/checker.js';
import type { TypedNode } from '../check/typed.js';
import type { Compiler } from '../compile/compiler.js';
import { later, laterDay, startOfDay } from '../facts/calendar.js';
import type { Span } from '../facts/calendar.js';
import { BOOLEAN, describe } from '../types.js';
import { arg, call } from './call.js';
import type { CallSite, Operator } from './operator.js';
import { durationOf, unsettled, zoneOf } from './settings.js';

/**
 * `{"add_duration": [moment, "P30D", "Europe/Berlin"]}`: a duration later by the calendar of the zone, as holds and refund
 * windows are counted; `"-P30D"` is earlier. A date needs no zone and takes days, weeks, months and years.
 */
export const ADD_DURATION: Operator = {
  name: 'add_duration',
  arity: [2, 3],
  class: 'extended',
  summary: 'The date or point in time so much later by the calendar of a time zone.',
  faults: true,
  check(site, checker) {
    const moment = checker.node(arg(site.args, 0));
    const span = durationOf(arg(site.args, 1), checker);
    const zoneCst = site.args[2];
    const zone = zoneCst && zoneOf(zoneCst, checker);
    if (!span || (zoneCst && zone === undefined)) return unsettled(site.pointer);
    const settled = { span: { ...span }, zone: zone ?? null };
    if (moment.type.k === 'instant') {
      return zone === undefined ? zoneMissing(site, checker) : call(site, [moment], { k: 'instant' }, { settled });
    }
    if (!adopt(moment, { k: 'day' }, checker)) return refuseMoment(moment, checker);
    if (span.hasTime) {
      const message = 'A date has no time of day; count in days, weeks, months or years, like "P30D".';
      return checker.refuse(arg(site.args, 1).pointer, 'bad_duration', message);
    }
    return call(site, [moment], { k: 'day' }, { settled });
  },
  compile(node, compiler) {
    const { span, zone } = node.settled as unknown as { span: Span; zone: string | null };
    const moment = compiler.fn(arg(node.args, 0));
    if (node.type.k === 'instant' && zone !== null) return () => later(moment() as number, span, zone);
    return () => laterDay(moment() as string, span);
  },
};

/**
 * `{"in_window": [moment, from, to, zone]}`: yes from `from` on and before `to`, as all periods are counted. `to` may be a
 * duration after `from`. Dates beside a point in time mean the midnight at which they begin in the zone.
 */
export const IN_WINDOW: Operator = {
  name: 'in_window',
  arity: [3, 4],
  class: 'extended',
  summary: 'Yes from the first moment on and before the second, or before a duration has passed.',
  faults: true,
  check(site, checker) {
    const zoneCst = site.args[3];
    const zone = zoneCst && zoneOf(zoneCst, checker);
    if (zoneCst && zone === undefined) return unsettled(site.pointer);
    const moment = checker.node(arg(site.args, 0));
    const isInstant = moment.type.k === 'instant';
    if (!isInstant && !adopt(moment, { k: 'day' }, checker)) return refuseMoment(moment, checker);
    if (isInstant && zone === undefined) return zoneMissing(site, checker);
    const from = bound(checker.node(arg(site.args, 1)), isInstant, checker);
    const end = arg(site.args, 2);
    const span = end.kind === 'string' && /^[+-]?P/i.test(end.value) ? durationOf(end, checker) : undefined;
    if (span && (span.sign <= 0 || (span.hasTime && from?.type.k === 'day' && !isInstant))) {
      const message = 'The window must last for some time, counted in days or longer units where it begins on a date.';
      return checker.refuse(end.pointer, 'bad_duration', message);
    }
    const to = span ? undefined : bound(checker.node(end), isInstant, checker);
    if (!from || (!span && !to)) return unsettled(site.pointer);
    return call(site, to ? [moment, from, to] : [moment, from], BOOLEAN, {
      settled: { zone: zone ?? null, span: span ? { ...span } : null },
    });
  },
  compile(node, compiler) {
    const { zone, span } = node.settled as unknown as { zone: string | null; span: Span | null };
    const [moment, from, to] = node.args;
    if (!moment || !from) throw new Error('"in_window" has a moment and a beginning');
    const inside = compiler.fn(moment) as () => string | number;
    const instants = moment.type.k === 'instant' ? zone : null;
    const begin = boundary(from, instants, compiler);
    const end = to ? boundary(to, instants, compiler) : undefined;
    return () => {
      const [at, first] = [inside(), begin()];
      const last = end ? end() : afterwards(first, span, zone);
      return at >= first && at < last;
    };
  },
};

/** The end of a window that lasts for a duration: of dates a date, of points in time a point in time. */
function afterwards(first: string | number, span: Span | null, zone: string | null): string | number {
  if (!span) throw new Error('a window without an end has a duration');
  return typeof first === 'string' ? laterDay(first, span) : later(first, span, zone ?? 'UTC');
}

/** A beginning or an end: of the moment's own type, or a date beside a point in time. */
function bound(node: TypedNode, besideInstant: boolean, checker: Checker): TypedNode | undefined {
  if (besideInstant && (node.type.k === 'instant' || node.type.k === 'integer')) {
    if (adopt(node, { k: 'instant' }, checker)) return node;
  } else if (adopt(node, { k: 'day' }, checker)) return node;
  refuseMoment(node, checker);
  return undefined;
}

function boundary(node: TypedNode, zone: string | null, compiler: Compiler): () => string | number {
  const value = compiler.fn(node) as () => string | number;
  if (node.type.k !== 'day' || zone === null) return value;
  if (node.kind === 'literal') {
    const start = startOfDay(String(node.value), zone);
    return () => start;
  }
  return () => startOfDay(String(value()), zone);
}

function zoneMissing(site: CallSite, checker: Checker): TypedNode {
  const message = 'A point in time has a calendar only in a time zone; give one as last value, like "Europe/Berlin".';
  return checker.refuse(site.pointer, 'bad_time_zone', message);
}

function refuseMoment(node: TypedNode, checker: Checker): TypedNode {
  const message = `A date or a point in time is needed here, but this is ${describe(node.type)}.`;
  return checker.refuse(node.pointer, 'wrong_type', message);
}
