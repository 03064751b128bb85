import type { RateDto, RateStatus } from '@sluice/contracts/rate';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip } from '../../parts/basics.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { ImportRates } from './rates/ImportRates.js';
import { RateSource } from './rates/RateSource.js';
import { SetRate } from './rates/SetRate.js';
import { sourceWords } from './rates/words.js';
import '../../theme/rates.css';

/** What money of other currencies is converted by: how fresh it is, every rate, an import, a rate by hand. */
export function Rates() {
  const { t } = useTranslation();
  const mayWrite = useCan('rate.write');
  const [open, setOpen] = useState<'import' | 'set'>();
  const close = () => setOpen(undefined);
  return (
    <section className="card" aria-labelledby="rates">
      <header>
        <h2 className="t14 b" id="rates">
          {t('Rates')}
        </h2>
        <span className="grow" />
        {mayWrite && (
          <>
            <Button size="sm" onClick={() => setOpen('set')}>
              {t('Set a rate…')}
            </Button>
            <Button size="sm" icon="plus" onClick={() => setOpen('import')}>
              {t('Import rates…')}
            </Button>
          </>
        )}
      </header>
      <Freshness mayWrite={mayWrite} />
      <All />
      <ImportRates opened={open === 'import'} onClose={close} />
      <SetRate opened={open === 'set'} onClose={close} />
    </section>
  );
}

function Freshness({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const query = useGet<RateStatus>('/v1/rates/status');
  return (
    <Loaded query={query} rows={1}>
      {(status) => (
        <div className="rates-head">
          {mayWrite && <RateSource key={`${status.source}${status.maxAgeDays}`} status={status} />}
          <p className="t13">
            {!mayWrite && (
              <>
                {status.source === 'ecb'
                  ? t('Fetched every day from the European Central Bank.')
                  : t('Only rates that are imported or set by hand.')}{' '}
                {t('A rate counts for {{count}} days.', { count: status.maxAgeDays })}{' '}
              </>
            )}
            {t('Between two currencies without a rate, it is crossed over {{base}}.', { base: status.base })}{' '}
            {status.fetched && (
              <span className="muted">
                {t('Last fetched')} <When at={status.fetched.at} />
              </span>
            )}
          </p>
          {status.fetched?.error && (
            <p className="warnbox" role="status">
              {t('The last fetch brought something to look at: {{error}} Rates that are here stay.', {
                error: status.fetched.error,
              })}
            </p>
          )}
          <p className="pairs">
            {status.pairs.map(({ from, to, ageDays, stale }) => (
              <Chip key={`${from}${to}`} tone={stale ? 'warn' : 'ok'}>
                {from} → {to} · {ageDays === 0 ? t('today') : t('{{count}} days old', { count: ageDays })}
              </Chip>
            ))}
          </p>
        </div>
      )}
    </Loaded>
  );
}

function All() {
  const { t } = useTranslation();
  const query = useList<RateDto>('/v1/rates', undefined, 20);
  return (
    <ListTable
      caption={t('Rates')}
      query={query}
      rowKey={(row) => row.id}
      empty={
        <Empty>{t('There are no rates. An order in another currency waits until the rate of its day is here.')}</Empty>
      }
      columns={[
        { key: 'date', label: t('Day'), cell: (row) => <span className="num">{row.date}</span> },
        { key: 'pair', label: t('From → to'), cell: (row) => `1 ${row.from} → ${row.to}` },
        { key: 'rate', label: t('Rate'), right: true, cell: (row) => <span className="num m">{row.rate}</span> },
        { key: 'source', label: t('Source'), cell: (row) => <span className="sub">{sourceWords(row.source, t)}</span> },
        { key: 'reason', label: t('Reason'), cell: (row) => <span className="sub wrap">{row.reason ?? ''}</span> },
        { key: 'at', label: t('Since'), cell: (row) => <When at={row.at} className="sub" /> },
      ]}
    />
  );
}
