import type { Locale } from '@sluice/domain/money/format';
import type { Words } from '../analysis/types.js';
import type { Json } from '../cst/value.js';
import { list } from '../explain/write.js';
import type { ChangeCode, RuleChange } from './types.js';

type Params = RuleChange['params'];

/** A change as a line: "Gold: 15 % → 20 % when order ≥ $100.00". */
export function renderChange(change: RuleChange, locale: Locale = 'en'): string {
  const { inside } = change.params;
  const outer = typeof inside === 'object' && inside !== null ? `${who(inside as Params, locale)} › ` : '';
  return outer + WRITERS[change.code](change.params, locale, change);
}

function words(value: Json | undefined, locale: Locale): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return (value as unknown as Words)[locale];
  return String(value ?? '');
}

const row = (value: Json | undefined): string => String(Number(value ?? -1) + 1);

/** "Gold" */
const who = (params: Params, locale: Locale): string => words(params['who'], locale);

/** " when order ≥ $100.00" */
function when(params: Params, locale: Locale): string {
  const text = words(params['when'], locale);
  if (text === '') return '';
  return locale === 'en' ? ` when ${text}` : `, wenn ${text}`;
}

const arrow = (params: Params, locale: Locale): string =>
  `${clipped(words(params['from'], locale))} → ${clipped(words(params['to'], locale))}`;

const clipped = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

const PARTS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { title: 'title', facts: 'facts', expected: 'expected outcome' },
  de: { title: 'Titel', facts: 'Angaben', expected: 'erwartetes Ergebnis' },
};

type Write = (params: Params, locale: Locale, change: RuleChange) => string;

const WRITERS: Readonly<Record<ChangeCode, Write>> = {
  branch_added: (p, locale, { branch }) =>
    locale === 'en'
      ? `New branch ${row(branch)}: ${who(p, locale)}: ${words(p['outcome'], locale)}${when(p, locale)}`
      : `Neuer Zweig ${row(branch)}: ${who(p, locale)}: ${words(p['outcome'], locale)}${when(p, locale)}`,
  branch_removed: (p, locale, { branch }) =>
    locale === 'en'
      ? `Branch ${row(branch)} removed: ${who(p, locale)}: ${words(p['outcome'], locale)}${when(p, locale)}`
      : `Zweig ${row(branch)} entfernt: ${who(p, locale)}: ${words(p['outcome'], locale)}${when(p, locale)}`,
  branch_moved: (p, locale) =>
    locale === 'en'
      ? `${who(p, locale)}${when(p, locale)}: moved from place ${row(p['from'])} to ${row(p['to'])}`
      : `${who(p, locale)}${when(p, locale)}: von Platz ${row(p['from'])} auf ${row(p['to'])} verschoben`,
  outcome_changed: (p, locale) => `${who(p, locale)}: ${arrow(p, locale)}${when(p, locale)}`,
  threshold_changed: (p, locale) => `${who(p, locale)}: ${arrow(p, locale)}`,
  condition_changed: (p, locale) =>
    locale === 'en'
      ? `${who(p, locale)}: condition ${arrow(p, locale)}`
      : `${who(p, locale)}: Bedingung ${arrow(p, locale)}`,
  otherwise_changed: (p, locale) => `${locale === 'en' ? 'Otherwise' : 'Sonst'}: ${arrow(p, locale)}`,
  advanced_changed: (p, locale) =>
    `${locale === 'en' ? 'Advanced expression' : 'Freier Ausdruck'}: ${arrow(p, locale)}`,
  rewritten: (p, locale) => {
    const subject = p['who'] === undefined ? (locale === 'en' ? 'The rule' : 'Die Regel') : who(p, locale);
    return locale === 'en'
      ? `${subject}: written differently, same words`
      : `${subject}: anders geschrieben, gleicher Wortlaut`;
  },
  case_added: (p, locale) =>
    locale === 'en' ? `New case “${words(p['title'], locale)}”` : `Neuer Fall „${words(p['title'], locale)}“`,
  case_removed: (p, locale) =>
    locale === 'en' ? `Case “${words(p['title'], locale)}” removed` : `Fall „${words(p['title'], locale)}“ entfernt`,
  case_changed: (p, locale) => {
    const names = (Array.isArray(p['parts']) ? (p['parts'] as readonly Json[]) : []).map(
      (part) => PARTS[locale][String(part)] ?? String(part),
    );
    const what = list(names, locale === 'en' ? 'and' : 'und');
    return locale === 'en'
      ? `Case “${words(p['title'], locale)}” changed: ${what}`
      : `Fall „${words(p['title'], locale)}“ geändert: ${what}`;
  },
};
