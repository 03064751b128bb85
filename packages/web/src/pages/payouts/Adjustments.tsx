import type { AdjustmentDto } from '@sluice/contracts/adjustment';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { PartnerFilter } from '../../parts/PartnerFilter.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { AskAdjustment } from './AskAdjustment.js';
import { PayoutTabs } from './PayoutTabs.js';

/** Money given or taken by hand: who asked, why, and who approved it. */
export function Adjustments() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [asking, setAsking] = useState(false);
  const may = useCan('adjustment.write');
  const asked = { partner: filters.partner, state: filters.state };
  const query = useList<AdjustmentDto>('/v1/adjustments', asked);
  const filtered = filters.partner ?? filters.state;
  return (
    <Page title={t('Adjustments')} crumbs={[{ label: t('Payouts'), to: '/payouts' }]}>
      <PayoutTabs />
      <section className="card" aria-label={t('Adjustments')}>
        <div className="filters">
          <PartnerFilter value={filters.partner} onChange={(partner) => set({ partner })} />
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state })}
            options={statesOf('adjustment').map((value) => ({ value, label: t(stateWord('adjustment', value)) }))}
          />
          <span className="grow" />
          <ExportLink name="adjustments" query={asked} />
          {may && (
            <Button look="pri" icon="plus" onClick={() => setAsking(true)}>
              {t('Ask for an adjustment…')}
            </Button>
          )}
        </div>
        <ListTable
          caption={t('Adjustments')}
          query={query}
          rowKey={(row) => row.id}
          empty={
            filtered ? (
              <Empty
                action={
                  <Button onClick={() => set({ partner: undefined, state: undefined })}>
                    {t('Show all adjustments')}
                  </Button>
                }
              >
                {t('No adjustment matches these filters.')}
              </Empty>
            ) : (
              <Empty>
                {t('What no order explains is given or taken here, with a reason, once somebody else approves it.')}
              </Empty>
            )
          }
          columns={[
            {
              key: 'partner',
              label: t('Partner'),
              cell: (row) => (
                <Link to="/partners/$id" params={{ id: row.partner.id }} className="name">
                  {row.partner.name}
                </Link>
              ),
            },
            { key: 'reason', label: t('Reason'), cell: (row) => <span className="sub wrap">{row.reason}</span> },
            { key: 'state', label: t('State'), cell: (row) => <StateChip kind="adjustment" state={row.state} /> },
            {
              key: 'asked',
              label: t('Asked for by'),
              cell: (row) => (
                <>
                  {row.askedBy.name} <When at={row.askedAt} className="muted t12" />
                </>
              ),
            },
            {
              key: 'decided',
              label: t('Decided by'),
              cell: (row) =>
                row.state === 'waiting' ? (
                  <Link to="/approvals/$id" params={{ id: row.approval }}>
                    {row.canDecide
                      ? t('Review and decide')
                      : t('{{given}} of {{needed}}', { given: row.given, needed: row.needed })}
                  </Link>
                ) : (
                  row.decidedBy.map(({ name }) => name).join(', ')
                ),
            },
            {
              key: 'amount',
              label: t('Amount'),
              right: true,
              cell: (row) => <Money value={row.amount} signed strong />,
            },
          ]}
        />
      </section>
      <AskAdjustment opened={asking} onClose={() => setAsking(false)} />
    </Page>
  );
}
