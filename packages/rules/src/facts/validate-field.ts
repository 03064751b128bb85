import type { Type } from '../types.js';
import { typeOfFact } from '../types.js';
import { BAD, validator } from './read.js';
import { fieldAt, INHERITED_NAMES } from './schema.js';
import type { FactField, FactsSchema, FactType, LocalText } from './schema.js';

/** What is wrong with a custom field; `pointer` leads into the field's definition, `/path` is its name. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: FieldProblemCode;
  readonly message: string;
}

export type FieldProblemCode =
  | 'bad_name'
  | 'inherited_name'
  | 'too_deep'
  | 'taken'
  | 'not_a_group'
  | 'bad_type'
  | 'bad_currency'
  | 'no_values'
  | 'duplicate_value'
  | 'empty_text'
  | 'bad_example';

/** Names that people can read in a rule and that every system takes: letters, digits, underscores. */
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const DEEPEST = 5;
const MOST_VALUES = 500;

/**
 * Everything that is wrong with a field that somebody wants to add to a schema at a dotted path: its name, a fact that is
 * there already, values of an enum, texts, an example that has another type. Empty when it can be added.
 */
export function validateField(schema: FactsSchema, path: string, field: FactField): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (pointer, code, message) => problems.push({ pointer, code, message });
  checkPath(schema, path, report);
  checkType(field, '', 1, report);
  for (const [name, text] of [
    ['label', field.label],
    ['help', field.help],
    ['phrase', field.phrase],
    ['unit', field.unit],
  ] as const)
    checkText(text, `/${name}`, report);
  checkText(field.clauses?.yes, '/clauses/yes', report);
  checkText(field.clauses?.no, '/clauses/no', report);
  if (field.example !== undefined && problems.length === 0 && !hasType(field.example, field)) {
    report('/example', 'bad_example', 'The example does not have the type of the field.');
  }
  return problems;
}

type Report = (pointer: string, code: FieldProblemCode, message: string) => void;

function checkPath(schema: FactsSchema, path: string, report: Report): void {
  const names = path.split('.');
  for (const name of names) {
    if (INHERITED_NAMES.has(name)) report('/path', 'inherited_name', `"${name}" cannot be the name of a fact.`);
    else if (!NAME.test(name)) {
      report('/path', 'bad_name', `"${name}" is not a name: letters, digits and "_", a letter first, at most 64.`);
    }
  }
  if (names.length > DEEPEST) report('/path', 'too_deep', `A fact lies at most ${DEEPEST} groups deep.`);
  if (fieldAt(schema, path)) report('/path', 'taken', `There is a fact "${path}" already.`);
  names.slice(1).forEach((_, i) => {
    const parent = names.slice(0, i + 1).join('.');
    const field = fieldAt(schema, parent);
    if (field && field.type !== 'object') {
      report('/path', 'not_a_group', `"${parent}" is a fact of its own and holds no others.`);
    }
  });
}

function checkType(type: FactType, pointer: string, depth: number, report: Report): void {
  if (depth > DEEPEST) return report(pointer, 'too_deep', `Fields lie at most ${DEEPEST} groups deep.`);
  switch (type.type) {
    case 'enum':
      return checkValues(type.values, `${pointer}/values`, report);
    case 'money':
      if (type.currency === 'programme' || /^[A-Z]{3}$/.test(type.currency)) return;
      return report(
        `${pointer}/currency`,
        'bad_currency',
        'A currency is an ISO code such as "EUR", or the programme’s.',
      );
    case 'list':
      return checkType(type.of, `${pointer}/of`, depth + 1, report);
    case 'object':
      for (const [name, field] of Object.entries(type.fields)) {
        const here = `${pointer}/fields/${name}`;
        if (!NAME.test(name) || INHERITED_NAMES.has(name))
          report(here, 'bad_name', `"${name}" is not a name of a fact.`);
        checkType(field, here, depth + 1, report);
        checkText(field.label, `${here}/label`, report);
      }
      return;
    case 'string':
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'day':
    case 'instant':
      return;
    default:
      report(
        `${pointer}/type`,
        'bad_type',
        'A fact is a text, yes/no, number, amount, date, point in time, name or list.',
      );
  }
}

function checkValues(values: readonly { value: string; label?: LocalText }[], pointer: string, report: Report): void {
  if (values.length === 0 || values.length > MOST_VALUES) {
    report(pointer, 'no_values', `A list of names has 1 to ${MOST_VALUES} names.`);
  }
  const seen = new Set<string>();
  values.forEach(({ value, label }, i) => {
    if (value.trim() === '') report(`${pointer}/${i}/value`, 'empty_text', 'A name cannot be empty.');
    if (seen.has(value)) report(`${pointer}/${i}/value`, 'duplicate_value', `"${value}" stands in the list twice.`);
    seen.add(value);
    checkText(label, `${pointer}/${i}/label`, report);
  });
}

function checkText(text: LocalText | undefined, pointer: string, report: Report): void {
  if (text === undefined) return;
  for (const [locale, words] of typeof text === 'string' ? [['', text] as const] : Object.entries(text)) {
    if (words.trim() !== '') continue;
    report(locale ? `${pointer}/${locale}` : pointer, 'empty_text', 'This text is empty; write it or leave it out.');
  }
}

/** Whether a value has a type, looking into groups as well. */
function hasType(value: unknown, field: FactType): boolean {
  if (field.type === 'list') return Array.isArray(value) && value.every((item) => hasType(item, field.of));
  if (field.type !== 'object') {
    const type: Type = typeOfFact(field);
    return validator(type)(value) !== BAD;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = value as Readonly<Record<string, unknown>>;
  return Object.entries(field.fields).every(([name, inner]) =>
    Object.hasOwn(entries, name) ? hasType(entries[name], inner) : inner.optional === true,
  );
}
