import type { Problem } from '../check/problem.js';
import type { TypedCall, TypedNode } from '../check/typed.js';
import type { CstDocument } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import type { Json } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { nodeAt, replaceNode } from '../edit/nodes.js';
import type { TextEdit } from '../edit/splice.js';
import type { Rational } from '../number/rational.js';
import { insertBranch, moveBranch, removeBranch } from '../views/write-branches.js';
import { wordsOf } from './clauses.js';
import type { Hole } from './holes.js';
import type { RuleList } from './lists.js';
import { outcomeValue } from './neutral.js';
import type { Dimension } from './space/dimension.js';
import type { Study } from './study.js';
import type { FindingFix } from './types.js';

/** The branches that take the values just below and just above a hole. */
export interface GapBounds {
  readonly lower?: number;
  readonly upper?: number;
}

type Operator = '<' | '<=' | '>' | '>=';
const FLIPPED: Readonly<Record<Operator, Operator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const isOperator = (name: string): name is Operator => Object.hasOwn(FLIPPED, name);

/** Lets the branch above a hole begin, or the one below end, where the other one leaves off; the first in the list first. */
export function boundFixes(
  study: Study,
  list: RuleList,
  dimension: Dimension,
  hole: Hole,
  { lower, upper }: GapBounds,
): FindingFix[] {
  const first = dimension.regions[hole.run[0]!]!;
  const last = dimension.regions[hole.run.at(-1)!]!;
  const sides: Side[] = [];
  if (upper !== undefined && first.low) {
    const operator = first.kind === 'value' ? '>=' : '>';
    sides.push({ branch: upper, operator, place: first.low, now: last.high });
  }
  if (lower !== undefined && last.high) {
    const operator = last.kind === 'value' ? '<=' : '<';
    sides.push({ branch: lower, operator, place: last.high, now: first.low });
  }
  return sides.sort((a, b) => a.branch - b.branch).flatMap((side) => boundFix(study, list, dimension, side) ?? []);
}

interface Side {
  readonly branch: number;
  /** How the bound must read, the fact on the left. */
  readonly operator: Operator;
  readonly place: Rational;
  /** Where the bound is now. */
  readonly now: Rational | undefined;
}

function boundFix(study: Study, list: RuleList, dimension: Dimension, side: Side): FindingFix | undefined {
  const { scale, path, field } = dimension;
  if (!scale || !side.now) return undefined;
  const now = JSON.stringify(scale.value(side.now));
  for (const call of comparisons(list.branches[side.branch]!.when)) {
    const [left, right] = call.args as [TypedNode, TypedNode];
    const literal = left.kind === 'literal' ? left : right;
    const fact = left.kind === 'literal' ? right : left;
    if (literal.kind !== 'literal' || fact.kind !== 'call' || fact.op !== 'var' || fact.read?.paths[0] !== path)
      continue;
    const own = left === literal ? FLIPPED[call.op as Operator] : (call.op as Operator);
    const place = literal.number ?? scale.place(literal.value);
    if (own[0] !== side.operator[0] || !place || JSON.stringify(scale.value(place)) !== now) continue;
    const value = scale.value(side.place);
    const wanted = left === literal ? FLIPPED[side.operator] : side.operator;
    const edit = comparisonEdit(study.document, call, literal, wanted, numberLike(value, literal.value));
    if (edit.length === 0) continue;
    const moves = JSON.stringify(value) !== now;
    return {
      label: {
        code: moves ? 'move_bound' : 'include_bound',
        params: {
          branch: side.branch,
          operator: OPERATOR_NAMES[side.operator],
          value: wordsOf(value, field, study.schema),
        },
      },
      edit,
    };
  }
  return undefined;
}

const OPERATOR_NAMES: Readonly<Record<Operator, string>> = {
  '<': 'less_than',
  '<=': 'at_most',
  '>': 'more_than',
  '>=': 'at_least',
};

/** A decimal stays a number where one was written. */
const numberLike = (value: Json, written: Json): Json => (typeof written === 'number' ? Number(value) : value);

function comparisons(node: TypedNode): readonly TypedCall[] {
  if (node.kind === 'literal') return [];
  if (node.kind === 'list') return node.items.flatMap(comparisons);
  if (isOperator(node.op) && node.args.length === 2) return [node];
  return node.op === 'and' || node.op === 'or' ? node.args.flatMap(comparisons) : [];
}

/** The constant first, as it stands behind the name of the operator: the place of the name does not shift. */
function comparisonEdit(
  document: CstDocument,
  call: TypedCall,
  literal: TypedNode,
  operator: Operator,
  value: Json,
): TextEdit {
  const node = nodeAt(document, call.pointer);
  const member = node?.kind === 'object' ? node.members[0] : undefined;
  const old = literal.kind === 'literal' ? literal.value : undefined;
  const constant = old === value ? [] : replaceNode(document, literal.pointer, houseText(value));
  if (!node || !member) return [];
  const key = JSON.stringify(operator);
  const at = node.offset + 1 + member.space[0].length;
  return member.key === operator ? constant : [...constant, { at, removed: member.rawKey, inserted: key }];
}

/** A branch of its own, at the end, for a name that none mentions: it says what `otherwise` says, but on purpose. */
export function branchForValue(
  study: Study,
  list: RuleList,
  { path, field }: Dimension,
  value: Json,
): FindingFix | undefined {
  const view = study.view(list);
  const outcome = list.otherwise && outcomeValue(list.otherwise);
  if (!view || outcome === undefined || field?.optional) return undefined;
  const when = houseText({ '==': [{ var: path }, value] });
  const edit = insertBranch(study.document, view, view.branches.length, when, outcome);
  return { label: { code: 'add_branch', params: { value: wordsOf(value, field, study.schema) } }, edit };
}

export function removeFix(study: Study, list: RuleList, branch: number): FindingFix[] {
  const view = study.view(list);
  if (!view) return [];
  return [{ label: { code: 'remove_branch', params: { branch } }, edit: removeBranch(study.document, view, branch) }];
}

export function moveFix(study: Study, list: RuleList, branch: number, above: number): FindingFix[] {
  const view = study.view(list);
  if (!view) return [];
  return [
    { label: { code: 'move_above', params: { branch, above } }, edit: moveBranch(study.document, view, branch, above) },
  ];
}

/** The replacement that the checker proposes, as an edit. */
export function problemFix(document: CstDocument, { fix }: Problem): FindingFix[] {
  const node = fix && nodeAt(document, fix.pointer);
  if (!fix || !node) return [];
  const text = JSON.stringify(fix.replacement);
  if (text === undefined) return [];
  const edit = replaceNode(document, fix.pointer, houseText(JSON.parse(text) as Json));
  const params = { message: fix.message, from: printNode(node), to: text };
  return edit.length > 0 ? [{ label: { code: 'replace', params }, edit }] : [];
}
