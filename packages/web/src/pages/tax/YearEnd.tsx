import { Select } from '@mantine/core';
import type { TaxYearDto } from '@sluice/contracts/tax';
import { taxForms } from '@sluice/domain/tax/forms';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Empty, Failed, Loaded } from '../../parts/feedback.js';
import { Icon } from '../../parts/icons.js';
import { StateChip } from '../../parts/states.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { TaxTabs } from './TaxTabs.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** What each partner was paid in a calendar year, and the forms 1099-NEC that come of it. */
export function YearEnd() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const now = new Date().getFullYear();
  const year = filters.year ?? String(now - 1);
  const query = useGet<TaxYearDto>(`/v1/tax-years/${year}`);
  return (
    <Page title={t('Tax & sanctions')}>
      <TaxTabs />
      <section className="card" aria-label={t('Year end')}>
        <div className="filters">
          <Select
            aria-label={t('Year')}
            allowDeselect={false}
            data={Array.from({ length: 6 }, (_, back) => String(now - back))}
            value={year}
            onChange={(chosen) => set({ year: chosen ?? undefined })}
          />
          {query.data && (
            <span className="muted t12" title={query.data.threshold.source}>
              {t('Form 1099-NEC from')} <Money value={usd(query.data.threshold.from)} />
            </span>
          )}
        </div>
        <Loaded query={query} rows={8}>
          {(data) =>
            data.rows.length === 0 ? (
              <Empty>{t('Nobody was paid in {{year}}.', { year })}</Empty>
            ) : (
              <>
                <Rows data={data} />
                <Exports data={data} />
              </>
            )
          }
        </Loaded>
      </section>
    </Page>
  );
}

function Rows({ data }: { data: TaxYearDto }) {
  const { t } = useTranslation();
  return (
    <div className="scroll" role="region" aria-label={t('Year end')} tabIndex={0}>
      <table>
        <caption className="sr">{t('Year end')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Partner')}</th>
            <th scope="col">{t('Form')}</th>
            <th scope="col">1099-NEC</th>
            <th scope="col" className="r">
              {t('Payments')}
            </th>
            <th scope="col" className="r">
              {t('Withheld')}
            </th>
            <th scope="col" className="r">
              {t('Paid')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.partner.id}>
              <td>
                <Link to="/partners/$id" params={{ id: row.partner.id }} className="name">
                  {row.partner.name}
                </Link>
              </td>
              <td>{row.form ? taxForms[row.form].name : <span className="muted">–</span>}</td>
              <td>
                <StateChip kind="tax_year" state={row.reporting} />
              </td>
              <td className="r num">
                {row.payments}
                {row.returned > 0 && (
                  <span className="muted"> ({t('{{count}} came back', { count: row.returned })})</span>
                )}
              </td>
              <td className="r">
                <Money value={usd(row.withheld)} />
              </td>
              <td className="r">
                <Money value={usd(row.paid)} strong />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={4}>{t('Total')}</td>
            <td className="r">
              <Money value={usd(data.totals.withheld)} strong />
            </td>
            <td className="r">
              <Money value={usd(data.totals.paid)} strong />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Exports({ data }: { data: TaxYearDto }) {
  const { t } = useTranslation();
  const may = useCan('tax.export');
  const { busy, error, run } = useAct();
  if (!may) return null;
  const make = () =>
    run(async () => {
      await post(`/v1/tax-years/${data.year}/exports`, {});
      await renew(`/v1/tax-years/${data.year}`);
    });
  return (
    <div className="padded form">
      {data.exports.map((one) => (
        <p key={one.id}>
          {one.kind === 'original' ? t('First report') : t('Correction')}, <When at={one.createdAt} form="full" />,{' '}
          {t('payees: {{count}}', { count: one.rows })}:{' '}
          {Array.from({ length: one.files }, (_, index) => (
            <a key={index} className="linkish" href={`/v1/tax-exports/${one.id}/${index + 1}`} download>
              <Icon name="download" size={13} /> {t('CSV {{part}}', { part: index + 1 })}
            </a>
          ))}
        </p>
      ))}
      {error && <Failed error={error} />}
      <div className="btnrow">
        <Button icon="file" busy={busy} disabled={data.due.rows === 0} onClick={() => void make()}>
          {data.due.kind === 'original' ? t('Make the report') : t('Make a correction')}
        </Button>
        <span className="muted t12">
          {t('payees: {{count}}', { count: data.due.rows })} ·{' '}
          {t('A CSV for the IRS’s portal (IRIS). It holds taxpayer numbers: keep it safe.')}
        </span>
      </div>
    </div>
  );
}
