import type { StatementDetail } from '@sluice/contracts/statement';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { Loaded } from '../../parts/feedback.js';
import { StatementFiles } from '../../parts/StatementFiles.js';
import { StatementView } from '../../parts/StatementView.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';

/** A partner's statement as the programme sees it. */
export function StatementPage() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useGet<StatementDetail>(`/v1/statements/${id}`);
  return (
    <Page
      title={
        query.data
          ? t('Statement {{number}}, {{partner}}', { number: query.data.number, partner: query.data.partner.name })
          : t('Statement')
      }
      crumbs={[{ label: t('Payouts'), to: '/payouts' }]}
    >
      <Loaded query={query} rows={8}>
        {(statement) => (
          <section className="card narrow">
            <header>
              <p className="grow">
                <Link to="/partners/$id" params={{ id: statement.partner.id }} className="b">
                  {statement.partner.name}
                </Link>
                , <When at={statement.from} form="promise" /> – <When at={statement.to} form="promise" />
              </p>
              {statement.paid && (
                <span>
                  {t('Paid')} <Money value={statement.paid} strong />
                </span>
              )}
            </header>
            <div className="padded">
              <StatementFiles statement={statement} />
            </div>
            <StatementView statement={statement} />
          </section>
        )}
      </Loaded>
    </Page>
  );
}
