import type { CouponRequestRow, CouponRow } from '@sluice/contracts/coupon';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button, Tabs } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { AskForCoupon } from './AskForCoupon.js';
import { CouponRequest } from './CouponRequest.js';

/** What partners ask for, and every code with its owner and expiry. */
export function Coupons() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const mayAsk = useCan('coupon.request');
  const [asking, setAsking] = useState(false);
  const tab = filters.tab === 'codes' ? 'codes' : 'requests';
  return (
    <Page
      title={t('Coupons')}
      actions={
        mayAsk ? (
          <Button look="pri" icon="plus" onClick={() => setAsking(true)}>
            {t('Ask for a code…')}
          </Button>
        ) : undefined
      }
    >
      <Tabs
        label={t('Coupons')}
        value={tab}
        onChange={(next) => set({ tab: next === 'codes' ? 'codes' : undefined, state: undefined })}
        options={[
          { value: 'requests', label: t('Requests') },
          { value: 'codes', label: t('Codes') },
        ]}
      />
      {tab === 'requests' ? <Requests /> : <Codes />}
      <AskForCoupon opened={asking} onClose={() => setAsking(false)} />
    </Page>
  );
}

function Requests() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [opened, setOpened] = useState<string>();
  const query = useList<CouponRequestRow>('/v1/coupon-requests', { state: filters.state });
  return (
    <section className="card" aria-label={t('Requests')}>
      <div className="filters">
        <Filter
          label={t('State')}
          value={filters.state}
          onChange={(state) => set({ state })}
          options={statesOf('coupon_request').map((value) => ({ value, label: t(stateWord('coupon_request', value)) }))}
        />
      </div>
      <ListTable
        caption={t('Requests')}
        query={query}
        rowKey={(row) => row.id}
        onRow={(row) => setOpened(row.id)}
        empty={
          filters.state ? (
            <Empty action={<Button onClick={() => set({ state: undefined })}>{t('Show all requests')}</Button>}>
              {t('No request is in this state.')}
            </Empty>
          ) : (
            <Empty>
              {t('Partners ask for codes in their portal; each request is checked by a flow and comes here.')}
            </Empty>
          )
        }
        columns={[
          {
            key: 'code',
            label: t('Code'),
            cell: (row) => (
              <button type="button" className="lnk mono" onClick={() => setOpened(row.id)}>
                {row.code}
              </button>
            ),
          },
          { key: 'partner', label: t('Partner'), cell: (row) => <PartnerLink partner={row.partner} /> },
          { key: 'state', label: t('State'), cell: (row) => <StateChip kind="coupon_request" state={row.state} /> },
          {
            key: 'page',
            label: t('Landing page'),
            cell: (row) => (row.scan ? <StateChip kind="scan" state={row.scan.outcome} /> : null),
          },
          {
            key: 'why',
            label: t('Why'),
            cell: (row) => <span className="sub">{row.reason ?? row.words[0] ?? row.scan?.words[0] ?? ''}</span>,
          },
          { key: 'at', label: t('Requested'), cell: (row) => <When at={row.createdAt} className="sub" /> },
        ]}
      />
      <CouponRequest request={query.rows.find(({ id }) => id === opened)} onClose={() => setOpened(undefined)} />
    </section>
  );
}

function Codes() {
  const { t } = useTranslation();
  const query = useList<CouponRow>('/v1/coupons');
  return (
    <section className="card" aria-label={t('Codes')}>
      <ListTable
        caption={t('Codes')}
        query={query}
        rowKey={(row) => row.id}
        target={(row) => ({ to: `/partners/${row.partner.id}` })}
        empty={<Empty>{t('A code comes here once a request is approved.')}</Empty>}
        columns={[
          { key: 'code', label: t('Code'), cell: (row) => <span className="mono m">{row.code}</span> },
          { key: 'partner', label: t('Owner'), cell: (row) => <PartnerLink partner={row.partner} /> },
          {
            key: 'state',
            label: t('State'),
            cell: (row) => <StateChip kind="coupon" state={row.usable ? 'usable' : 'over'} />,
          },
          {
            key: 'expires',
            label: t('Valid until'),
            cell: (row) =>
              row.expiresAt ? <When at={row.expiresAt} form="promise" /> : <span className="muted">{t('no end')}</span>,
          },
          { key: 'terms', label: t('Terms'), cell: (row) => <span className="sub">{row.terms ?? ''}</span> },
          {
            key: 'since',
            label: t('Since'),
            cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
          },
        ]}
      />
    </section>
  );
}

function PartnerLink({ partner }: { partner: CouponRow['partner'] }) {
  return (
    <Link to="/partners/$id" params={{ id: partner.id }}>
      {partner.name}
    </Link>
  );
}
