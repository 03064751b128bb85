import type { NamedListDto } from '@sluice/contracts/named-list';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { Empty } from '../../parts/feedback.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';

/** Named lists of leads and partners, which flows fill. */
export function Lists() {
  const { t } = useTranslation();
  const query = useList<NamedListDto>('/v1/lists');
  return (
    <Page title={t('Lists')} crumbs={[{ label: t('Referrals'), to: '/referrals' }]}>
      <section className="card" aria-label={t('Lists')}>
        <ListTable
          caption={t('Lists')}
          query={query}
          rowKey={(row) => row.key}
          target={(row) => ({ to: `/lists/${row.key}` })}
          empty={<Empty>{t('A flow’s step “Add to list” makes a list and puts leads or partners on it.')}</Empty>}
          columns={[
            {
              key: 'title',
              label: t('List'),
              cell: (row) => (
                <Link to="/lists/$key" params={{ key: row.key }} className="name">
                  {row.title}
                </Link>
              ),
            },
            { key: 'key', label: t('Key'), cell: (row) => <span className="mono sub">{row.key}</span> },
            {
              key: 'since',
              label: t('Since'),
              cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
            },
            { key: 'members', label: t('On it'), right: true, cell: (row) => row.members },
          ]}
        />
      </section>
    </Page>
  );
}
