import { Drawer } from '@mantine/core';
import type { CommissionDetail, Explanation } from '@sluice/contracts/commission';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { Chip } from '../../parts/basics.js';
import { Loaded } from '../../parts/feedback.js';
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
        , {t('order')} <span className="mono">{row.order.externalId}</span>, <When at={row.occurredAt} form="promise" />
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
  return (
    <section>
      <Sentence segments={why.segments} />
      <Sum lines={why.calculation} caption={t('The sum, line by line')} />
      <p className="row" style={{ marginTop: 12 }}>
        <Chip tone="line">v{why.rule.version}</Chip>
        <Link to="/rules/$key" params={{ key: why.rule.key }}>
          {t('Rule {{rule}}', { rule: why.rule.title ?? why.rule.key })}
        </Link>
        <span className="mono muted t11">{why.rule.hash.slice(0, 12)}</span>
      </p>
      <h3 className="sec" style={{ marginTop: 14 }}>
        {t('Facts it saw')}
      </h3>
      <dl className="dl facts">
        {flatten(why.facts).map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt className="mono">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {why.trace.length > 0 && (
        <details>
          <summary className="sec">{t('Path through the rule, {{count}} steps', { count: why.trace.length })}</summary>
          <pre className="json">{why.trace.map((step) => JSON.stringify(step)).join('\n')}</pre>
        </details>
      )}
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

/** Facts as dotted names with plain values, in the order of their names. */
function flatten(facts: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(facts)
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, value]): [string, string][] => {
      const path = prefix ? `${prefix}.${name}` : name;
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return flatten(value as Record<string, unknown>, path);
      return [[path, Array.isArray(value) ? value.map((each) => JSON.stringify(each)).join(', ') : String(value)]];
    });
}
