import type { CommissionDetail, CommissionRow } from '@sluice/contracts/commission';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../lib/data.js';
import { ShowMore } from '../parts/ShowMore.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { Filter } from '../parts/filters.js';
import { statesOf, stateWord } from '../parts/states.js';
import { CommissionOpen, CommissionShort } from './CommissionCards.js';

/** All my commissions. */
export function MyCommissions() {
  const { t } = useTranslation();
  const [state, setState] = useState<string>();
  const query = useList<CommissionRow>('/v1/me/commissions', { state });
  return (
    <>
      <h1 className="sr">{t('Commissions')}</h1>
      <h2 className="st">
        {t('Commissions')}
        <span style={{ marginLeft: 'auto' }}>
          <Filter
            label={t('State')}
            value={state}
            onChange={setState}
            options={statesOf('commission').map((value) => ({ value, label: t(stateWord('commission', value)) }))}
          />
        </span>
      </h2>
      <section className="cm" aria-label={t('Commissions')}>
        <Loaded query={query} rows={6} height={56}>
          {() =>
            query.rows.length === 0 ? (
              <Empty>{t('No commission here yet.')}</Empty>
            ) : (
              query.rows.map((row) => <CommissionShort key={row.id} row={row} />)
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

/** One commission with everything that explains it. */
export function MyCommission() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useGet<CommissionDetail>(`/v1/commissions/${id}`);
  return (
    <>
      <h1 className="sr">{t('Commission')}</h1>
      <h2 className="st">
        {t('Commission')}
        <Link to="/portal/commissions">{t('All of them')}</Link>
      </h2>
      <section className="cm" aria-label={t('Commission')}>
        <Loaded query={query} rows={4} height={56}>
          {(row) => <CommissionOpen row={row} />}
        </Loaded>
      </section>
    </>
  );
}
