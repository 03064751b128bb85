import type { RuleRow } from '@sluice/contracts/rule';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { Chip } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';

/** The rules in force. */
export function Rules() {
  const { t } = useTranslation();
  const query = useList<RuleRow>('/v1/rules');
  return (
    <Page title={t('Rules')}>
      <section className="card" aria-label={t('Rules')}>
        <ListTable
          caption={t('Rules')}
          query={query}
          rowKey={(row) => row.key}
          target={(row) => ({ to: `/rules/${row.key}` })}
          empty={<Empty>{t('The shipped rules come with the first start of Sluice.')}</Empty>}
          columns={[
            {
              key: 'title',
              label: t('Rule'),
              cell: (row) => (
                <Link to="/rules/$key" params={{ key: row.key }} className="name">
                  {row.title}
                </Link>
              ),
            },
            { key: 'kind', label: t('Decides'), cell: (row) => <span className="sub">{t(row.kind)}</span> },
            { key: 'version', label: t('Version'), cell: (row) => <Chip tone="line">v{row.version}</Chip> },
            {
              key: 'since',
              label: t('In force since'),
              cell: (row) => row.publishedAt && <When at={row.publishedAt} form="full" className="sub" />,
            },
            {
              key: 'hash',
              label: t('Hash'),
              cell: (row) => <span className="mono muted">{row.hash.slice(0, 12)}</span>,
            },
          ]}
        />
      </section>
    </Page>
  );
}
