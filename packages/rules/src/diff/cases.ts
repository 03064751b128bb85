import { sameJson } from '../same.js';
import type { RuleCase } from '../document.js';
import type { RuleChange } from './types.js';

/** The changes among the saved cases, told by their ids. */
export function diffCases(before: readonly RuleCase[], after: readonly RuleCase[]): RuleChange[] {
  const older = new Map(before.map((each) => [each.id, each]));
  const newer = new Set(after.map(({ id }) => id));
  const changes: RuleChange[] = [];
  for (const { id, title, facts, expected } of after) {
    const old = older.get(id);
    if (!old) changes.push({ code: 'case_added', params: { id, title } });
    else {
      const parts = [
        ...(old.title === title ? [] : ['title']),
        ...(sameJson(old.facts, facts) ? [] : ['facts']),
        ...(sameJson(old.expected, expected) ? [] : ['expected']),
      ];
      if (parts.length > 0) changes.push({ code: 'case_changed', params: { id, title, parts } });
    }
  }
  for (const { id, title } of before) {
    if (!newer.has(id)) changes.push({ code: 'case_removed', params: { id, title } });
  }
  return changes;
}
