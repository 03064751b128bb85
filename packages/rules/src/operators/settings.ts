import type { Checker } from '../check/checker.js';
import type { TypedNode } from '../check/typed.js';
import type { CstNode } from '../cst/cst.js';
import { isTimeZone, spanOf } from '../facts/calendar.js';
import type { Span } from '../facts/calendar.js';

/** A time zone written into a rule; undefined with the problem recorded when it is none. */
export function zoneOf(cst: CstNode, checker: Checker): string | undefined {
  if (cst.kind === 'string' && isTimeZone(cst.value)) return cst.value;
  const written = cst.kind === 'string' ? `"${cst.value}" is not a time zone` : 'A time zone is a fixed text';
  checker.problem(cst.pointer, 'bad_time_zone', `${written}; write one like "Europe/Berlin".`);
  return undefined;
}

/** A duration written into a rule; undefined with the problem recorded when it is none. */
export function durationOf(cst: CstNode, checker: Checker): Span | undefined {
  const span = cst.kind === 'string' ? spanOf(cst.value) : undefined;
  if (span) return span;
  const written = cst.kind === 'string' ? `"${cst.value}" is not a duration` : 'A duration is a fixed text';
  checker.problem(cst.pointer, 'bad_duration', `${written}; write one like "P30D" (30 days) or "PT12H" (12 hours).`);
  return undefined;
}

/** What a setting is replaced with after its problem has been recorded. */
export function unsettled(pointer: string): TypedNode {
  return { kind: 'literal', pointer, type: { k: 'any' }, value: null };
}
