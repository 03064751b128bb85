import type { BatchDetail } from '@sluice/contracts/batch';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Money, When } from '../../parts/values.js';

/** A batch as its approver sees it: what goes out, what stays, who said yes so far. */
export function BatchEvidence({ batch }: { batch: BatchDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <div className="row">
        <h3 className="sec">{batch.name}</h3>
        <span className="grow" />
        <Link className="t12 m" to="/payouts/$id" params={{ id: batch.id }}>
          {t('Show every payout')}
        </Link>
      </div>
      <dl className="dl">
        <dt>{t('Total')}</dt>
        <dd>
          <Money value={batch.total} strong />
        </dd>
        <dt>{t('Partners')}</dt>
        <dd className="num">{batch.payouts}</dd>
        <dt>{t('Cutoff')}</dt>
        <dd>
          <When at={batch.cutoff} form="full" />
        </dd>
        <dt>{t('Made by')}</dt>
        <dd>{batch.maker.name}</dd>
        <dt>{t('Revision')}</dt>
        <dd>
          {batch.revision} <span className="mono muted">{batch.itemsHash.slice(0, 12)}</span>
        </dd>
      </dl>
      {batch.leftOut.length > 0 && (
        <table style={{ marginTop: 12 }}>
          <caption className="sec" style={{ textAlign: 'left', padding: '0 0 6px' }}>
            {t('Left out, and why')}
          </caption>
          <tbody>
            {batch.leftOut.map((left) => (
              <tr key={left.partner.id}>
                <td className="m">{left.partner.name}</td>
                <td className="muted wrap">{left.reason}</td>
                <td className="r">
                  <Money value={left.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {batch.leftOutCount > batch.leftOut.length && (
        <p className="more muted t12">
          {t('the first {{shown}} of {{count}}', { shown: batch.leftOut.length, count: batch.leftOutCount })}
        </p>
      )}
    </section>
  );
}
