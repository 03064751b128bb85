import type { CstDocument } from '../cst/cst.js';
import { parse, RuleSyntaxError } from '../cst/parse.js';
import { printNode } from '../cst/print.js';
import { toJson } from '../cst/value.js';
import type { RuleCase } from '../document.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { readDecisionList } from '../views/read-decision-list.js';
import { canonicalJson } from '../same.js';
import { diffCases } from './cases.js';
import { diffLists } from './lists.js';
import type { RuleChange } from './types.js';
import { Teller } from './words.js';

export type { ChangeCode, RuleChange } from './types.js';
export { renderChange } from './render.js';

/** What is compared of a version: its text and, where they count, its cases. */
export interface RuleSide {
  readonly logic: string;
  readonly cases?: readonly RuleCase[];
}

/**
 * What is different between two versions of a rule, in the order of the newer one; null stands for the rule before its first
 * version. Layout, spelling of numbers and order of keys are no difference: there is one exactly where the semantic hashes of
 * the texts differ, or the cases.
 */
export function diffRules(
  before: RuleSide | null,
  after: RuleSide,
  schema: FactsSchema,
  shape: OutcomeShape,
): readonly RuleChange[] {
  return [
    ...diffLogic(before?.logic, after.logic, schema, shape),
    ...diffCases(before?.cases ?? [], after.cases ?? before?.cases ?? []),
  ];
}

function diffLogic(
  before: string | undefined,
  after: string,
  schema: FactsSchema,
  shape: OutcomeShape,
): readonly RuleChange[] {
  if (before === after) return [];
  const older = before === undefined ? undefined : read(before);
  const newer = read(after);
  if (older && newer && meaning(older) === meaning(newer)) return [];
  const teller = new Teller(schema, shape);
  const lists = newer && {
    older: older && readDecisionList(older, schema, shape),
    newer: readDecisionList(newer, schema, shape),
  };
  if (newer && lists && !('reason' in lists.newer) && !(lists.older && 'reason' in lists.older)) {
    const sameKind = lists.older === undefined || lists.older.policy === lists.newer.policy;
    if (sameKind && (older !== undefined || before === undefined)) {
      const from = older && lists.older ? { document: older, list: lists.older } : undefined;
      const changes = diffLists(from, { document: newer, list: lists.newer }, teller);
      return changes.length > 0 ? changes : [{ code: 'rewritten', params: {}, pointer: '' }];
    }
  }
  const text = (document: CstDocument | undefined, raw: string | undefined): string =>
    document ? printNode(document.root) : (raw ?? '');
  return [{ code: 'advanced_changed', params: { from: text(older, before), to: text(newer, after) }, pointer: '' }];
}

const meaning = (document: CstDocument): string => canonicalJson(toJson(document.root));

/** A draft's text need not be JSON. */
function read(text: string): CstDocument | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return undefined;
    throw error;
  }
}
