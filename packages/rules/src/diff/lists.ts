import { canonicalJson } from '../same.js';
import type { CstDocument } from '../cst/cst.js';
import { toJson } from '../cst/value.js';
import type { Json } from '../cst/value.js';
import { nodeAt } from '../edit/nodes.js';
import type { Branch, DecisionList, OutcomeView } from '../views/decision-list.js';
import { diffConditions } from './conditions.js';
import { longestRising, matched } from './match.js';
import type { RuleChange } from './types.js';
import type { Teller } from './words.js';

/** A decision list with the text that it stands in. */
export interface Side {
  readonly document: CstDocument;
  readonly list: DecisionList;
}

/** A branch with what it means: the canonical JSON of its condition and its outcome. */
export interface Row {
  readonly branch: Branch;
  readonly when: string;
  readonly outcome: string;
}

/** The changes from one list to another, branch by branch; without an older one all branches are new. */
export function diffLists(older: Side | undefined, newer: Side, teller: Teller): RuleChange[] {
  const before = older ? rowsOf(older) : [];
  const after = rowsOf(newer);
  const pairs = matched(before, after);
  const stays = longestRising(after.flatMap((_, to) => pairs.get(to) ?? []));
  const changes: RuleChange[] = [];
  after.forEach((row, to) => {
    const from = pairs.get(to);
    const old = from === undefined ? undefined : before[from];
    const place = { branch: to, pointer: row.branch.pointer };
    if (old === undefined || from === undefined) {
      changes.push({ code: 'branch_added', params: teller.branch(row.branch, to), ...place });
      return;
    }
    if (!stays.has(from)) {
      const params = { ...teller.who(row.branch, to), from, to };
      changes.push({ code: 'branch_moved', params, ...place });
    }
    if (old.when !== row.when) changes.push(...diffConditions(old.branch, row.branch, to, teller));
    if (old.outcome !== row.outcome && older) {
      changes.push(...diffOutcomes(older, newer, old.branch, row.branch, to, teller));
    }
  });
  before.forEach((row, from) => {
    if ([...pairs.values()].includes(from)) return;
    changes.push({ code: 'branch_removed', params: teller.branch(row.branch, from), branch: from });
  });
  return [...changes, ...diffOtherwise(older, newer, teller)];
}

function diffOutcomes(
  older: Side,
  newer: Side,
  before: Branch,
  after: Branch,
  to: number,
  teller: Teller,
): readonly RuleChange[] {
  if (before.outcome.kind === 'list' && after.outcome.kind === 'list') {
    const inner = diffLists(
      { document: older.document, list: before.outcome.list },
      { document: newer.document, list: after.outcome.list },
      teller,
    );
    const { who, when } = teller.who(after, to);
    return inner.map((change) => ({ ...change, branch: to, params: { ...change.params, inside: { who, when } } }));
  }
  const params = { ...teller.who(after, to), ...teller.outcomes(before.outcome, after.outcome, newer.document) };
  return [{ code: 'outcome_changed', params, branch: to, pointer: after.outcome.pointer }];
}

function diffOtherwise(older: Side | undefined, newer: Side, teller: Teller): readonly RuleChange[] {
  const { otherwise } = newer.list;
  if (!older && otherwise) {
    const { to } = teller.outcomes(otherwise, otherwise, newer.document);
    const params = { from: { en: '–', de: '–' }, to };
    return [{ code: 'otherwise_changed', params, branch: newer.list.branches.length, pointer: otherwise.pointer }];
  }
  const old = older?.list.otherwise;
  if (!older || !old || !otherwise || meaningOf(older, old) === meaningOf(newer, otherwise)) return [];
  const branch = newer.list.branches.length;
  if (old.kind === 'list' && otherwise.kind === 'list') {
    const inner = diffLists(
      { document: older.document, list: old.list },
      { document: newer.document, list: otherwise.list },
      teller,
    );
    const inside = { who: { en: 'Otherwise', de: 'Sonst' }, when: { en: '', de: '' } };
    return inner.map((change) => ({ ...change, branch, params: { ...change.params, inside } }));
  }
  const params = teller.outcomes(old, otherwise, newer.document);
  return [{ code: 'otherwise_changed', params, branch, pointer: otherwise.pointer }];
}

const meaningOf = ({ document }: Side, { pointer }: OutcomeView): string => canonicalJson(jsonAt(document, pointer));

function jsonAt(document: CstDocument, pointer: string): Json {
  const node = nodeAt(document, pointer);
  return node ? toJson(node) : null;
}

function rowsOf({ document, list }: Side): Row[] {
  return list.branches.map((branch) => {
    const implied = branch.when.kind === 'always' && branch.pointer === branch.outcome.pointer;
    return {
      branch,
      when: implied ? '' : canonicalJson(jsonAt(document, branch.pointer)),
      outcome: canonicalJson(jsonAt(document, branch.outcome.pointer)),
    };
  });
}
