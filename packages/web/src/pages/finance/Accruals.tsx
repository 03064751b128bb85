import type { AccrualRow, AccrualsDto, PayoutLagDto } from '@sluice/contracts/finance';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { Chip } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { Money } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { PayoutTabs } from '../payouts/PayoutTabs.js';

/** What is owed by the month of the order, and how long money takes to its partner. */
export function AccrualsPage() {
  const { t } = useTranslation();
  const accruals = useGet<AccrualsDto>('/v1/ledger/accruals');
  const lag = useGet<PayoutLagDto>('/v1/ledger/payout-lag');
  return (
    <Page title={t('Accruals')} crumbs={[{ label: t('Payouts'), to: '/payouts' }]}>
      <PayoutTabs />
      <Loaded query={accruals} rows={8}>
        {({ currencies }) =>
          currencies.length === 0 ? (
            <section className="card">
              <Empty>{t('Nothing is owed yet: the first paid order of a partner’s customer comes here.')}</Empty>
            </section>
          ) : (
            <>
              {currencies.map((book) => (
                <Book key={book.currency} book={book} />
              ))}
            </>
          )
        }
      </Loaded>
      <section className="card" aria-labelledby="lag">
        <header>
          <h2 className="t14 b" id="lag">
            {t('From the order to the money')}
          </h2>
          <span className="grow" />
          <ExportLink name="payout-lag" />
        </header>
        <Loaded query={lag} rows={4}>
          {({ data }) => (data.length === 0 ? <Empty>{t('Nothing has been paid yet.')}</Empty> : <Lag data={data} />)}
        </Loaded>
      </section>
    </Page>
  );
}

const places = ['earned', 'held', 'payable', 'inTransit', 'paid', 'owed'] as const;

function Book({ book }: { book: AccrualsDto['currencies'][number] }) {
  const { t } = useTranslation();
  const heads: Record<(typeof places)[number], string> = {
    earned: t('Earned'),
    held: t('Held'),
    payable: t('Payable'),
    inTransit: t('On its way'),
    paid: t('Paid'),
    owed: t('Owed'),
  };
  const figures = (row: Omit<AccrualRow, 'month'>) =>
    places.map((place) => (
      <td key={place} className="r num">
        <Money value={row[place]} strong={place === 'owed'} />
      </td>
    ));
  const id = `accruals-${book.currency}`;
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 className="t14 b" id={id}>
          {t('Owed by the month of the order, {{currency}}', { currency: book.currency })}
        </h2>
        <span className="grow" />
        <Chip tone={book.agrees ? 'ok' : 'bad'} icon={book.agrees ? 'check' : 'alert'}>
          {book.agrees ? t('agrees with the ledger') : t('differs from the ledger')}
        </Chip>
        <ExportLink name="accruals" />
      </header>
      <div className="scroll" role="region" aria-labelledby={id} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Month')}</th>
              <th scope="col" className="r">
                {t('Commissions')}
              </th>
              {places.map((place) => (
                <th key={place} scope="col" className="r">
                  {heads[place]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {book.months.map((row) => (
              <tr key={row.month}>
                <th scope="row" className="rowhead">
                  <MonthName month={row.month} />
                </th>
                <td className="r num">{row.commissions}</td>
                {figures(row)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('Sum')}</th>
              <td className="r num">{book.total.commissions}</td>
              {figures(book.total)}
            </tr>
          </tfoot>
        </table>
      </div>
      {!book.agrees && (
        <p className="more muted t12">
          {t('In the ledger')}: {t('held')} <Money value={book.ledger.held} />, {t('payable')}{' '}
          <Money value={book.ledger.payable} />, {t('on its way')} <Money value={book.ledger.inTransit} />.{' '}
          {t('Money moved while this was added up, or a projection is behind; look again, then run “sluice verify”.')}
        </p>
      )}
    </section>
  );
}

function MonthName({ month }: { month: string }) {
  const { i18n } = useTranslation();
  const name = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return <>{name.format(new Date(`${month}-15T12:00:00Z`))}</>;
}

/** The bar is the median, the tick the 90th percentile. */
function Lag({ data }: { data: PayoutLagDto['data'] }) {
  const { t, i18n } = useTranslation();
  const longest = Math.max(...data.map((row) => row.p90Days), 1);
  const days = (value: number) =>
    t('{{days}} d', { days: new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value) });
  return (
    <div className="scroll" role="region" aria-labelledby="lag" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Paid in')}</th>
            <th scope="col" className="r">
              {t('Payouts')}
            </th>
            <th scope="col" className="r">
              {t('Median')}
            </th>
            <th scope="col" className="r">
              {t('90th percentile')}
            </th>
            <th scope="col">
              <span className="sr">{t('As a bar')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((row) => (
            <tr key={row.month}>
              <th scope="row" className="rowhead">
                <MonthName month={row.month} />
              </th>
              <td className="r num">{row.payouts}</td>
              <td className="r num b">{days(row.medianDays)}</td>
              <td className="r num">{days(row.p90Days)}</td>
              <td aria-hidden="true">
                <div className="lag-bar">
                  <i style={{ width: `${(row.medianDays / longest) * 100}%` }} />
                  <b style={{ left: `calc(${(row.p90Days / longest) * 100}% - 2px)` }} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
