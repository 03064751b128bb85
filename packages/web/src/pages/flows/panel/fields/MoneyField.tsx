import { TextInput } from '@mantine/core';
import type { Json, JsonObject } from '@sluice/domain';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../../../shell/context.js';
import { amountOf, amountText } from '../../../rules/canvas/amounts.js';
import { Typed } from '../../../rules/canvas/Typed.js';
import { useLanguage } from '../../../rules/canvas/use-language.js';
import type { FieldProps } from './types.js';

/** An amount with its currency, exact: `{ amount: "5000", currency: "USD" }`. */
export function MoneyField({ label, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { programme } = useShell();
  const money = asMoney(value);
  const currency = money?.currency ?? programme?.currency ?? 'USD';
  return (
    <div className="fp-pair">
      <Typed<string>
        label={label}
        hideLabel
        numeric
        disabled={disabled}
        value={money?.amount ?? ''}
        write={(amount) => (amount === '' ? '' : amountText(amount, currency, language))}
        read={(text) => {
          const amount = amountOf(text, currency, language);
          return amount === undefined ? undefined : String(amount);
        }}
        wrong={t('An amount, e.g. {{example}}', { example: amountText(5000, currency, language) })}
        onChange={(amount) => onChange({ amount, currency })}
      />
      <TextInput
        aria-label={t('Currency of {{field}}', { field: label })}
        value={currency}
        maxLength={3}
        disabled={disabled}
        onChange={(event) =>
          onChange({ amount: money?.amount ?? '0', currency: event.currentTarget.value.toUpperCase() })
        }
      />
    </div>
  );
}

function asMoney(value: Json | undefined): { amount: string; currency: string } | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { amount, currency } = value as JsonObject;
  return typeof amount === 'string' && typeof currency === 'string' ? { amount, currency } : undefined;
}
