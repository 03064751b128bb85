import { TextInput } from '@mantine/core';
import type { List } from '@sluice/contracts/list';
import type { RailSettingDto } from '@sluice/contracts/rail';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { Loaded } from '../../parts/feedback.js';
import { railWord } from '../../parts/rails.js';
import type { PayoutDraft } from './payout-draft.js';

/** What each rail takes for one payment: an amount, a percentage, or both. */
export function RailFees({
  fees,
  currency,
  errorAt,
  onChange,
}: {
  fees: PayoutDraft['fees'];
  currency: string;
  errorAt: (pointer: string) => string | undefined;
  onChange: (fees: PayoutDraft['fees']) => void;
}) {
  const { t } = useTranslation();
  const query = useGet<List<RailSettingDto>>('/v1/rails');
  return (
    <fieldset className="rail-fees">
      <legend>{t('Fees by rail')}</legend>
      <p className="sub t12">{t('What a rail takes for one payment. Empty: nothing.')}</p>
      <Loaded query={query} rows={3}>
        {({ data }) => {
          const known = data.map(({ key }) => key);
          const shown = [
            ...data.filter(({ key, enabled }) => enabled || fees[key]).map(({ key }) => key),
            ...Object.keys(fees).filter((key) => !known.includes(key)),
          ];
          return (
            <div className="rail-grid">
              <span className="cap" aria-hidden="true" />
              <span className="cap" aria-hidden="true">
                {t('Amount in {{currency}}', { currency })}
              </span>
              <span className="cap" aria-hidden="true">
                {t('Percent')}
              </span>
              {shown.map((rail) => {
                const { flat = '', percent = '' } = fees[rail] ?? {};
                const name = t(railWord(rail));
                const field = (which: 'flat' | 'percent', label: string, value: string, pointer: string) => (
                  <TextInput
                    aria-label={label}
                    inputMode="decimal"
                    autoComplete="off"
                    value={value}
                    error={errorAt(`/settings/payouts/feesByRail/${rail}/${pointer}`)}
                    onChange={(event) =>
                      onChange({ ...fees, [rail]: { flat, percent, [which]: event.currentTarget.value } })
                    }
                  />
                );
                return (
                  <div key={rail} className="rail-row">
                    <span>{name}</span>
                    {field(
                      'flat',
                      t('{{rail}}, amount in {{currency}}', { rail: name, currency }),
                      flat,
                      `flat/${currency}`,
                    )}
                    {field('percent', t('{{rail}}, percent', { rail: name }), percent, 'percent')}
                  </div>
                );
              })}
            </div>
          );
        }}
      </Loaded>
    </fieldset>
  );
}
