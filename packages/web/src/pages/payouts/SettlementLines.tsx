import type { PayoutDto } from '@sluice/contracts/batch';
import type { MoneyDto } from '@sluice/contracts/money';
import { useTranslation } from 'react-i18next';
import { currenciesMix } from '../../lib/money.js';
import { Money } from '../../parts/values.js';

/** From what was earned to what the rail is told to pay, line by line. */
export function SettlementLines({
  amount,
  settlement,
}: {
  amount: MoneyDto;
  settlement: NonNullable<PayoutDto['settlement']>;
}) {
  const { t } = useTranslation();
  const { vat, withholding, fee, net, pay, rate } = settlement;
  const code = currenciesMix([amount, pay]);
  const minus = (value: MoneyDto): MoneyDto => ({ ...value, amount: value.amount === '0' ? '0' : `-${value.amount}` });
  const lines: [string, MoneyDto][] = [
    [t('Items'), amount],
    ...(vat ? [[t('VAT on top'), vat] as [string, MoneyDto]] : []),
    ...(withholding ? [[t('Tax withheld'), minus(withholding)] as [string, MoneyDto]] : []),
    ...(fee?.borneBy === 'partner' ? [[t('Fee'), minus(fee.amount)] as [string, MoneyDto]] : []),
  ];
  return (
    <table className="calc num">
      <caption className="sr">{t('From the items to what is paid')}</caption>
      <tbody>
        {lines.map(([label, value]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="r">
              <Money value={value} code={code} />
            </td>
          </tr>
        ))}
        <tr className="s t">
          <th scope="row">{t('To be paid')}</th>
          <td className="r">
            <Money value={net} code={code} />
          </td>
        </tr>
        {rate && (
          <tr>
            <th scope="row">
              {t('at {{rate}}, {{source}}, {{date}}', { rate: rate.rate, source: rate.source, date: rate.date })}
            </th>
            <td className="r">
              <Money value={pay} code={code} />
            </td>
          </tr>
        )}
        {fee?.borneBy === 'programme' && (
          <tr>
            <th scope="row">{t('Fee that the programme bears')}</th>
            <td className="r">
              <Money value={fee.amount} code={code} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
