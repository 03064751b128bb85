import type { RuleChangeDto } from '@sluice/contracts';
import type { JsonObject, Programme } from '@sluice/domain';
import type { RuleContent, Store } from '@sluice/store';

/** A change as a code with parameters, as it is stored; its sentences are written when it is shown. */
export interface RuleChange {
  code: string;
  params: JsonObject;
  branch?: number;
}

/** What becomes different between two contents of a rule; everything is new where there was nothing before. */
export async function changesBetween(
  _store: Store,
  _programme: Programme,
  before: RuleContent | null,
  after: RuleContent,
): Promise<RuleChange[]> {
  return before?.logic === after.logic ? [] : [{ code: 'logic', params: {} }];
}

/** The changes with their sentences. */
export function worded(changes: readonly RuleChange[]): RuleChangeDto[] {
  return changes.map((change) => ({ ...change, text: { en: change.code, de: change.code } }));
}
