import type { Locale } from '@sluice/domain/money/format';
import type { CstNode } from '@sluice/rules/cst/cst';
import type { Json } from '@sluice/rules/cst/value';
import { callOf, factOf } from '@sluice/rules/explain/nodes';
import { fieldAt, type FactField, type FactFields, type FactsSchema } from '@sluice/rules/facts/schema';
import { local } from '@sluice/rules/views/local';
import { valueWords } from '@sluice/rules/views/words';

export type Facts = { readonly [name: string]: Json };

/** Paths of the facts that a rule reads, in the order of the schema; facts it does not have come last. */
export function factsRead(root: CstNode | undefined, schema: FactsSchema): readonly string[] {
  const found = new Set<string>();
  const visit = (node: CstNode): void => {
    const fact = factOf(node);
    if (fact !== undefined && fact !== '') found.add(fact);
    const call = callOf(node);
    if (call?.op === 'missing') for (const each of call.args) if (each.kind === 'string') found.add(each.value);
    if (node.kind === 'array') for (const { value } of node.items) visit(value);
    if (node.kind === 'object') for (const { value } of node.members) visit(value);
  };
  if (root) visit(root);
  const known = leaves(schema).map(({ path }) => path);
  return [...known.filter((path) => found.has(path)), ...[...found].filter((path) => !known.includes(path))];
}

export interface Leaf {
  readonly path: string;
  readonly field: FactField;
  /** Label of the group it stands in. */
  readonly group: string;
}

/** Every fact of a schema that has a value of its own. */
export function leaves(schema: FactsSchema): readonly Leaf[] {
  const found: Leaf[] = [];
  const walk = (fields: FactFields, prefix: string, group: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      const path = `${prefix}${name}`;
      if (field.type === 'object') walk(field.fields, `${path}.`, path);
      else found.push({ path, field, group });
    }
  };
  walk(schema.fields, '', '');
  return found;
}

export function factAt(facts: Facts, path: string): Json | undefined {
  let value: Json | undefined = facts;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? (value as Facts)[name] : undefined;
  }
  return value;
}

/** The facts with another value at a path; undefined takes it out, and groups that it leaves empty. */
export function withFactAt(facts: Facts, path: string, value: Json | undefined): Facts {
  const [name = '', ...rest] = path.split('.');
  const inner = facts[name];
  const group = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Facts) : {};
  const next = rest.length > 0 ? withFactAt(group, rest.join('.'), value) : value;
  const others = Object.entries(facts).filter(([key]) => key !== name);
  const empty = next === undefined || (rest.length > 0 && Object.keys(next as Facts).length === 0);
  if (empty) return Object.fromEntries(others);
  return { ...facts, [name]: next };
}

/** What tells a case from others: the facts that the rule reads, in a few words. */
export function factsInWords(facts: Facts, paths: readonly string[], schema: FactsSchema, locale: Locale): string {
  return paths
    .flatMap((path) => {
      const value = factAt(facts, path);
      if (value === undefined) return [];
      const field = fieldAt(schema, path);
      const label = field?.label === undefined ? path : local(field.label, locale);
      if (field?.type === 'boolean') return value === true ? [label.toLowerCase()] : [];
      // A bare number says nothing: "month 13".
      if (field?.type === 'integer' || field?.type === 'decimal') {
        return [`${label.split(' ', 1)[0]?.toLowerCase() ?? ''} ${valueWords(value, field, schema, locale)}`];
      }
      return [valueWords(value, field, schema, locale).replace(/^an? /, '')];
    })
    .join(', ');
}
