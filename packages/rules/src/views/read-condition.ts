import type { CstNode } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import { toJson } from '../cst/value.js';
import type { Json } from '../cst/value.js';
import { callOf } from '../explain/nodes.js';
import { fieldAt } from '../facts/schema.js';
import type { FactField, FactsSchema } from '../facts/schema.js';
import type { ConditionRow, ConditionView, GroupMode, RowOperator } from './decision-list.js';

/** Shows a condition as groups and rows, whichever way it is written; anything else is `advanced` with its exact text. */
export function readCondition(node: CstNode, schema: FactsSchema): ConditionView {
  if (node.kind === 'boolean' && node.value) return { kind: 'always', pointer: node.pointer };
  return (
    readGroup(node, schema) ??
    readRow(node, schema)?.row ?? { kind: 'advanced', pointer: node.pointer, text: printNode(node) }
  );
}

/** Pointer of the array that holds a group's items, with its mode. */
export function groupItems(node: CstNode): { readonly mode: GroupMode; readonly array: CstNode } | undefined {
  const direct = namedArray(node, ['and', 'or']);
  if (direct) return { mode: direct.name === 'and' ? 'all' : 'any', array: direct.array };
  const call = callOf(node);
  const [inner, ...more] = call?.op === '!' ? call.args : [];
  const none = inner && more.length === 0 ? namedArray(inner, ['or']) : undefined;
  return none && { mode: 'none', array: none.array };
}

function namedArray(node: CstNode, names: readonly string[]) {
  const member = node.kind === 'object' && node.members.length === 1 ? node.members[0] : undefined;
  if (!member || !names.includes(member.key)) return undefined;
  const { value } = member;
  return value.kind === 'array' && value.items.length > 0 ? { name: member.key, array: value } : undefined;
}

function readGroup(node: CstNode, schema: FactsSchema): ConditionView | undefined {
  const group = groupItems(node);
  if (group?.array.kind !== 'array') return undefined;
  const items = group.array.items.map((item) => readCondition(item.value, schema));
  return { kind: 'group', pointer: node.pointer, mode: group.mode, items };
}

/** A row with the nodes that hold its parts, so that a change of its values leaves the rest as it is written. */
export interface ReadRow {
  readonly row: ConditionRow;
  /** The `var` that reads the fact; absent for `missing`. */
  readonly fact?: CstNode;
  /** One node a value; or the list that holds them all. */
  readonly values: readonly CstNode[];
  readonly list?: CstNode;
}

/** A single comparison of a fact with constants, or undefined. */
export function readRow(node: CstNode, schema: FactsSchema): ReadRow | undefined {
  const found = rowOf(node);
  const field = found && fieldAt(schema, found.row.fact);
  return found && field && fits(found.row.operator, field) ? found : undefined;
}

const INVERSE: Readonly<Partial<Record<RowOperator, RowOperator>>> = {
  ...{ is: 'is_not', is_not: 'is', one_of: 'none_of', none_of: 'one_of', contains: 'lacks', lacks: 'contains' },
  ...{ at_least: 'less_than', less_than: 'at_least', at_most: 'more_than', more_than: 'at_most' },
  ...{ yes: 'no', no: 'yes', present: 'absent', absent: 'present' },
};

type Reader = (node: CstNode, args: readonly CstNode[]) => ReadRow | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  var: (node) => rowFrom(node, node, 'yes', []),
  '!!': (_, [inner, ...more]) => {
    const found = inner && more.length === 0 ? rowOf(inner) : undefined;
    return found && at(found, _.pointer);
  },
  '!': (node, [inner, ...more]) => {
    const found = inner && more.length === 0 ? rowOf(inner) : undefined;
    const operator = found && INVERSE[found.row.operator];
    return found && operator && at({ ...found, row: { ...found.row, operator } }, node.pointer);
  },
  missing: (node, args) => {
    const names = args.flatMap((each) => (each.kind === 'array' ? each.items.map(({ value }) => value) : [each]));
    const [name, ...more] = names;
    if (name?.kind !== 'string' || more.length > 0) return undefined;
    return {
      row: { kind: 'row', pointer: node.pointer, fact: name.value, operator: 'absent', values: [] },
      values: [],
    };
  },
  in: (node, [first, second, ...more]) => {
    if (!first || !second || more.length > 0) return undefined;
    if (varOf(first)) {
      const values = constants(second);
      return values && rowFrom(node, first, 'one_of', values, second);
    }
    return isConstant(first) ? rowFrom(node, second, 'contains', [first]) : undefined;
  },
  '==': equality('is'),
  '===': equality('is'),
  '!=': equality('is_not'),
  '!==': equality('is_not'),
  '>=': comparison('at_least', 'at_most'),
  '>': comparison('more_than', 'less_than'),
  '<=': comparison('at_most', 'at_least', 'from_to'),
  '<': comparison('less_than', 'more_than', 'between'),
  starts_with: textTest('starts_with'),
  ends_with: textTest('ends_with'),
  matches_domain: textTest('matches_domain'),
};

