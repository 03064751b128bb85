import type { AssetDto } from '@sluice/contracts/asset';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { patch } from '../../lib/api.js';
import { renew, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Empty, Failed } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { StateChip } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { useShell } from '../../shell/context.js';
import { Page } from '../../shell/Page.js';
import { AddAsset } from './AddAsset.js';
import { assetWords } from './words.js';

/** What partners may advertise with: landing pages, banners, copy. */
export function Assets() {
  const { t } = useTranslation();
  const { programme } = useShell();
  const [filters, set] = useFilters();
  const mayWrite = useCan('asset.write');
  const [adding, setAdding] = useState(false);
  const act = useAct();
  const query = useList<AssetDto>('/v1/assets', { kind: filters.kind });
  const tierName = (key: string) => programme?.tiers.find((tier) => tier.key === key)?.name ?? key;
  const toggle = ({ id, active }: AssetDto) =>
    act.run(async () => {
      await patch(`/v1/assets/${id}`, { active: !active });
      await renew('/v1/assets');
    }, id);
  const add = mayWrite && (
    <Button look="pri" icon="plus" onClick={() => setAdding(true)}>
      {t('Add an asset…')}
    </Button>
  );
  return (
    <Page title={t('Assets')} actions={query.rows.length > 0 || filters.kind ? add : undefined}>
      <section className="card" aria-label={t('Assets')}>
        <div className="filters">
          <Filter
            label={t('Kind')}
            value={filters.kind}
            onChange={(kind) => set({ kind })}
            options={Object.entries(assetWords).map(([value, word]) => ({ value, label: t(word) }))}
          />
        </div>
        {act.error && <Failed error={act.error} />}
        <ListTable
          caption={t('Assets')}
          query={query}
          rowKey={(row) => row.id}
          empty={
            filters.kind ? (
              <Empty action={<Button onClick={() => set({ kind: undefined })}>{t('Show all assets')}</Button>}>
                {t('No asset is of this kind.')}
              </Empty>
            ) : (
              <Empty action={add || undefined}>
                {t(
                  'Landing pages, banners and copy that you add here stand in every partner’s portal and in their mails.',
                )}
              </Empty>
            )
          }
          columns={[
            { key: 'title', label: t('Title'), cell: (row) => <span className="m">{row.title}</span> },
            { key: 'kind', label: t('Kind'), cell: (row) => <span className="sub">{t(assetWords[row.kind])}</span> },
            {
              key: 'what',
              label: t('What'),
              cell: (row) =>
                row.url ? (
                  <a href={row.url} target="_blank" rel="noreferrer" className="mono t12 ell asset-url">
                    {row.url.replace(/^https:\/\//, '')}
                  </a>
                ) : (
                  <span className="sub ell asset-url">{row.text ?? ''}</span>
                ),
            },
            {
              key: 'tier',
              label: t('From tier'),
              cell: (row) => <span className="sub">{row.tier === undefined ? t('all') : tierName(row.tier)}</span>,
            },
            {
              key: 'state',
              label: t('State'),
              cell: (row) => <StateChip kind="asset" state={row.active ? 'active' : 'retired'} />,
            },
            {
              key: 'since',
              label: t('Since'),
              cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
            },
            {
              key: 'act',
              label: '',
              right: true,
              cell: (row) =>
                mayWrite && (
                  <Button size="sm" look="ghost" busy={act.doing === row.id} onClick={() => void toggle(row)}>
                    {row.active ? t('Take away') : t('Give back')}
                  </Button>
                ),
            },
          ]}
        />
      </section>
      <AddAsset opened={adding} onClose={() => setAdding(false)} />
    </Page>
  );
}
