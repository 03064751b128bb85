import type { Meaning, OutputType } from '@sluice/flows/value-type';

/** The values that steps give, typed and named for people. */

export const idOf = (is: Meaning, en: string, de: string): OutputType => ({ type: 'string', is, label: { en, de } });
export const textOf = (en: string, de: string): OutputType => ({ type: 'string', label: { en, de } });
export const listOf = (en: string, de: string): OutputType => ({
  type: 'list',
  of: { type: 'string' },
  label: { en, de },
});
export const countOf = (en: string, de: string): OutputType => ({ type: 'integer', label: { en, de } });
export const moneyOf = (en: string, de: string): OutputType => ({
  type: 'money',
  currency: 'programme',
  label: { en, de },
});
export const choiceOf = (en: string, de: string, ...values: [value: string, en: string, de: string][]): OutputType => ({
  type: 'enum',
  label: { en, de },
  values: values.map(([value, inEnglish, inGerman]) => ({ value, label: { en: inEnglish, de: inGerman } })),
});
/** Something that conditions cannot look into. */
export const anythingOf = (en: string, de: string): OutputType => ({
  type: 'unknown',
  why: 'its parts are not declared',
  label: { en, de },
});

export const commissionIds: OutputType = {
  type: 'list',
  of: { type: 'string' },
  is: 'commissions',
  label: { en: 'Commissions', de: 'Provisionen' },
};
