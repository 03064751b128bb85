import type { StatementDetail, StatementRow } from '@sluice/contracts/statement';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../lib/data.js';
import { ShowMore } from '../parts/ShowMore.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { StatementFiles } from '../parts/StatementFiles.js';
import { StatementView } from '../parts/StatementView.js';
import { Money, When } from '../parts/values.js';

/** My statements, newest first. */
export function MyStatements() {
  const { t } = useTranslation();
  const query = useList<StatementRow>('/v1/me/statements');
  return (
    <>
      <h1 className="sr">{t('Statements')}</h1>
      <h2 className="st">{t('Statements')}</h2>
      <section className="cm" aria-label={t('Statements')}>
        <Loaded query={query} rows={4} height={56}>
          {() =>
            query.rows.length === 0 ? (
              <Empty>{t('A statement is issued with each payout; the first one comes here.')}</Empty>
            ) : (
              query.rows.map((row) => (
                <Link key={row.id} to="/portal/statements/$id" params={{ id: row.id }} className="sm">
                  <div className="grow">
                    <p className="m">{t('Statement no. {{number}}', { number: row.number })}</p>
                    <p className="s">
                      <When at={row.from} form="promise" /> – <When at={row.to} form="promise" />
                    </p>
                  </div>
                  <span className="amt">
                    <Money value={row.paid ?? row.closing} />
                  </span>
                </Link>
              ))
            )
          }
        </Loaded>
      </section>
      {query.hasNextPage && (
        <div className="lkc">
          <ShowMore query={query} touch />
        </div>
      )}
    </>
  );
}

/** One statement: opening, every line in words, closing. */
export function MyStatement() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useGet<StatementDetail>(`/v1/statements/${id}`);
  return (
    <>
      <h1 className="sr">{t('Statement')}</h1>
      <h2 className="st">
        {query.data ? t('Statement no. {{number}}', { number: query.data.number }) : t('Statement')}
        <Link to="/portal/statements">{t('All of them')}</Link>
      </h2>
      <section className="cm" aria-label={t('Statement')}>
        <Loaded query={query} rows={6} height={48}>
          {(statement) => (
            <>
              <div className="padded">
                <StatementFiles statement={statement} own />
              </div>
              <StatementView statement={statement} own />
            </>
          )}
        </Loaded>
      </section>
    </>
  );
}
