import type { BatchCreate, BatchPreview } from '@sluice/contracts/batch';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { currenciesMix } from '../../lib/money.js';
import { Seg } from '../../parts/basics.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { Money } from '../../parts/values.js';
import { useState } from 'react';
import '../../theme/finance.css';

/** What a batch would pay now, and who would be left out and why: nothing is reserved by looking. */
export function BatchPreviewBox({ asked, opened }: { asked: BatchCreate; opened: boolean }) {
  const { t, i18n } = useTranslation();
  const query = useQuery<BatchPreview, Error>({
    queryKey: ['/v1/payout-batches/preview', asked, i18n.language],
    queryFn: () => post<BatchPreview>('/v1/payout-batches/preview', asked),
    enabled: opened,
    placeholderData: (previous) => previous,
  });
  return (
    <section className="preview-box" aria-label={t('What it would pay')}>
      <Loaded query={query} rows={4}>
        {(preview) => <Shown preview={preview} />}
      </Loaded>
    </section>
  );
}

function Shown({ preview }: { preview: BatchPreview }) {
  const { t } = useTranslation();
  const [view, setView] = useState<'paid' | 'left'>('paid');
  return (
    <>
      <div className="stats">
        <div>
          <span className="cap">{t('Would be paid')}</span>
          <span className="v">
            <Money value={preview.total} />
          </span>
        </div>
        <div>
          <span className="cap">{t('Partners')}</span>
          <span className="v num">{preview.payouts}</span>
        </div>
        <div>
          <span className="cap">{t('Left out')}</span>
          <span className="v num">{preview.leftOut}</span>
        </div>
        <div>
          <span className="cap">{t('Approvers needed')}</span>
          <span className="v num">{preview.approversNeeded}</span>
        </div>
      </div>
      <div className="padded">
        <Seg
          small
          label={t('What to look at')}
          value={view}
          onChange={setView}
          options={[
            { value: 'paid', label: t('Would be paid'), count: preview.payouts },
            { value: 'left', label: t('Left out, and why'), count: preview.leftOut },
          ]}
        />
      </div>
      {view === 'paid' ? <Paid preview={preview} /> : <Left preview={preview} />}
    </>
  );
}

function Paid({ preview }: { preview: BatchPreview }) {
  const { t } = useTranslation();
  const code = currenciesMix(preview.largest.flatMap(({ amount, settlement }) => [amount, settlement?.pay ?? amount]));
  if (preview.payouts === 0) return <Empty>{t('Nobody would be paid; see what is left out.')}</Empty>;
  return (
    <div className="preview-rows" role="region" aria-label={t('Would be paid')} tabIndex={0}>
      <table>
        <caption className="sr">{t('Would be paid')}</caption>
        <tbody>
          {preview.largest.map((row) => (
            <tr key={row.partner.id}>
              <th scope="row" className="rowhead">
                {row.partner.name}
                <span className="muted t12"> {t('{{count}} items', { count: row.items })}</span>
              </th>
              <td className="muted t12">{row.rail}</td>
              <td className="r num">
                <Money value={row.amount} strong code={code} />
                {row.settlement && row.settlement.pay.currency !== row.amount.currency && (
                  <span className="block muted t11">
                    <Money value={row.settlement.pay} code={code} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.payouts > preview.largest.length && (
        <p className="more muted t12">{t('the {{count}} largest', { count: preview.largest.length })}</p>
      )}
    </div>
  );
}

function Left({ preview }: { preview: BatchPreview }) {
  const { t } = useTranslation();
  if (preview.leftOut === 0) return <Empty>{t('Nobody is left out.')}</Empty>;
  return (
    <div className="preview-rows" role="region" aria-label={t('Left out, and why')} tabIndex={0}>
      <table>
        <caption className="sr">{t('Left out, and why')}</caption>
        <tbody>
          {preview.left.map((row) => (
            <tr key={row.partner.id}>
              <th scope="row" className="rowhead">
                {row.partner.name}
              </th>
              <td className="sub wrap">{row.reason}</td>
              <td className="r num">
                <Money value={row.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.leftOut > preview.left.length && (
        <p className="more muted t12">
          {t('the first {{shown}} of {{count}}', { shown: preview.left.length, count: preview.leftOut })}
        </p>
      )}
    </div>
  );
}
