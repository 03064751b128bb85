import { Select, TextInput } from '@mantine/core';
import { isCurrency } from '@sluice/domain/money/currency';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../parts/basics.js';
import type { PayoutDraft } from './payout-draft.js';

/** The least that is paid in each currency; those that are named here are the ones that partners may be paid in. */
export function Minimums({
  minimums,
  own,
  errorAt,
  onChange,
}: {
  minimums: PayoutDraft['minimums'];
  /** The programme's own currency, which stays. */
  own: string;
  errorAt: (pointer: string) => string | undefined;
  onChange: (minimums: PayoutDraft['minimums']) => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState<string | null>(null);
  const free = Intl.supportedValuesOf('currency').filter(
    (one) => isCurrency(one) && !minimums.some(({ currency }) => currency === one),
  );
  return (
    <fieldset className="rail-fees">
      <legend>{t('Minimum by currency')}</legend>
      <p className="sub t12">
        {t('Less is carried over. Partners may choose to be paid in the currencies named here.')}
      </p>
      {minimums.map(({ currency, amount }, index) => (
        <div className="minimum-row" key={currency}>
          <TextInput
            label={t('Minimum in {{currency}}', { currency })}
            inputMode="decimal"
            autoComplete="off"
            value={amount}
            error={errorAt(`/settings/minimumPayout/${currency}`)}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              onChange(minimums.map((one, at) => (at === index ? { ...one, amount: typed } : one)));
            }}
          />
          {currency !== own && (
            <IconButton
              icon="trash"
              label={t('Remove {{name}}', { name: currency })}
              onClick={() => onChange(minimums.filter((one) => one.currency !== currency))}
            />
          )}
        </div>
      ))}
      <div className="minimum-row">
        <Select
          label={t('Another currency')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('No currency') }}
          nothingFoundMessage={t('No such currency.')}
          data={free}
          value={code}
          onChange={setCode}
        />
        <Button
          icon="plus"
          disabled={code === null}
          onClick={() => {
            if (code === null) return;
            onChange([...minimums, { currency: code, amount: '0' }]);
            setCode(null);
          }}
        >
          {t('Add currency')}
        </Button>
      </div>
    </fieldset>
  );
}
