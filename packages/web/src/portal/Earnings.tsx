import type { CommissionRow } from '@sluice/contracts/commission';
import type { MyBalance } from '@sluice/contracts/me';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../lib/data.js';
import { useMe } from '../lib/session.js';
import { Chip } from '../parts/basics.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { Money, When } from '../parts/values.js';
import { CommissionOpen, CommissionShort } from './CommissionCards.js';
import { FirstLink } from './MyLinks.js';
import { Requests } from './Requests.js';

/** What I am owed, what I earned lately and why, my link. */
export function Earnings() {
  const { t } = useTranslation();
  const me = useMe();
  const balance = useGet<MyBalance>('/v1/me/balance');
  const commissions = useList<CommissionRow>('/v1/me/commissions', {}, 6);
  useEffect(() => {
    document.title = `${t('Your earnings')} · ${me?.programme.name ?? 'Sluice'}`;
  }, [t, me]);
  const held = commissions.rows.find((row) => row.position.state === 'held');
  const first = held ?? commissions.rows[0];
  return (
    <>
      <h1 className="sr">{t('Your earnings')}</h1>
      <Requests />
      <Loaded query={balance} rows={3} height={40}>
        {(mine) => <Balance mine={mine} />}
      </Loaded>
      <h2 className="st">
        {t('Commissions')}
        <Link to="/portal/commissions">{t('All of them')}</Link>
      </h2>
      <section className="cm" aria-label={t('Commissions')}>
        <Loaded query={commissions} rows={3} height={56}>
          {() =>
            first ? (
              <>
                <CommissionOpen row={first} />
                {commissions.rows
                  .filter((row) => row !== first)
                  .slice(0, 4)
                  .map((row) => (
                    <CommissionShort key={row.id} row={row} />
                  ))}
              </>
            ) : (
              <Empty action={<Link to="/portal/links">{t('Get your link')}</Link>}>
                {t('Your first commission comes here as soon as a customer of yours pays.')}
              </Empty>
            )
          }
        </Loaded>
      </section>
      <FirstLink />
    </>
  );
}

function Balance({ mine }: { mine: MyBalance }) {
  const { t } = useTranslation();
  const me = useMe();
  const tier = me?.programme.tiers.find((each) => each.key === me.partner?.tier)?.name;
  const balances = mine.balances.length > 0 ? mine.balances : [zero(me?.programme.currency ?? 'USD')];
  return (
    <>
      {balances.map((balance, index) => {
        const minimum = mine.minimumPayout[balance.currency];
        const missing = minimum === undefined ? 0n : BigInt(minimum) - BigInt(balance.payable.amount);
        return (
          <section
            className="bal"
            key={balance.currency}
            aria-label={t('Balance in {{currency}}', { currency: balance.currency })}
          >
            <div className="row">
              <span className="cap">{t('Ready to be paid')}</span>
              <span className="grow" />
              {index === 0 && tier && <Chip icon="star">{tier}</Chip>}
            </div>
            <div className="big num">
              <Money value={balance.payable} />
            </div>
            <p className="lead">
              {balance.payable.amount.startsWith('-') ? (
                t('Money that was refunded after it was paid; it is taken from your next commissions.')
              ) : missing > 0n ? (
                <>
                  <b className="num">
                    <Money value={{ amount: missing.toString(), currency: balance.currency }} />
                  </b>{' '}
                  {t('more and it goes out with the next batch; until then it is carried over.')}
                </>
              ) : mine.rail && mine.nextPayout ? (
                <>
                  {t('Goes out on')} <When at={`${mine.nextPayout.on}T12:00:00Z`} form="promise" /> {t('to your')}{' '}
                  <b>{mine.rail}</b>.
                </>
              ) : mine.rail ? (
                <>
                  {t('Goes out with the next batch to your')} <b>{mine.rail}</b>.
                </>
              ) : (
                t('Goes out with the next batch once your payout details are here.')
              )}
            </p>
            <div className="splitp">
              <div>
                <b className="num">
                  <Money value={balance.held} />
                </b>
                <span className="cap">
                  {balances.length === 1
                    ? t('held, {{count}} commissions', { count: mine.heldCommissions })
                    : t('held')}
                </span>
              </div>
              <div>
                <b className="num">
                  <Money value={balance.paid} />
                </b>
                <span className="cap">
                  {balance.inTransit.amount === '0' ? (
                    t('paid so far')
                  ) : (
                    <>
                      {t('paid so far')}, <Money value={balance.inTransit} /> {t('on its way')}
                    </>
                  )}
                </span>
              </div>
            </div>
          </section>
        );
      })}
    </>
  );
}

function zero(currency: string): MyBalance['balances'][number] {
  const nothing = { amount: '0', currency };
  return { currency, held: nothing, payable: nothing, inTransit: nothing, paid: nothing };
}
