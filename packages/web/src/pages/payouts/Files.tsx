import type { PayoutFileDetail, PayoutFileRow } from '@sluice/contracts/payout-file';
import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { currenciesMix } from '../../lib/money.js';
import { useCan } from '../../lib/session.js';
import { Icon } from '../../parts/icons.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Filter } from '../../parts/filters.js';
import { StateChip } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { fileFormats } from './formats.js';
import { PayoutTabs } from './PayoutTabs.js';

/** The files that were made for banks, and what became of their payouts. */
export function Files() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useList<PayoutFileRow>('/v1/payout-files', { format: filters.format });
  const mixed = currenciesMix(query.rows.map(({ total }) => total));
  return (
    <Page title={t('Files')} crumbs={[{ label: t('Payouts'), to: '/payouts' }]}>
      <PayoutTabs />
      <section className="card" aria-label={t('Files')}>
        <div className="filters">
          <Filter
            label={t('Format')}
            value={filters.format}
            onChange={(format) => set({ format })}
            options={Object.entries(fileFormats).map(([value, label]) => ({ value, label }))}
          />
          <span className="muted t12">
            {t('Exported is not paid: import the bank’s statement, or mark it by hand.')}
          </span>
          <span className="grow" />
          <ExportLink name="files" query={{ format: filters.format }} />
        </div>
        <ListTable
          caption={t('Files')}
          query={query}
          rowKey={(row) => row.id}
          current={filters.open}
          onRow={(row) => set({ open: row.id })}
          empty={
            <Empty action={<Link to="/payouts">{t('Show the batches')}</Link>}>
              {t('A file is made on the page of a batch that is sent, once its payouts wait for a bank.')}
            </Empty>
          }
          columns={[
            {
              key: 'name',
              label: t('File'),
              cell: (row) => (
                <button type="button" className="name linkish" onClick={() => set({ open: row.id })}>
                  {row.name}
                </button>
              ),
            },
            { key: 'format', label: t('Format'), cell: (row) => fileFormats[row.format] },
            {
              key: 'batch',
              label: t('Batch'),
              cell: (row) => (
                <Link to="/payouts/$id" params={{ id: row.batch.id }}>
                  {row.batch.name}
                </Link>
              ),
            },
            { key: 'made', label: t('Made'), cell: (row) => <Made file={row} /> },
            { key: 'progress', label: t('What the bank says'), cell: (row) => <Progress file={row} /> },
            {
              key: 'payments',
              label: t('Payments'),
              right: true,
              cell: (row) => <span className="num">{row.payments}</span>,
            },
            {
              key: 'total',
              label: t('Total'),
              right: true,
              cell: (row) => <Money value={row.total} strong code={mixed} />,
            },
          ]}
        />
      </section>
      <FileDrawer id={filters.open} onClose={() => set({ open: undefined })} />
    </Page>
  );
}

function Made({ file }: { file: Pick<PayoutFileRow, 'madeBy' | 'madeAt'> }) {
  return (
    <>
      <When at={file.madeAt} form="full" /> <span className="muted t12">{file.madeBy.name}</span>
    </>
  );
}

function Progress({ file: { progress, payments } }: { file: Pick<PayoutFileRow, 'progress' | 'payments'> }) {
  const { t } = useTranslation();
  return (
    <span className="num">
      {progress.paid === payments
        ? t('all paid')
        : [
            t('{{count}} paid', { count: progress.paid }),
            ...(progress.waiting > 0 ? [t('{{count}} waiting', { count: progress.waiting })] : []),
            ...(progress.returned > 0 ? [t('{{count}} came back', { count: progress.returned })] : []),
          ].join(', ')}
    </span>
  );
}

function FileDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useGet<PayoutFileDetail>(id && `/v1/payout-files/${id}`);
  const may = useCan('payout.export');
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={480}
      title={query.data?.name ?? t('File')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {id && (
        <Loaded query={query} rows={8}>
          {(file) => (
            <div className="stack">
              <dl className="dl">
                <dt>{t('Total')}</dt>
                <dd>
                  <Money value={file.total} strong />, {t('{{count}} payments', { count: file.payments })}
                </dd>
                <dt>{t('Control sum')}</dt>
                <dd className="mono">{file.sums.control}</dd>
                {file.sums.hash && (
                  <>
                    <dt>{t('Hash total')}</dt>
                    <dd className="mono">{file.sums.hash}</dd>
                  </>
                )}
                <dt>{t('To be paid on')}</dt>
                <dd>
                  <When at={`${file.executionDate}T12:00:00Z`} form="promise" />
                </dd>
                <dt>{t('Content')}</dt>
                <dd className="mono t12">{file.sha256.slice(0, 16)}…</dd>
                {file.override && (
                  <>
                    <dt>{t('Made again')}</dt>
                    <dd>{file.override.reason}</dd>
                  </>
                )}
              </dl>
              {may && (
                <p>
                  <a className="btn" href={`/v1/payout-files/${file.id}/content`} download={file.name}>
                    <Icon name="download" size={14} />
                    {t('Download {{name}}', { name: file.name })}
                  </a>
                </p>
              )}
              <section>
                <h3 className="sec">{t('Payouts')}</h3>
                <table className="postings">
                  <caption className="sr">{t('Payouts')}</caption>
                  <tbody>
                    {file.payouts.map((payout) => (
                      <tr key={payout.payout}>
                        <th scope="row">
                          {payout.partner.name}
                          <span className="block mono muted t11">{payout.reference}</span>
                        </th>
                        <td>
                          <StateChip kind="payout" state={payout.state} />
                        </td>
                        <td className="r num">
                          <Money value={payout.amount} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
              {file.leftOut.length > 0 && (
                <section>
                  <h3 className="sec">{t('Left out, and why')}</h3>
                  {file.leftOut.map((left) => (
                    <p key={left.payout} className="sub">
                      <b>{left.partner.name}</b> {left.reason}
                    </p>
                  ))}
                </section>
              )}
            </div>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}
