import { MultiSelect, Select, TagsInput } from '@mantine/core';
import type { Json } from '@sluice/rules/cst/value';
import type { FactField, FactsSchema } from '@sluice/rules/facts/schema';
import { local } from '@sluice/rules/views/local';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { amountOf, amountText, decimalOf, decimalText } from './amounts.js';
import { countryOptions } from './countries.js';
import { isCountry } from './facts.js';
import { Typed } from './Typed.js';
import { useLanguage } from './use-language.js';

interface Common {
  label: string;
  path: string;
  field: FactField;
  schema: FactsSchema;
  disabled: boolean;
}

/** Names to choose from, where the fact has such: values of an enum, countries. */
function useOptions({ path, field }: Pick<Common, 'path' | 'field'>) {
  const language = useLanguage();
  return useMemo(() => {
    if (field.type === 'enum') {
      return field.values.map(({ value, label }) => ({
        value,
        label: label === undefined ? value.replaceAll('_', ' ') : local(label, language),
      }));
    }
    return isCountry(path, field) ? countryOptions(language) : undefined;
  }, [path, field, language]);
}

/** A picker for one value of a fact, by its type. */
export function ValueField({ value, onChange, ...rest }: Common & { value: Json; onChange: (value: Json) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { label, field, schema, disabled } = rest;
  const options = useOptions(rest);
  const common = { label, hideLabel: true, disabled, onChange };
  if (options) {
    const known = options.some((each) => each.value === value);
    return (
      <Select
        aria-label={label}
        data={known ? options : [...options, { value: String(value), label: `${String(value)} ?` }]}
        value={String(value)}
        onChange={(next) => next !== null && onChange(next)}
        searchable
        allowDeselect={false}
        disabled={disabled}
        nothingFoundMessage={t('Nothing of that name')}
      />
    );
  }
  const type = field.type === 'list' ? field.of.type : field.type;
  const unit = field.unit === undefined ? undefined : local(field.unit, language);
  switch (type) {
    case 'money': {
      const own = field.type === 'money' ? field.currency : 'programme';
      const currency = own === 'programme' ? (schema.currency ?? 'USD') : own;
      return (
        <Typed<Json>
          {...common}
          numeric
          unit={currency}
          value={value}
          write={(each) => amountText(String(each), currency, language)}
          read={(text) => amountOf(text, currency, language)}
          wrong={t('An amount, e.g. {{example}}', { example: amountText(50000, currency, language) })}
        />
      );
    }
    case 'integer':
      return (
        <Typed<Json>
          {...common}
          numeric
          {...(unit ? { unit } : {})}
          value={value}
          write={String}
          read={(text) => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined)}
          wrong={t('A whole number')}
        />
      );
    case 'decimal':
      return (
        <Typed<Json>
          {...common}
          numeric
          {...(unit ? { unit } : {})}
          value={value}
          write={(each) => decimalText(each, language)}
          read={(text) => {
            const read = decimalOf(text, language);
            return read === undefined ? undefined : typeof value === 'string' ? read : Number(read);
          }}
          wrong={t('A number, e.g. {{example}}', { example: decimalText('12.5', language) })}
        />
      );
    case 'day':
      return (
        <Typed<Json>
          {...common}
          type="date"
          value={value}
          write={String}
          read={(text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined)}
          wrong={t('A date')}
        />
      );
    case 'instant':
      return (
        <Typed<Json>
          {...common}
          type="datetime-local"
          unit="UTC"
          value={value}
          write={(each) => (typeof each === 'number' ? new Date(each).toISOString().slice(0, 16) : '')}
          read={(text) => {
            const at = Date.parse(`${text}Z`);
            return Number.isNaN(at) ? undefined : at;
          }}
          wrong={t('A date with its time, in UTC')}
        />
      );
    default:
      return <Typed<Json> {...common} value={value} write={String} read={(text) => text} wrong="" />;
  }
}

/** A picker for any number of values of a fact. */
export function ValuesField({
  values,
  onChange,
  ...rest
}: Common & { values: readonly Json[]; onChange: (values: readonly Json[]) => void }) {
  const { t } = useTranslation();
  const options = useOptions(rest);
  const { label, disabled } = rest;
  // An empty list would be refused, so the last value stays until there is another.
  const change = (next: string[]) => {
    if (next.length > 0) onChange(next);
  };
  const texts = values.map(String);
  if (options) {
    const unknown = texts.filter((text) => !options.some(({ value }) => value === text));
    return (
      <MultiSelect
        size="xs"
        aria-label={label}
        data={[...options, ...unknown.map((value) => ({ value, label: `${value} ?` }))]}
        value={texts}
        onChange={change}
        searchable
        disabled={disabled}
        nothingFoundMessage={t('Nothing of that name')}
      />
    );
  }
  return <TagsInput size="xs" aria-label={label} value={texts} onChange={change} disabled={disabled} />;
}
