import type { ConditionView } from '../views/decision-list.js';
import type { Row } from './lists.js';

/** Which older branch each newer one comes from: the same, then the likest. Keys are positions in the newer list. */
export function matched(before: readonly Row[], after: readonly Row[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const free = new Set(before.keys());
  const passes: readonly ((row: Row) => string)[] = [
    ({ when, outcome }) => `${when} ${outcome}`,
    ({ when }) => when,
    (row) => `${skeleton(row.branch.when)} ${row.outcome}`,
    (row) => skeleton(row.branch.when),
    (row) => `${namesIn(row.branch.when)} ${row.outcome}`,
    (row) => namesIn(row.branch.when),
    (row) => `${factsOf(row.branch.when)} ${row.outcome}`,
  ];
  for (const key of passes) {
    for (const [to, row] of after.entries()) {
      if (pairs.has(to)) continue;
      const wanted = key(row);
      if (wanted === '') continue;
      const same = [...free].filter((from) => key(before[from]!) === wanted);
      const nearest = same.sort((a, b) => Math.abs(a - to) - Math.abs(b - to))[0];
      if (nearest === undefined) continue;
      pairs.set(to, nearest);
      free.delete(nearest);
    }
  }
  return pairs;
}

/** A condition without its amounts and dates: names stay, since they say which branch it is. */
function skeleton(view: ConditionView): string {
  switch (view.kind) {
    case 'always':
      return 'always';
    case 'advanced':
      return view.text;
    case 'group':
      return `${view.mode}(${view.items.map(skeleton).join()})`;
    case 'row': {
      const names = ['is', 'is_not', 'one_of', 'none_of'].includes(view.operator) ? JSON.stringify(view.values) : '';
      return `${view.fact} ${names === '' ? '?' : view.operator} ${names}`;
    }
  }
}

/** The names that a condition asks for: what a branch is called by. */
function namesIn(view: ConditionView): string {
  if (view.kind === 'group') return view.mode === 'all' ? view.items.map(namesIn).join('') : '';
  if (view.kind !== 'row' || (view.operator !== 'is' && view.operator !== 'one_of')) return '';
  return `${view.fact} ${JSON.stringify(view.values)};`;
}

function factsOf(view: ConditionView): string {
  if (view.kind === 'row') return view.fact;
  return view.kind === 'group' ? view.items.map(factsOf).join() : view.kind;
}

/** The members of a longest rising sequence: what has kept its order, so that the fewest are said to have moved. */
export function longestRising(values: readonly number[]): ReadonlySet<number> {
  const best = values.map(() => 1);
  const previous = values.map(() => -1);
  values.forEach((value, i) => {
    for (let k = 0; k < i; k++) {
      if (values[k]! < value && best[k]! + 1 > best[i]!) {
        best[i] = best[k]! + 1;
        previous[i] = k;
      }
    }
  });
  const kept = new Set<number>();
  for (let at = best.indexOf(Math.max(...best, 0)); at >= 0; at = previous[at]!) kept.add(values[at]!);
  return kept;
}
