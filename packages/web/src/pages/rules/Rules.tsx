import type { RuleRow } from '@sluice/contracts/rule';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip } from '../../parts/basics.js';
import { Empty } from '../../parts/feedback.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { ruleKindWord } from './kind-words.js';
import { LIST_ACTIONS } from './list-actions.js';
import { NewRule } from './NewRule.js';

/** All rules: what they decide, which version is in force, what is being changed. */
export function Rules() {
  const { t } = useTranslation();
  const query = useList<RuleRow>('/v1/rules');
  const may = useCan('rule.write');
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title={t('Rules')}
      {...(may
        ? {
            actions: (
              <>
                {LIST_ACTIONS.map(({ id, Component }) => (
                  <Suspense key={id} fallback={null}>
                    <Component />
                  </Suspense>
                ))}
                <Button look="pri" icon="plus" onClick={() => setCreating(true)}>
                  {t('New rule…')}
                </Button>
              </>
            ),
          }
        : {})}
    >
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
                <>
                  <Link to="/rules/$key" params={{ key: row.key }} className="name">
                    {row.title}
                  </Link>{' '}
                  <span className="mono muted t11">{row.key}</span>
                </>
              ),
            },
            {
              key: 'kind',
              label: t('Decides'),
              cell: (row) => <span className="sub">{t(ruleKindWord(row.kind))}</span>,
            },
            {
              key: 'version',
              label: t('Version'),
              cell: (row) =>
                row.version > 0 ? <Chip tone="line">v{row.version}</Chip> : <Chip>{t('never published')}</Chip>,
            },
            {
              key: 'draft',
              label: t('Draft'),
              cell: (row) => (
                <>
                  {row.draft && (
                    <Chip tone="acc" icon="edit">
                      {t('Draft v{{version}}', { version: row.version + 1 })}
                    </Chip>
                  )}
                  {row.approval && (
                    <Chip tone="warn" icon="clock">
                      {t('awaiting approval')}
                    </Chip>
                  )}
                </>
              ),
            },
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
      {creating && <NewRule onClose={() => setCreating(false)} />}
    </Page>
  );
}
