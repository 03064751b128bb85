import type { Branch, ConditionRow, ConditionView } from '../views/decision-list.js';
import type { RuleChange } from './types.js';
import type { Teller } from './words.js';

/** How the condition of a branch has changed: by comparison where only values or signs are others, else as a whole. */
export function diffConditions(before: Branch, after: Branch, to: number, teller: Teller): readonly RuleChange[] {
  const place = { branch: to, pointer: after.pointer };
  const rows = changedRows(before.when, after.when) ?? [];
  const told = rows.flatMap(([old, row]): RuleChange[] => {
    const [from, now] = [teller.condition(old), teller.condition(row)];
    if (from.en === now.en && from.de === now.de) return [];
    const params = { ...teller.who(after, to), from, to: now };
    return [{ code: 'threshold_changed', params, ...place, pointer: row.pointer }];
  });
  if (told.length > 0) return told;
  const [from, now] = [teller.condition(before.when), teller.condition(after.when)];
  const params = { ...teller.who(after, to), from, to: now };
  return [{ code: from.en === now.en ? 'rewritten' : 'condition_changed', params, ...place }];
}

/** The rows that differ in conditions of one shape; undefined where the shapes differ, or what is no row. */
function changedRows(
  a: ConditionView,
  b: ConditionView,
): readonly (readonly [ConditionRow, ConditionRow])[] | undefined {
  if (a.kind === 'row' && b.kind === 'row') {
    if (a.fact !== b.fact) return undefined;
    return said(a) === said(b) ? [] : [[a, b]];
  }
  if (a.kind === 'advanced' && b.kind === 'advanced') return a.text === b.text ? [] : undefined;
  if (a.kind === 'always' && b.kind === 'always') return [];
  if (a.kind !== 'group' || b.kind !== 'group' || a.mode !== b.mode || a.items.length !== b.items.length)
    return undefined;
  const inner = a.items.map((item, i) => changedRows(item, b.items[i]!));
  return inner.every((each) => each !== undefined) ? inner.flat() : undefined;
}

function said({ operator, values, fact, absentAs }: ConditionRow): string {
  return JSON.stringify([operator, values, fact, absentAs ?? null]);
}