function rowOf(node: CstNode): ReadRow | undefined {
  const call = callOf(node);
  return call && Object.hasOwn(READERS, call.op) ? READERS[call.op]?.(node, call.args) : undefined;
}

const at = (found: ReadRow, pointer: string): ReadRow => ({ ...found, row: { ...found.row, pointer } });

function equality(operator: 'is' | 'is_not'): Reader {
  return (node, [a, b, ...more]) => {
    if (!a || !b || more.length > 0) return undefined;
    const [fact, value] = varOf(a) ? [a, b] : [b, a];
    if (value.kind === 'null') return rowFrom(node, fact, operator === 'is' ? 'absent' : 'present', []);
    if (value.kind === 'boolean') return rowFrom(node, fact, value.value === (operator === 'is') ? 'yes' : 'no', []);
    return isConstant(value) ? rowFrom(node, fact, operator, [value]) : undefined;
  };
}

function comparison(operator: RowOperator, flipped: RowOperator, three?: RowOperator): Reader {
  return (node, args) => {
    const [a, b, c, ...more] = args;
    if (!a || !b || more.length > 0) return undefined;
    if (c) return three && isConstant(a) && isConstant(c) ? rowFrom(node, b, three, [a, c]) : undefined;
    if (varOf(a)) return isConstant(b) ? rowFrom(node, a, operator, [b]) : undefined;
    return isConstant(a) ? rowFrom(node, b, flipped, [a]) : undefined;
  };
}

function textTest(operator: RowOperator): Reader {
  return (node, [fact, second, ...more]) => {
    if (!fact || !second || more.length > 0) return undefined;
    if (isConstant(second)) return rowFrom(node, fact, operator, [second]);
    const values = constants(second);
    return values && rowFrom(node, fact, operator, values, second);
  };
}

function rowFrom(
  node: CstNode,
  fact: CstNode,
  operator: RowOperator,
  values: readonly CstNode[],
  list?: CstNode,
): ReadRow | undefined {
  const read = varOf(fact);
  if (!read) return undefined;
  const { pointer } = node;
  const row: ConditionRow = { kind: 'row', pointer, fact: read.path, operator, values: values.map(toJson) };
  const withDefault = read.absentAs === undefined ? row : { ...row, absentAs: read.absentAs };
  return { row: withDefault, fact, values, ...(list ? { list } : {}) };
}

function varOf(node: CstNode): { readonly path: string; readonly absentAs?: Json } | undefined {
  const call = callOf(node);
  const [path, otherwise, ...more] = call?.op === 'var' ? call.args : [];
  if (path?.kind !== 'string' || path.value === '' || more.length > 0) return undefined;
  if (!otherwise) return { path: path.value };
  return isConstant(otherwise) ? { path: path.value, absentAs: toJson(otherwise) } : undefined;
}

const isConstant = (node: CstNode): boolean =>
  node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean';

function constants(node: CstNode): readonly CstNode[] | undefined {
  if (node.kind !== 'array' || node.items.length === 0) return undefined;
  const values = node.items.map(({ value }) => value);
  return values.every(isConstant) ? values : undefined;
}

/** Whether the operator says of such a fact what its row would say. */
function fits(operator: RowOperator, field: FactField): boolean {
  if (operator === 'present' || operator === 'absent') return true;
  if (operator === 'yes' || operator === 'no') return field.type === 'boolean';
  if (field.type === 'list') {
    return (operator === 'contains' || operator === 'lacks') && field.of.type !== 'object' && field.of.type !== 'list';
  }
  return field.type !== 'object' && field.type !== 'unknown' && field.type !== 'boolean';
}
