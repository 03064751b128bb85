import type { Locale } from '@sluice/domain/money/format';
import type { Json } from '@sluice/rules/cst/value';
import type { FactsSchema } from '@sluice/rules/facts/schema';
import { plainNumber } from '@sluice/rules/views/cells-numbers';
import { cellProblemText } from '@sluice/rules/views/cells-problem';
import { cellFact, isScalar, readConstant, writeConstant, type CellFact } from '@sluice/rules/views/cells-values';
import { factAt, leaves, withFactAt, type Facts, type Leaf } from './facts.js';

/** Facts as texts of a form by path, and the facts as they were given, with what the form does not show. */
export interface FactsDraft {
  readonly texts: ReadonlyMap<string, string>;
  readonly base: Facts;
}

export function draftOfFacts(facts: Facts, schema: FactsSchema, locale: Locale): FactsDraft {
  const texts = new Map<string, string>();
  for (const leaf of leaves(schema)) {
    const value = factAt(facts, leaf.path);
    if (value !== undefined) texts.set(leaf.path, textOf(value, cellFact(leaf.field, schema, locale)));
  }
  return { texts, base: facts };
}

/** The facts that the form says, and what is wrong in it, by path. An empty field is a fact that is not there. */
export function factsOfDraft(
  { texts, base }: FactsDraft,
  schema: FactsSchema,
  locale: Locale,
): { readonly facts: Facts; readonly problems: ReadonlyMap<string, string> } {
  const problems = new Map<string, string>();
  let facts = base;
  for (const leaf of leaves(schema)) {
    const text = texts.get(leaf.path) ?? '';
    const fact = cellFact(leaf.field, schema, locale);
    const before = factAt(base, leaf.path);
    // What nobody touched stays as it is stored, also where a form could not say it.
    if (before !== undefined && text === textOf(before, fact)) continue;
    if (text.trim() === '') {
      facts = withFactAt(facts, leaf.path, undefined);
      if (!leaf.field.optional) problems.set(leaf.path, missing(locale));
      continue;
    }
    const read = valueOf(text, leaf, fact, locale);
    if ('problem' in read) problems.set(leaf.path, read.problem);
    else facts = withFactAt(facts, leaf.path, read.value);
  }
  return { facts, problems };
}

const missing = (locale: Locale): string =>
  locale === 'en'
    ? 'This fact is always there; give it a value.'
    : 'Dieser Fakt ist immer da; geben Sie ihm einen Wert.';

function textOf(value: Json, fact: CellFact): string {
  if (Array.isArray(value) && fact.type.type === 'list' && isScalar(fact.type.of)) {
    const of = { ...fact, type: fact.type.of };
    return (value as readonly Json[]).map((item) => writeConstant(item, of) ?? String(item)).join(', ');
  }
  // A decimal may be stored as a text, so that no digit is lost.
  if (fact.type.type === 'decimal' && typeof value === 'string') {
    return fact.locale === 'en' ? value : value.replace('.', ',');
  }
  return writeConstant(value, fact) ?? (typeof value === 'string' ? value : JSON.stringify(value));
}

function valueOf(
  text: string,
  { field }: Leaf,
  fact: CellFact,
  locale: Locale,
): { readonly value: Json } | { readonly problem: string } {
  if (field.type === 'decimal') {
    const plain = plainNumber(text, locale);
    if (plain !== undefined) return { value: plain };
  }
  const items = field.type === 'list' ? text.split(',').map((item) => item.trim()) : [text];
  const values: Json[] = [];
  for (const item of items) {
    const read = readConstant(item, fact);
    if (!read.ok) return { problem: cellProblemText(read.problem, locale) };
    values.push(read.value);
  }
  return { value: field.type === 'list' ? values : (values[0] ?? null) };
}
