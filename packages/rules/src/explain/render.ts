import type { ExplanationPart, Json } from '@sluice/domain';
import { writeOutcome } from './outcome.js';
import type { Locale } from './write.js';
import { list, text, writeValue } from './write.js';

export type Clause = (subject: string, values: readonly string[]) => string;

const first = (values: readonly string[]): string => values[0] ?? '';

/** A condition as a clause after "because"; German puts the verb last. */
export const CLAUSES: Readonly<Record<Locale, Readonly<Record<string, Clause>>>> = {
  en: {
    is: (s, v) => `${s} is ${first(v)}`,
    is_not: (s, v) => `${s} is not ${first(v)}`,
    at_least: (s, v) => `${s} is at least ${first(v)}`,
    more_than: (s, v) => `${s} is more than ${first(v)}`,
    at_most: (s, v) => `${s} is at most ${first(v)}`,
    less_than: (s, v) => `${s} is less than ${first(v)}`,
    between: (s, v) => `${s} is between ${v.join(' and ')}`,
    not_between: (s, v) => `${s} is not between ${v.join(' and ')}`,
    from_to: (s, v) => `${s} is from ${v.join(' to ')}`,
    not_from_to: (s, v) => `${s} is not from ${v.join(' to ')}`,
    one_of: (s, v) => `${s} is ${list(v, 'or')}`,
    none_of: (s, v) => `${s} is neither ${list(v, 'nor')}`,
    contains: (s, v) => `${s} contains “${first(v)}”`,
    lacks: (s, v) => `${s} does not contain “${first(v)}”`,
    present: (s) => `${s} is known`,
    absent: (s) => `${s} is not known`,
    yes: (s) => `${s} is so`,
    no: (s) => `${s} is not so`,
    holds: () => 'a further condition holds',
  },
  de: {
    is: (s, v) => `${s} ${first(v)} ist`,
    is_not: (s, v) => `${s} nicht ${first(v)} ist`,
    at_least: (s, v) => `${s} mindestens ${first(v)} beträgt`,
    more_than: (s, v) => `${s} mehr als ${first(v)} beträgt`,
    at_most: (s, v) => `${s} höchstens ${first(v)} beträgt`,
    less_than: (s, v) => `${s} weniger als ${first(v)} beträgt`,
    between: (s, v) => `${s} zwischen ${v.join(' und ')} liegt`,
    not_between: (s, v) => `${s} nicht zwischen ${v.join(' und ')} liegt`,
    from_to: (s, v) => `${s} von ${v.join(' bis ')} reicht`,
    not_from_to: (s, v) => `${s} nicht von ${v.join(' bis ')} reicht`,
    one_of: (s, v) => `${s} ${list(v, 'oder')} ist`,
    none_of: (s, v) => `${s} weder ${list(v, 'noch')} ist`,
    contains: (s, v) => `${s} „${first(v)}“ enthält`,
    lacks: (s, v) => `${s} „${first(v)}“ nicht enthält`,
    present: (s) => `${s} bekannt ist`,
    absent: (s) => `${s} nicht bekannt ist`,
    yes: (s) => `${s} zutrifft`,
    no: (s) => `${s} nicht zutrifft`,
    holds: () => 'eine weitere Bedingung zutrifft',
  },
};

const OTHERWISE: Readonly<Record<Locale, string>> = {
  en: 'no other condition applies',
  de: 'keine andere Bedingung zutrifft',
};

/** The explanation in words, one sentence an outcome: "15 % because tier is Gold and the order is at least $100." */
export function renderExplanation(parts: readonly ExplanationPart[], locale: Locale = 'en'): string {
  const sentences: string[] = [];
  let outcome: string | undefined;
  let clauses: string[] = [];
  const close = (): void => {
    if (outcome !== undefined) sentences.push(sentence(outcome, clauses, locale));
    outcome = undefined;
    clauses = [];
  };
  for (const part of parts) {
    if (part.code === 'outcome') {
      close();
      outcome = writeOutcome(part.params['value'] ?? null, part.params['currency'], locale);
    }
    if (part.code === 'because') clauses.push(clause(part, locale));
    if (part.code === 'otherwise') clauses.push(OTHERWISE[locale]);
  }
  close();
  return sentences.join(' ');
}

function sentence(outcome: string, clauses: readonly string[], locale: Locale): string {
  if (clauses.length === 0) return locale === 'en' ? `${outcome} in every case.` : `${outcome} in jedem Fall.`;
  const why = list(clauses, locale === 'en' ? 'and' : 'und');
  return locale === 'en' ? `${outcome} because ${why}.` : `${outcome}, weil ${why}.`;
}

function clause(part: ExplanationPart, locale: Locale): string {
  const { operator, subject, clauses, values } = part.params;
  const name = String(operator);
  if (isEntries(clauses) && (name === 'yes' || name === 'no')) return text(clauses[name] ?? '', locale);
  const written = Array.isArray(values) ? values.map((value) => writeValue(value, locale)) : [];
  const write = CLAUSES[locale][name] ?? CLAUSES[locale]['holds'];
  return write ? write(text(subject ?? '', locale), written) : '';
}

function isEntries(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
