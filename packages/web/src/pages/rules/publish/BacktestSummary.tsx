import type { BacktestDto } from '@sluice/contracts/backtest';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { Loaded } from '../../../parts/feedback.js';
import { Money } from '../../../parts/values.js';
import { useShell } from '../../../shell/context.js';
import { periodText } from '../backtest/period.js';

/** What a backtest came to, in its totals. */
export function BacktestSummary({ id }: { id: string }) {
  const query = useGet<BacktestDto>(`/v1/backtests/${id}`);
  return (
    <Loaded query={query} rows={2} height={20}>
      {(backtest) => <Totals backtest={backtest} />}
    </Loaded>
  );
}

function Totals({ backtest }: { backtest: BacktestDto }) {
  const { t, i18n } = useTranslation();
  const { result, period } = backtest;
  const zone = useShell().programme?.timeZone ?? 'UTC';
  if (!result) return <p className="muted">{t('The backtest has not ended.')}</p>;
  const { totals } = result;
  return (
    <dl className="dl">
      <dt>{t('Period')}</dt>
      <dd>{periodText({ from: new Date(period.from), to: new Date(period.to) }, zone, i18n.language)}</dd>
      <dt>{t('Orders')}</dt>
      <dd className="num">
        {t('{{changed}} of {{orders}} change', {
          changed: totals.changed.toLocaleString(i18n.language),
          orders: totals.orders.toLocaleString(i18n.language),
        })}
        {totals.errors > 0 && <span className="neg">, {t('{{count}} errors', { count: totals.errors })}</span>}
      </dd>
      {totals.sums.map((sum) => (
        <BeforeAfter key={sum.delta.currency} sum={sum} />
      ))}
    </dl>
  );
}

function BeforeAfter({ sum }: { sum: NonNullable<BacktestDto['result']>['totals']['sums'][number] }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t('Would pay')}</dt>
      <dd>
        <Money value={sum.after} strong /> <span className="muted">{t('instead of')}</span> <Money value={sum.before} />{' '}
        <span className="m">
          (<Money value={sum.delta} signed />)
        </span>
      </dd>
    </>
  );
}
