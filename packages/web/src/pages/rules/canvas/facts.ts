import type { Json } from '@sluice/rules/cst/value';
import { fieldAt, type FactField, type FactFields, type FactsSchema } from '@sluice/rules/facts/schema';
import { local } from '@sluice/rules/views/local';
import type { ConditionRow, ConditionView, DecisionList, RowOperator } from '@sluice/rules/views/decision-list';
import type { RowParts } from '@sluice/rules/views/write-row';

export type Language = 'en' | 'de';

/** A fact that a row can be about. */
export interface FactChoice {
  readonly path: string;
  readonly field: FactField;
  readonly label: string;
  /** What it is a fact of: "Order". */
  readonly group: string;
}

/** Every fact of the schema that can be compared, in its order. */
export function factChoices(schema: FactsSchema, language: Language): readonly FactChoice[] {
  const choices: FactChoice[] = [];
  const visit = (fields: FactFields, prefix: string, group: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      const path = `${prefix}${name}`;
      const label = local(field.label ?? name, language);
      if (field.type === 'object') visit(field.fields, `${path}.`, label);
      else if (operatorsFor(field).length > 0) choices.push({ path, field, label, group });
    }
  };
  visit(schema.fields, '', '');
  return choices;
}

const TEXT: readonly RowOperator[] = [
  ...(['is', 'is_not', 'one_of', 'none_of', 'contains', 'lacks'] as const),
  ...(['starts_with', 'ends_with', 'matches_domain'] as const),
];
const ORDERED: readonly RowOperator[] = [
  ...(['at_least', 'more_than', 'at_most', 'less_than'] as const),
  ...(['from_to', 'between', 'is', 'is_not'] as const),
];

const OPERATORS: Readonly<Record<FactField['type'], readonly RowOperator[]>> = {
  string: TEXT,
  enum: ['is', 'is_not', 'one_of', 'none_of'],
  boolean: ['yes', 'no'],
  integer: ORDERED,
  decimal: ORDERED,
  money: ORDERED,
  day: ORDERED,
  instant: ORDERED,
  list: ['contains', 'lacks'],
  object: [],
  unknown: [],
};

/** What a row can say of such a fact; whether it is there only of one that may be absent. */
export function operatorsFor(field: FactField): readonly RowOperator[] {
  const own = OPERATORS[field.type];
  if (field.type === 'list' && (field.of.type === 'object' || field.of.type === 'list')) return [];
  return field.optional ? [...own, 'present', 'absent'] : own;
}

/** How many values an operator takes. */
export function valueCount(operator: RowOperator): 0 | 1 | 2 | 'many' {
  if (operator === 'from_to' || operator === 'between') return 2;
  if (operator === 'one_of' || operator === 'none_of') return 'many';
  return ['yes', 'no', 'present', 'absent'].includes(operator) ? 0 : 1;
}

/** A country by its two letters: so the field's name says. */
export function isCountry(path: string, field: FactField): boolean {
  return field.type === 'string' && path.split('.').some((name) => /country$/i.test(name));
}

/** The row a person begins with after choosing a fact. */
export function firstRow(path: string, field: FactField): RowParts {
  const operator: RowOperator = field.type === 'enum' ? 'is' : (operatorsFor(field)[0] ?? 'is');
  return { fact: path, operator, values: valueCount(operator) === 0 ? [] : [firstValue(field)] };
}

/** A value of the type of the fact to begin with. */
export function firstValue(field: FactField): Json {
  if (field.type === 'enum') return field.values[0]?.value ?? '';
  const example = field.type === 'list' && Array.isArray(field.example) ? (field.example as Json[])[0] : field.example;
  if (field.type === 'decimal') return Number(example ?? 0);
  if (typeof example === 'string' || typeof example === 'number') return example;
  const type = field.type === 'list' ? field.of.type : field.type;
  return type === 'integer' || type === 'money' || type === 'instant' ? 0 : type === 'day' ? '2026-01-01' : '';
}

/** The same row with another operator: as many of its values as that takes. */
export function withOperator(row: RowParts, operator: RowOperator, field: FactField): RowParts {
  const count = valueCount(operator);
  const [first = firstValue(field), second = first] = row.values;
  if (count === 0) return { ...row, operator, values: [] };
  if (count === 1) return { ...row, operator, values: [first] };
  if (count === 2) return { ...row, operator, values: [first, second] };
  return { ...row, operator, values: row.values.length > 0 ? row.values : [first] };
}

/** The facts that a list's rows are about, in order, each once. */
export function factsIn(list: DecisionList): readonly string[] {
  const found = new Set<string>();
  const visit = (view: ConditionView): void => {
    if (view.kind === 'row') found.add(view.fact);
    if (view.kind === 'group') view.items.forEach(visit);
  };
  const each = (inner: DecisionList): void => {
    for (const branch of inner.branches) {
      visit(branch.when);
      if (branch.outcome.kind === 'list') each(branch.outcome.list);
    }
    if (inner.otherwise?.kind === 'list') each(inner.otherwise.list);
  };
  each(list);
  return [...found];
}

/** The fact of a new condition: the one the list asks most about first, else the first of the schema. */
export function usualFact(list: DecisionList | null, schema: FactsSchema): FactChoice | undefined {
  const choices = factChoices(schema, 'en');
  const [used] = list ? factsIn(list) : [];
  return choices.find(({ path }) => path === used) ?? choices[0];
}

/** The value of a fact in a case. */
export function factValue(facts: { readonly [name: string]: Json }, path: string): Json | undefined {
  let at: Json | undefined = facts;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
    at = (at as { readonly [name: string]: Json })[name];
  }
  return at;
}

/** The rows of a condition, the deepest ones of its groups included. */
export function rowsOf(view: ConditionView): readonly ConditionRow[] {
  if (view.kind === 'row') return [view];
  return view.kind === 'group' ? view.items.flatMap(rowsOf) : [];
}

export { fieldAt };
