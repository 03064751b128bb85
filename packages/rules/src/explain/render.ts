import type { ExplanationPart, Json } from '@sluice/domain';
import { writeOutcome } from './outcome.js';
import type { Locale } from './write.js';
import { list, text, writeValue } from './write.js';

export type Clause = (subject: string, values: readonly string[]) => string;

const first = (values: readonly string[]): string => values[0] ?? '';
const second = (values: readonly string[]): string => values[1] ?? '';
const quoted = (values: readonly string[], word: string, open: string, close: string): string =>
  list(
    values.map((value) => `${open}${value}${close}`),
    word,
  );

/** A condition as a clause after "because"; German puts the verb last. */
export const CLAUSES: Readonly<Record<Locale, Readonly<Record<string, Clause>>>> = {
  en: {
    is: (s, v) => `${s} is ${first(v)}`,
    is_not: (s, v) => `${s} is not ${first(v)}`,
    at_least: (s, v) => `${s} is at least ${first(v)}`,
    more_than: (s, v) => `${s} is more than ${first(v)}`,
    at_most: (s, v) => `${s} is at most ${first(v)}`,
    less_than: (s, v) => `${s} is less than ${first(v)}`,
    before: (s, v) => `${s} is before ${first(v)}`,
    not_before: (s, v) => `${s} is not before ${first(v)}`,
    after: (s, v) => `${s} is after ${first(v)}`,
    not_after: (s, v) => `${s} is not after ${first(v)}`,
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
    starts_with: (s, v) => `${s} begins with ${quoted(v, 'or', '“', '”')}`,
    not_starts_with: (s, v) => `${s} does not begin with ${quoted(v, 'or', '“', '”')}`,
    ends_with: (s, v) => `${s} ends with ${quoted(v, 'or', '“', '”')}`,
    not_ends_with: (s, v) => `${s} does not end with ${quoted(v, 'or', '“', '”')}`,
    matches_domain: (s, v) => `${s} belongs to ${list(v, 'or')}`,
    not_matches_domain: (s, v) => `${s} does not belong to ${list(v, 'or')}`,
    in_window: (s, v) => `${s} lies from ${first(v)} on and before ${second(v)}`,
    not_in_window: (s, v) => `${s} does not lie from ${first(v)} on and before ${second(v)}`,
    in_span: (s, v) => `${s} lies within ${second(v)} from ${first(v)} on`,
    not_in_span: (s, v) => `${s} does not lie within ${second(v)} from ${first(v)} on`,
    some_fit: (s) => `at least one of ${s} fits`,
    all_fit: (s) => `all of ${s} fit`,
    none_fits: (s) => `none of ${s} fits`,
    not_all_fit: (s) => `not all of ${s} fit`,
    rule_yes: (_, v) => `the rule “${first(v)}” says yes`,
    rule_no: (_, v) => `the rule “${first(v)}” says no`,
    holds: () => 'a further condition holds',
  },
  de: {
    is: (s, v) => `${s} ${first(v)} ist`,
    is_not: (s, v) => `${s} nicht ${first(v)} ist`,
    at_least: (s, v) => `${s} mindestens ${first(v)} beträgt`,
    more_than: (s, v) => `${s} mehr als ${first(v)} beträgt`,
    at_most: (s, v) => `${s} höchstens ${first(v)} beträgt`,
    less_than: (s, v) => `${s} weniger als ${first(v)} beträgt`,
    before: (s, v) => `${s} vor ${first(v)} liegt`,
    not_before: (s, v) => `${s} nicht vor ${first(v)} liegt`,
    after: (s, v) => `${s} nach ${first(v)} liegt`,
    not_after: (s, v) => `${s} nicht nach ${first(v)} liegt`,
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
    starts_with: (s, v) => `${s} mit ${quoted(v, 'oder', '„', '“')} beginnt`,
    not_starts_with: (s, v) => `${s} nicht mit ${quoted(v, 'oder', '„', '“')} beginnt`,
    ends_with: (s, v) => `${s} mit ${quoted(v, 'oder', '„', '“')} endet`,
    not_ends_with: (s, v) => `${s} nicht mit ${quoted(v, 'oder', '„', '“')} endet`,
    matches_domain: (s, v) => `${s} zu ${list(v, 'oder')} gehört`,
    not_matches_domain: (s, v) => `${s} nicht zu ${list(v, 'oder')} gehört`,
    in_window: (s, v) => `${s} ab ${first(v)} und vor ${second(v)} liegt`,
    not_in_window: (s, v) => `${s} nicht ab ${first(v)} und vor ${second(v)} liegt`,
    in_span: (s, v) => `${s} innerhalb von ${second(v)} ab ${first(v)} liegt`,
    not_in_span: (s, v) => `${s} nicht innerhalb von ${second(v)} ab ${first(v)} liegt`,
    some_fit: (s) => `mindestens einer der Einträge von „${s}“ passt`,
    all_fit: (s) => `alle Einträge von „${s}“ passen`,
    none_fits: (s) => `keiner der Einträge von „${s}“ passt`,
    not_all_fit: (s) => `nicht alle Einträge von „${s}“ passen`,
    rule_yes: (_, v) => `die Regel „${first(v)}“ Ja sagt`,
    rule_no: (_, v) => `die Regel „${first(v)}“ Nein sagt`,
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
