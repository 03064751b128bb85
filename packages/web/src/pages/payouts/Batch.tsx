import type { BatchDetail, BatchLeftOutDto, PayoutDto } from '@sluice/contracts/batch';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Avatar, Button, Chip } from '../../parts/basics.js';
import { ExportLink } from '../../parts/ExportLink.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { Icon } from '../../parts/icons.js';
import { ShowMore } from '../../parts/ShowMore.js';
import { StateChip, statesOf, stateWord } from '../../parts/states.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { BatchActs, PayoutActs } from './BatchActs.js';
import { BatchFiles } from './BatchFiles.js';
import { MarkPayout } from './MarkPayout.js';
import { SettlementLines } from './SettlementLines.js';

/** A batch: what each partner is paid and for what, what stays behind and why, who approved it. */
export function BatchPage() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const [filters, set] = useFilters();
  const query = useGet<BatchDetail>(`/v1/payout-batches/${id}`);
  const payouts = useList<PayoutDto>(`/v1/payout-batches/${id}/payouts`, { state: filters.state });
  return (
    <Page
      title={query.data?.name ?? t('Batch')}
      crumbs={[{ label: t('Payouts'), to: '/payouts' }]}
      meta={query.data && <StateChip kind="batch" state={query.data.state} />}
    >
      <Loaded query={query} rows={8}>
        {(batch) => (
          <>
            <Summary batch={batch} />
            <BatchActs batch={batch} />
            <div className="split2">
              <div className="stack">
                <section className="card" aria-label={t('Payouts')}>
                  <header>
                    <h2 className="t14 b">{t('Payouts')}</h2>
                    <span className="grow" />
                    <ExportLink name="payouts" query={{ batch: batch.id, state: filters.state }} />
                    <Filter
                      label={t('State')}
                      value={filters.state}
                      onChange={(state) => set({ state })}
                      options={statesOf('payout').map((value) => ({ value, label: t(stateWord('payout', value)) }))}
                    />
                  </header>
                  <Loaded query={payouts} rows={6}>
                    {() =>
                      payouts.rows.length === 0 ? (
                        <Empty>
                          {filters.state
                            ? t('No payout is in this state.')
                            : t('No partner has reached the minimum; see what was left out.')}
                        </Empty>
                      ) : (
                        <>
                          <ul>
                            {payouts.rows.map((payout) => (
                              <PayoutRow key={payout.id} payout={payout} />
                            ))}
                          </ul>
                          {payouts.hasNextPage && (
                            <div className="more">
                              <ShowMore query={payouts} />
                            </div>
                          )}
                        </>
                      )
                    }
                  </Loaded>
                </section>
                <LeftOut batch={batch} />
              </div>
              <div className="stack">
                <Approvals batch={batch} />
                <BatchFiles batch={batch} payouts={payouts.rows} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ batch }: { batch: BatchDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('Summary')}>
      <div className="stats">
        <div>
          <span className="cap">{t('Total')}</span>
          <span className="big-money">
            <Money value={batch.total} />
          </span>
        </div>
        <div>
          <span className="cap">{t('Partners')}</span>
          <span className="v num">{batch.payouts}</span>
        </div>
        <div>
          <span className="cap">{t('Left out')}</span>
          <span className="v num">{batch.leftOutCount}</span>
        </div>
        <div>
          <span className="cap">{t('Cutoff')}</span>
          <span className="v" style={{ fontSize: 14 }}>
            <When at={batch.cutoff} form="full" />
          </span>
        </div>
        <div>
          <span className="cap">{batch.sentAt ? t('Sent') : t('Made by')}</span>
          <span className="v" style={{ fontSize: 14 }}>
            {batch.sentAt ? <When at={batch.sentAt} form="full" /> : batch.maker.name}
          </span>
        </div>
      </div>
    </section>
  );
}

