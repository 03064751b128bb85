import type { BacktestDto } from '@sluice/contracts/backtest';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../../../lib/money.js';
import { formatClock, formatSpan } from '../../../lib/time.js';
import { Button } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { isOver } from './use-backtest.js';

/** How far it is, with the way to end it; then what was looked at and how long it took. */
export function Progress({ backtest, busy, onCancel }: { backtest: BacktestDto; busy: boolean; onCancel: () => void }) {
  const { t } = useTranslation();
  const { done, total } = backtest.progress;
  const over = isOver(backtest);
  const share = backtest.state === 'done' ? 100 : total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <div className="bt-progress">
      <div
        className={backtest.state === 'failed' ? 'bt-bar bad' : 'bt-bar'}
        role="progressbar"
        aria-label={t('Backtest')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
      >
        <i style={{ width: `${share}%` }} />
      </div>
      <div className="bt-line t12 muted">
        <Said backtest={backtest} />
        {!over && (
          <Button size="sm" look="ghost" busy={busy || backtest.cancelling} onClick={onCancel}>
            {backtest.cancelling ? t('Ending…') : t('Cancel')}
          </Button>
        )}
      </div>
      {backtest.error && (
        <p className="neg t12" role="alert">
          {backtest.error.message} <span className="mono t11">{backtest.error.code}</span>
        </p>
      )}
    </div>
  );
}

function Said({ backtest }: { backtest: BacktestDto }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const number = (value: number) => formatDecimal(value, locale);
  const { done, total } = backtest.progress;
  const { state, result, startedAt, finishedAt } = backtest;
  const took =
    startedAt && finishedAt ? formatSpan(new Date(finishedAt).getTime() - new Date(startedAt).getTime()) : undefined;
  const at = finishedAt ? formatClock(new Date(finishedAt), { locale }) : undefined;
  const errors = result?.totals.errors ?? 0;
  if (state === 'queued') return <span className="grow">{t('Waits for a worker')}</span>;
  if (state === 'running')
    return (
      <span className="grow num" role="status">
        {t('{{done}} of {{total}} orders', { done: number(done), total: number(total) })}
      </span>
    );
  if (state === 'failed') return <span className="grow">{t('It has stopped. Nothing was paid or changed.')}</span>;
  return (
    <>
      <Icon name={state === 'done' ? 'check' : 'ban'} size={14} />
      <span className="grow num" role="status">
        {state === 'done'
          ? t('{{orders}} orders replayed in {{span}}, {{at}}', { orders: number(done), span: took, at })
          : t('Cancelled after {{done}} of {{total}} orders: what is below is not of all', {
              done: number(done),
              total: number(total),
            })}
      </span>
      <span className={errors > 0 ? 'num neg' : 'num'}>{t('{{count}} errors', { count: errors })}</span>
    </>
  );
}
