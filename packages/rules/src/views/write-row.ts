import type { CstDocument } from '../cst/cst.js';
import { printNode } from '../cst/print.js';
import type { Json } from '../cst/value.js';
import { houseText } from '../edit/house.js';
import { NoSuchNode, nodeAt, replaceNode, together } from '../edit/nodes.js';
import type { TextEdit } from '../edit/splice.js';
import { fieldAt } from '../facts/schema.js';
import type { FactField, FactsSchema } from '../facts/schema.js';
import type { RowOperator } from './decision-list.js';
import { readRow } from './read-condition.js';

/** What a row says, wherever it stands. */
export interface RowParts {
  readonly fact: string;
  readonly operator: RowOperator;
  readonly values: readonly Json[];
}

/**
 * Makes a condition say this row. Only a value changed: only that value's text is touched. Another operator over the same
 * fact: the fact stays as it is written. Throws NoSuchNode.
 */
export function setRow(document: CstDocument, schema: FactsSchema, pointer: string, next: RowParts): TextEdit {
  const node = nodeAt(document, pointer);
  if (!node) throw new NoSuchNode(pointer);
  const read = readRow(node, schema);
  const before = read?.row;
  if (!read || before?.fact !== next.fact) return replaceNode(document, pointer, rowText(next, schema));
  if (before.operator === next.operator && before.values.length === next.values.length) {
    const changes = read.values.map((value, at) =>
      JSON.stringify(before.values[at]) === JSON.stringify(next.values[at])
        ? []
        : replaceNode(document, value.pointer, houseText(next.values[at] ?? null)),
    );
    return together(...changes);
  }
  if (before.operator === next.operator && read.list) {
    const texts = next.values.map((value) => {
      const at = before.values.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
      const kept = read.values[at];
      return kept ? printNode(kept) : houseText(value);
    });
    if (read.list.kind === 'array') return replaceNode(document, read.list.pointer, `[${texts.join(', ')}]`);
  }
  const fact = read.fact && !asksForAbsence(before.operator) ? printNode(read.fact) : undefined;
  return replaceNode(document, pointer, rowText(next, schema, fact));
}

/**
 * A row in the house form. An optional fact is handled: texts and yes/no by a default that is nothing, others by asking
 * first whether the fact is there, so that an absent fact never meets the condition by chance.
 */
export function rowText(row: RowParts, schema: FactsSchema, fact?: string): string {
  const bare = houseText({ var: row.fact });
  if (asksForAbsence(row.operator)) return WRITERS[row.operator](bare, row.values);
  if (fact !== undefined) return WRITERS[row.operator](fact, row.values);
  const field = fieldAt(schema, row.fact);
  if (!field?.optional) return WRITERS[row.operator](bare, row.values);
  const nothing = neutral(field);
  if (nothing !== undefined) return WRITERS[row.operator](houseText({ var: [row.fact, nothing] }), row.values);
  return `{"and": [${WRITERS.present(bare, [])}, ${WRITERS[row.operator](bare, row.values)}]}`;
}

const asksForAbsence = (operator: RowOperator): boolean => operator === 'present' || operator === 'absent';

function neutral(field: FactField): Json | undefined {
  if (field.type === 'string') return '';
  if (field.type === 'boolean') return false;
  return field.type === 'list' ? [] : undefined;
}

type Writer = (fact: string, values: readonly Json[]) => string;

const first = (values: readonly Json[]): string => houseText(values[0] ?? '');
const infix =
  (operator: string): Writer =>
  (fact, values) =>
    `{"${operator}": [${fact}, ${first(values)}]}`;
const range =
  (operator: string): Writer =>
  (fact, values) =>
    `{"${operator}": [${first(values)}, ${fact}, ${houseText(values[1] ?? values[0] ?? '')}]}`;
const oneOrMore =
  (operator: string): Writer =>
  (fact, values) =>
    `{"${operator}": [${fact}, ${values.length === 1 ? first(values) : houseText(values)}]}`;

/** The house form of each operator. */
const WRITERS: Readonly<Record<RowOperator, Writer>> = {
  is: infix('=='),
  is_not: infix('!='),
  one_of: (fact, values) => `{"in": [${fact}, ${houseText(values)}]}`,
  none_of: (fact, values) => `{"!": {"in": [${fact}, ${houseText(values)}]}}`,
  at_least: infix('>='),
  more_than: infix('>'),
  at_most: infix('<='),
  less_than: infix('<'),
  from_to: range('<='),
  between: range('<'),
  contains: (fact, values) => `{"in": [${first(values)}, ${fact}]}`,
  lacks: (fact, values) => `{"!": {"in": [${first(values)}, ${fact}]}}`,
  starts_with: oneOrMore('starts_with'),
  ends_with: oneOrMore('ends_with'),
  matches_domain: oneOrMore('matches_domain'),
  yes: (fact) => fact,
  no: (fact) => `{"!": ${fact}}`,
  present: (fact) => `{"!=": [${fact}, null]}`,
  absent: (fact) => `{"==": [${fact}, null]}`,
};
