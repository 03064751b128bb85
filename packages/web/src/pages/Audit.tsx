import type { AuditEntryDto } from '@sluice/contracts/audit';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../lib/data.js';
import { useFilters } from '../lib/filters.js';
import { Button } from '../parts/basics.js';
import { Empty } from '../parts/feedback.js';
import { SearchField } from '../parts/filters.js';
import { linkTo } from '../parts/subject.js';
import { ListTable } from '../parts/Table.js';
import { When } from '../parts/values.js';
import { Page } from '../shell/Page.js';

/** Who changed what and when; each entry carries the hash of the one before it. */
export function Audit() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useList<AuditEntryDto>('/v1/audit', { subject: filters.subject, actor: filters.actor });
  const filtered = Boolean(filters.subject ?? filters.actor);
  return (
    <Page title={t('Audit')}>
      <section className="card" aria-label={t('Audit')}>
        <div className="filters">
          <SearchField label={t('Subject id')} value={filters.subject} onChange={(subject) => set({ subject })} />
          <SearchField label={t('Actor id')} value={filters.actor} onChange={(actor) => set({ actor })} />
          {filtered && (
            <Button size="sm" look="ghost" onClick={() => set({ subject: undefined, actor: undefined })}>
              {t('Clear filters')}
            </Button>
          )}
        </div>
        <ListTable
          caption={t('Audit')}
          query={query}
          rowKey={(row) => row.id}
          empty={<Empty>{t('Every change of money, rules, flows and access is written down here.')}</Empty>}
          columns={[
            { key: 'seq', label: '#', right: true, cell: (row) => <span className="muted">{row.seq}</span> },
            { key: 'at', label: t('When'), cell: (row) => <When at={row.at} form="full" className="sub" /> },
            { key: 'who', label: t('Who'), cell: (row) => <span className="m">{row.actor.name ?? row.actor.id}</span> },
            {
              key: 'what',
              label: t('What'),
              cell: (row) => (
                <>
                  {row.text} <span className="mono muted">{row.action}</span>
                </>
              ),
            },
            {
              key: 'about',
              label: t('About'),
              cell: (row) => {
                const target = linkTo(row.subject);
                const name = row.subject.title ?? row.subject.id;
                return target ? <Link {...target}>{name}</Link> : <span className="mono sub">{name}</span>;
              },
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
