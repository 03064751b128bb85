import { Drawer } from '@mantine/core';
import type { CommissionDetail, Explanation } from '@sluice/contracts/commission';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { FactsAndPath } from '../../parts/FactsList.js';
import { Loaded } from '../../parts/feedback.js';
import { RuleLink } from '../../parts/RuleLink.js';
import { StateChip } from '../../parts/states.js';
import { HoldTrack } from '../../parts/HoldTrack.js';
import { Money, Sentence, Sum, When } from '../../parts/values.js';

/** Why this amount: the sentence, the sum, the rule version, the facts it saw, the path it took, what holds it. */
export function CommissionDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const commission = useGet<CommissionDetail>(id && `/v1/commissions/${id}`);
  const explanation = useGet<Explanation>(id && `/v1/commissions/${id}/explanation`);
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={440}
      title={t('Why this amount')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {id && (
        <div className="stack">
          <Loaded query={commission} rows={4}>
            {(row) => <Position row={row} />}
          </Loaded>
          <Loaded query={explanation} rows={6}>
            {(why) => <Why why={why} />}
          </Loaded>
          {commission.data && <Journals row={commission.data} />}
        </div>
      )}
    </Drawer>
  );
}

function Position({ row }: { row: CommissionDetail }) {
  const { t } = useTranslation();
  const { position } = row;
  return (
    <section>
      <div className="row">
        <span className="big-money">
          <Money value={row.amount} />
        </span>
        <span className="grow" />
        <StateChip kind="commission" state={position.state} />
        {position.approval !== 'not_needed' && (
          <StateChip kind="approval" state={position.approval === 'waiting' ? 'pending' : position.approval} />
        )}
      </div>
      <p className="sub">
        <Link to="/partners/$id" params={{ id: row.partner.id }}>
          {row.partner.name}
        </Link>
        , {row.lead ? row.lead.what : <OrderName id={row.order.externalId} />},{' '}
        <When at={row.occurredAt} form="promise" />
      </p>
      <HoldTrack position={position} since={row.occurredAt} />
      <dl className="dl">
        <dt>{t('Earned')}</dt>
        <dd>
          <Money value={position.earned} />
        </dd>
        {position.reversed.amount !== '0' && (
          <>
            <dt>{t('Taken back')}</dt>
            <dd>
              <Money value={{ ...position.reversed, amount: `-${position.reversed.amount}` }} />
            </dd>
          </>
        )}
        <dt>{t('Open')}</dt>
        <dd>
          <Money value={position.open} />
        </dd>
        {position.batch && (
          <>
            <dt>{t('Batch')}</dt>
            <dd>
              <Link to="/payouts/$id" params={{ id: position.batch }}>
                {t('Show the batch')}
              </Link>
            </dd>
          </>
        )}
        {row.run && (
          <>
            <dt>{t('Run')}</dt>
            <dd>
              <Link to="/runs/$id" params={{ id: row.run }}>
                {t('Show the path on the flow')}
              </Link>
            </dd>
          </>
        )}
        {row.reverses && (
          <>
            <dt>{t('Takes back')}</dt>
            <dd className="mono">{row.reverses}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Why({ why }: { why: Explanation }) {
  const { t } = useTranslation();
  const { attribution, fraud } = why;
  return (
    <section>
      <Sentence segments={why.segments} />
      <Sum lines={why.calculation} caption={t('The sum, line by line')} />
      <p className="row" style={{ marginTop: 12 }}>
        <RuleLink rule={why.rule} trace={why.commission} />
        <span className="mono muted t11">{why.rule.hash.slice(0, 12)}</span>
      </p>
      {why.rule.uses?.map((used) => (
        <p className="row sub" key={used.key}>
          {t('which asked')} <RuleLink rule={used} />
        </p>
      ))}
      {attribution && (
        <>
          <h3 className="sec" style={{ marginTop: 14 }}>
            {t('Why this partner')}
          </h3>
          <Sentence segments={attribution.segments} className="sub" />
          {attribution.rule && <RuleLink rule={attribution.rule} trace={why.commission} className="t12 m" />}
        </>
      )}
      {fraud && (
        <>
          <h3 className="sec" style={{ marginTop: 14 }}>
            {t('Risk {{risk}} of 100', { risk: fraud.risk })}
          </h3>
          {fraud.sentence === '' ? (
            <p className="sub">{t('No sign of fraud.')}</p>
          ) : (
            <Sentence segments={fraud.segments} className="sub" />
          )}
          <RuleLink rule={fraud.rule} trace={fraud.decision} className="t12 m" />
        </>
      )}
      <FactsAndPath facts={why.facts} trace={why.trace} leftOut={why.traceLeftOut} />
    </section>
  );
}

function Journals({ row }: { row: CommissionDetail }) {
  const { t } = useTranslation();
  if (row.journals.length === 0) return null;
  return (
    <section>
      <h3 className="sec">{t('In the ledger')}</h3>
      <ol className="hist wide">
        {row.journals.map((journal) => (
          <li key={journal.id}>
            <When at={journal.at} />
            <p>
              {t(journal.kind.replaceAll('_', ' '))}
              {journal.delta.amount !== '0' && (
                <>
                  {' '}
                  <Money value={journal.delta} signed />
                </>
              )}
              {journal.reason && <span className="muted"> · {journal.reason}</span>}
              <span className="muted t11"> · {journal.actor}</span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function OrderName({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <>
      {t('order')} <span className="mono">{id}</span>
    </>
  );
}