function PayoutRow({ payout }: { payout: PayoutDto }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [marking, setMarking] = useState(false);
  const mayMark = useCan('payout.mark') && (payout.state === 'sent' || payout.state === 'paid');
  const last = payout.attempts.at(-1);
  return (
    <li className="payout">
      <div className="payout-row">
        <button
          type="button"
          className="row grow"
          aria-expanded={open}
          aria-controls={`items-${payout.id}`}
          onClick={() => setOpen((now) => !now)}
        >
          <Icon name={open ? 'down' : 'right'} size={14} />
          <Avatar name={payout.partner.name} />
          <span className="m">{payout.partner.name}</span>
          <span className="muted t12">{t('{{count}} items', { count: payout.items.length })}</span>
        </button>
        <span className="muted t12">{payout.rail}</span>
        <StateChip kind="payout" state={payout.state} />
        {payout.statement && (
          <Link to="/statements/$id" params={{ id: payout.statement }} className="t12">
            {t('Statement')}
          </Link>
        )}
        <Money value={payout.amount} strong />
      </div>
      {open && (
        <div id={`items-${payout.id}`} className="payout-items">
          <table>
            <caption className="sr">{t('Items for {{partner}}', { partner: payout.partner.name })}</caption>
            <tbody>
              {payout.items.map((item) => (
                <tr key={item.commission}>
                  <td className="mono sub">{item.order ?? ''}</td>
                  <td className="wrap">
                    <Link to="/commissions" search={{ open: item.commission } as never}>
                      {item.sentence ?? t('Commission')}
                    </Link>
                  </td>
                  <td className="r num">
                    <Money value={item.amount} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {payout.settlement && <SettlementLines amount={payout.amount} settlement={payout.settlement} />}
          <ol className="hist wide">
            {payout.attempts.map((attempt) => (
              <li key={`${attempt.key}${attempt.at}`}>
                <When at={attempt.at} />
                <p>
                  {t('Attempt {{generation}}', { generation: attempt.generation })}: {t(attemptWords[attempt.outcome])}
                  {attempt.railReference && <span className="mono muted"> · {attempt.railReference}</span>}
                  {attempt.error && <span className="neg"> · {attempt.error.message}</span>}
                </p>
              </li>
            ))}
          </ol>
          {last?.outcome === 'unknown' && (
            <p className="warnbox">
              {t('The rail has not answered. It is asked by reference before anything is sent again.')}
            </p>
          )}
          <p className="t12 muted row">
            <Link to="/partners/$id" params={{ id: payout.partner.id }}>
              {t('Show the partner')}
            </Link>
            <Link to="/payouts/ledger" search={{ payout: payout.id } as never}>
              {t('Show its journals')}
            </Link>
            {mayMark && (
              <Button size="sm" onClick={() => setMarking(true)}>
                {t('Mark by hand…')}
              </Button>
            )}
          </p>
          <PayoutActs payout={payout} />
          <MarkPayout payout={marking ? payout : undefined} onClose={() => setMarking(false)} />
        </div>
      )}
    </li>
  );
}

const attemptWords: Record<PayoutDto['attempts'][number]['outcome'], string> = {
  unknown: 'sent, no answer yet',
  accepted: 'accepted by the rail',
  paid: 'paid',
  refused: 'refused',
  returned: 'returned',
};

function LeftOut({ batch }: { batch: BatchDetail }) {
  const { t } = useTranslation();
  const all = useList<BatchLeftOutDto>(`/v1/payout-batches/${batch.id}/left-out`);
  if (batch.leftOutCount === 0) return null;
  return (
    <section className="card" aria-labelledby="left-out">
      <header>
        <h2 className="t14 b" id="left-out">
          {t('Left out, and why')}
        </h2>
      </header>
      <table>
        <tbody>
          {(all.data ? all.rows : batch.leftOut).map((left) => (
            <tr key={`${left.partner.id}${left.code}`}>
              <td>
                <Link to="/partners/$id" params={{ id: left.partner.id }} className="name">
                  {left.partner.name}
                </Link>
              </td>
              <td className="sub wrap">{left.reason}</td>
              <td className="r num">
                <Money value={left.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.hasNextPage && (
        <div className="more">
          <Button size="sm" busy={all.isFetchingNextPage} onClick={() => void all.fetchNextPage()}>
            {t('Show more')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Approvals({ batch }: { batch: BatchDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card pad">
      <h2 className="sec">
        {t('Approvals')}
        <Chip>{t('{{given}} of {{needed}}', { given: batch.approvals.length, needed: batch.approversNeeded })}</Chip>
      </h2>
      <ol className="hist wide">
        <li>
          <When at={batch.createdAt} />
          <p>
            <span className="m">{batch.maker.name}</span> {t('made it')}
          </p>
        </li>
        {batch.approvals.map((approval) => (
          <li key={`${approval.by}${approval.at}`}>
            <When at={approval.at} />
            <p>
              <span className="m">{approval.name}</span> {t('approved')}
              {approval.comment && `: ${approval.comment}`}
            </p>
          </li>
        ))}
      </ol>
      <p className="muted t11">
        {t('Approved are exactly these items and this total.')}{' '}
        <span className="mono">{batch.itemsHash.slice(0, 16)}</span>,{' '}
        {t('revision {{revision}}', { revision: batch.revision })}
      </p>
      <p className="acts-row row">
        {batch.approval && (
          <Link
            className={batch.state === 'awaiting_approval' ? 'btn pri' : 'btn'}
            to="/approvals/$id"
            params={{ id: batch.approval }}
          >
            {batch.state === 'awaiting_approval' ? t('Review and decide') : t('Open in Approvals')}
          </Link>
        )}
        {batch.run && (
          <Link className="btn" to="/runs/$id" params={{ id: batch.run }}>
            {t('Show the run')}
          </Link>
        )}
      </p>
    </section>
  );
}
