import type { BacktestDto, BacktestOrderDto } from '@sluice/contracts/backtest';
import { Drawer } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../../lib/data.js';
import { Seg } from '../../../parts/basics.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
import { ListTable, type Column } from '../../../parts/Table.js';
import { Money, When } from '../../../parts/values.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/backtest.css';
import { tierName, toneOf, versionName } from './figures.js';
import { SideBySide } from './SideBySide.js';

/** Every order of a backtest; each opens side by side. */
export function BacktestPage() {
  const { t } = useTranslation();
  const { key = '', id = '' }: { key?: string; id?: string } = useParams({ strict: false });
  const query = useGet<BacktestDto>(`/v1/backtests/${id}`);
  return (
    <Page
      title={t('Changes')}
      crumbs={[
        { label: t('Rules'), to: '/rules' },
        { label: query.data?.rule.title ?? key, to: `/rules/${key}` },
      ]}
    >
      <Loaded query={query} rows={10}>
        {(backtest) => <Orders backtest={backtest} />}
      </Loaded>
    </Page>
  );
}

function Orders({ backtest }: { backtest: BacktestDto }) {
  const { t } = useTranslation();
  const [only, setOnly] = useState<'changed' | 'all'>('changed');
  const [open, setOpen] = useState<BacktestOrderDto>();
  const query = useList<BacktestOrderDto>(
    `/v1/backtests/${backtest.id}/rows`,
    only === 'changed' ? { changed: true } : {},
    100,
  );
  const base = versionName(backtest.base, t('Draft'));
  const draft = versionName(backtest.draft, t('Draft'));
  const amount = (side: BacktestOrderDto['before']) =>
    side.amount ? <Money value={side.amount} /> : <span className="neg">{side.fault?.code}</span>;
  const columns: Column<BacktestOrderDto>[] = [
    {
      key: 'order',
      label: t('Order'),
      cell: (row) => (
        <button type="button" className="lnk" onClick={() => setOpen(row)}>
          {row.order.externalId}
        </button>
      ),
    },
    { key: 'partner', label: t('Partner'), cell: ({ partner }) => partner.name },
    { key: 'tier', label: t('Tier'), cell: ({ tier }) => tierName(backtest, tier) },
    { key: 'at', label: t('Paid'), cell: ({ at }) => <When at={at} form="short" /> },
    { key: 'before', label: base, right: true, cell: ({ before }) => amount(before) },
    { key: 'after', label: draft, right: true, cell: ({ after }) => amount(after) },
    {
      key: 'delta',
      label: t('Difference'),
      right: true,
      cell: ({ delta }) =>
        delta && (
          <span className={toneOf(delta)}>
            <Money value={delta} signed={delta.amount !== '0'} />
          </span>
        ),
    },
  ];
  return (
    <>
      <div className="bt-tools">
        <Seg
          label={t('Orders shown')}
          small
          value={only}
          options={[
            { value: 'changed', label: t('Changed') },
            { value: 'all', label: t('All') },
          ]}
          onChange={setOnly}
        />
        <span className="grow" />
        <a
          className="btn sm"
          href={`/v1/backtests/${backtest.id}/csv${only === 'changed' ? '?changed=true' : ''}`}
          download
        >
          {t('CSV')}
        </a>
      </div>
      <ListTable
        caption={t('Orders of the backtest')}
        query={query}
        columns={columns}
        rowKey={(row) => row.commission}
        onRow={setOpen}
        current={open?.commission}
        empty={<Empty>{t('No order earns another amount.')}</Empty>}
      />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size={480}
        title={open ? [open.order.externalId, open.partner.name].join(', ') : ''}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {open && <SideBySide backtest={backtest} commission={open.commission} />}
      </Drawer>
    </>
  );
}
