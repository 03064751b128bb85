import type { Locale } from '@sluice/domain/money/format';

/** Why a text cannot stand in a cell, with what to write instead; the words come from `cellProblemText`. */
export interface CellProblem {
  readonly code: CellProblemCode;
  readonly params: Readonly<Record<string, string>>;
}

export type CellProblemCode = keyof typeof SENTENCES;

export function cellProblem(code: CellProblemCode, params: Readonly<Record<string, string>> = {}): CellProblem {
  return { code, params };
}

/** The problem as one sentence that says what to write instead. */
export function cellProblemText({ code, params }: CellProblem, locale: Locale): string {
  return SENTENCES[code][locale].replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

const SENTENCES = {
  empty: {
    en: 'A value is missing. Write one, or “any”.',
    de: 'Es fehlt ein Wert. Schreiben Sie einen oder „beliebig“.',
  },
  number: {
    en: '“{text}” is not a number. Write it like {example}.',
    de: '„{text}“ ist keine Zahl. Schreiben Sie sie wie {example}.',
  },
  whole: {
    en: '“{text}” is not a whole number. Write it like {example}.',
    de: '„{text}“ ist keine ganze Zahl. Schreiben Sie sie wie {example}.',
  },
  money: {
    en: '“{text}” is not an amount. Write it like {example}.',
    de: '„{text}“ ist kein Betrag. Schreiben Sie ihn wie {example}.',
  },
  decimals: {
    en: '“{text}” has more decimals than {currency}, which has {places}. Write it like {example}.',
    de: '„{text}“ hat mehr Nachkommastellen als {currency} mit {places}. Schreiben Sie ihn wie {example}.',
  },
  currency: {
    en: '“{text}” is not in {currency}. Write it like {example}.',
    de: '„{text}“ ist nicht in {currency}. Schreiben Sie ihn wie {example}.',
  },
  too_large: {
    en: '“{text}” has more than 15 digits. Write a smaller number.',
    de: '„{text}“ hat mehr als 15 Stellen. Schreiben Sie eine kleinere Zahl.',
  },
  rate: {
    en: '“{text}” is not a rate. Write it like {example}.',
    de: '„{text}“ ist kein Satz. Schreiben Sie ihn wie {example}.',
  },
  name: { en: '“{text}” is not one of {values}.', de: '„{text}“ gehört nicht zu {values}.' },
  name_near: {
    en: '“{text}” is not one of {values}. Did you mean “{near}”?',
    de: '„{text}“ gehört nicht zu {values}. Meinten Sie „{near}“?',
  },
  yes_no: { en: '“{text}” is neither “yes” nor “no”.', de: '„{text}“ ist weder „ja“ noch „nein“.' },
  day: {
    en: '“{text}” is not a date. Write it like 2026-12-19.',
    de: '„{text}“ ist kein Datum. Schreiben Sie es wie 19.12.2026.',
  },
  day_order: {
    en: '“{text}” can be read as two dates. Write {iso} or {other}.',
    de: '„{text}“ lässt sich als zwei Daten lesen. Schreiben Sie {iso} oder {other}.',
  },
  instant: {
    en: '“{text}” is not a point in time. Write it like 2026-12-19 14:05 UTC.',
    de: '„{text}“ ist kein Zeitpunkt. Schreiben Sie ihn wie 2026-12-19 14:05 UTC.',
  },
  range: {
    en: '“{text}” begins above its end. Write {from} – {to}.',
    de: '„{text}“ beginnt über seinem Ende. Schreiben Sie {from} – {to}.',
  },
  operator: {
    en: '“{operator}” does not go with this fact. Write a value, a list of values, or “not” before them.',
    de: '„{operator}“ passt nicht zu diesem Fakt. Schreiben Sie einen Wert, mehrere Werte oder „nicht“ davor.',
  },
  quote: {
    en: 'A quotation mark is not closed in “{text}”.',
    de: 'Ein Anführungszeichen in „{text}“ ist nicht geschlossen.',
  },
  json: { en: 'This is not JSON-logic: {why}', de: 'Das ist keine JSON-Logik: {why}' },
  chip: {
    en: 'A condition on this fact cannot be written in a cell. Write JSON-logic, or use the canvas.',
    de: 'Eine Bedingung an diesen Fakt passt nicht in eine Zelle. Schreiben Sie JSON-Logik oder nutzen Sie die Zeichenfläche.',
  },
  outcome: {
    en: '“{text}” is not an outcome. Write it like {example}.',
    de: '„{text}“ ist kein Ergebnis. Schreiben Sie es wie {example}.',
  },
  column: {
    en: 'No fact is called “{text}”. Choose one, or leave the column out.',
    de: 'Kein Fakt heißt „{text}“. Wählen Sie einen oder lassen Sie die Spalte weg.',
  },
  column_near: {
    en: 'No fact is called “{text}”. Did you mean “{near}”? Choose one, or leave the column out.',
    de: 'Kein Fakt heißt „{text}“. Meinten Sie „{near}“? Wählen Sie einen oder lassen Sie die Spalte weg.',
  },
  column_twice: {
    en: 'The column “{text}” is there twice. Leave one of them out.',
    de: 'Die Spalte „{text}“ ist doppelt. Lassen Sie eine weg.',
  },
  bare_outcome: {
    en: '“{text}” can be a rate or an amount. Write {rate} or {amount}.',
    de: '„{text}“ kann ein Satz oder ein Betrag sein. Schreiben Sie {rate} oder {amount}.',
  },
  no_outcome: {
    en: 'This row has no outcome. Write it like {example}.',
    de: 'Diese Zeile hat kein Ergebnis. Schreiben Sie es wie {example}.',
  },
} as const satisfies Record<string, Readonly<Record<Locale, string>>>;
