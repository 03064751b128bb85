import { Select, TextInput } from '@mantine/core';
import type { Json } from '@sluice/domain';
import type { Parameter } from '@sluice/flows';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../../shell/context.js';
import { amountOf, amountText, decimalOf, decimalText } from '../../rules/canvas/amounts.js';
import { Typed } from '../../rules/canvas/Typed.js';
import { useLanguage } from '../../rules/canvas/use-language.js';
import { readDuration, UNITS, writeDuration, type Unit } from '../panel/fields/duration.js';

interface Props {
  parameter: Pick<Parameter, 'type'>;
  label: string;
  value: Json;
  disabled: boolean;
  /** Mails to choose from. */
  templates: readonly string[];
  /** Null is no value: what uses it falls back on its own. */
  onChange: (value: Json) => void;
}

/** A value of a parameter's type. */
export function ParameterValue(props: Props) {
  const { t } = useTranslation();
  const { parameter, label, value, disabled, templates, onChange } = props;
  switch (parameter.type) {
    case 'duration':
      return <Duration {...props} />;
    case 'money':
      return <MoneyValue {...props} />;
    case 'integer':
    case 'decimal':
      return <NumberValue {...props} whole={parameter.type === 'integer'} />;
    case 'role':
    case 'template': {
      const options =
        parameter.type === 'role'
          ? ['admin', 'ops', 'manager', 'finance'].map((role) => ({ value: role, label: t(role) }))
          : templates.map((key) => ({ value: key, label: key }));
      const chosen = typeof value === 'string' && value !== '' ? value : null;
      return (
        <Select
          aria-label={label}
          data={
            chosen === null || options.some((each) => each.value === chosen)
              ? options
              : [...options, { value: chosen, label: chosen }]
          }
          value={chosen}
          clearable
          disabled={disabled}
          placeholder={t('None')}
          onChange={(next) => onChange(next)}
        />
      );
    }
    default:
      return (
        <TextInput
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          disabled={disabled}
          placeholder={t('None')}
          onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
      );
  }
}

function Duration({ label, value, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const text = typeof value === 'string' ? value : '';
  const read = readDuration(text);
  if (text !== '' && !read)
    return (
      <TextInput
        aria-label={label}
        value={text}
        disabled={disabled}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      />
    );
  const unit: Unit = read?.unit ?? 'days';
  return (
    <div className="fp-pair">
      <TextInput
        aria-label={label}
        inputMode="numeric"
        classNames={{ input: 'num' }}
        value={read ? String(read.count) : ''}
        placeholder={t('None')}
        disabled={disabled}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          if (typed === '') onChange(null);
          else if (/^\d{1,6}$/.test(typed)) onChange(writeDuration(Number(typed), unit));
        }}
      />
      <Select
        aria-label={t('Unit of {{field}}', { field: label })}
        data={UNITS.map((each) => ({ value: each, label: t(each) }))}
        value={unit}
        allowDeselect={false}
        disabled={disabled || !read}
        onChange={(next) => read && next !== null && onChange(writeDuration(read.count, next as Unit))}
      />
    </div>
  );
}

function MoneyValue({ label, value, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { programme } = useShell();
  const money = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  const currency = typeof money['currency'] === 'string' ? money['currency'] : (programme?.currency ?? 'USD');
  return (
    <Typed<string>
      label={label}
      hideLabel
      numeric
      unit={currency}
      disabled={disabled}
      value={typeof money['amount'] === 'string' ? money['amount'] : ''}
      write={(amount) => (amount === '' ? '' : amountText(amount, currency, language))}
      read={(text) => {
        if (text.trim() === '') return '';
        const amount = amountOf(text, currency, language);
        return amount === undefined ? undefined : String(amount);
      }}
      wrong={t('An amount, e.g. {{example}}', { example: amountText(5000, currency, language) })}
      onChange={(amount) => onChange(amount === '' ? null : { amount, currency })}
    />
  );
}

function NumberValue({ label, value, disabled, whole, onChange }: Props & { whole: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Typed<string>
      label={label}
      hideLabel
      numeric
      disabled={disabled}
      value={value === null ? '' : String(value)}
      write={(each) => decimalText(each, language)}
      read={(text) => {
        if (text.trim() === '') return '';
        return whole ? (/^-?\d{1,15}$/.test(text.trim()) ? text.trim() : undefined) : decimalOf(text, language);
      }}
      wrong={whole ? t('A whole number') : t('A number, e.g. {{example}}', { example: decimalText('12.5', language) })}
      onChange={(text) => onChange(text === '' ? null : whole ? Number(text) : text)}
    />
  );
}
