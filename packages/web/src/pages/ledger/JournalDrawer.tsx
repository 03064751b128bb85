import { Drawer } from '@mantine/core';
import type { JournalDetail } from '@sluice/contracts/ledger';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../lib/data.js';
import { Chip } from '../../parts/basics.js';
import { Loaded } from '../../parts/feedback.js';
import { currenciesMix } from '../../lib/money.js';
import { Money, When } from '../../parts/values.js';
import { journalWord } from './words.js';

/** One journal: why, what it posted, what the partner's accounts held after it, and what it is about. */
export function JournalDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useGet<JournalDetail>(id && `/v1/ledger/journals/${id}`);
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={460}
      title={query.data ? t(journalWord(query.data.kind)) : t('Journal')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {id && (
        <Loaded query={query} rows={8}>
          {(journal) => (
            <div className="stack">
              <About journal={journal} />
              <Postings journal={journal} />
              <Balances journal={journal} />
            </div>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}

function About({ journal }: { journal: JournalDetail }) {
  const { t } = useTranslation();
  const { partner, conversion } = journal;
  return (
    <section>
      {journal.reason && <p className="expl">{journal.reason}</p>}
      <dl className="dl">
        <dt>{t('Partner')}</dt>
        <dd>
          <Link to="/partners/$id" params={{ id: partner.id }}>
            {partner.name}
          </Link>
          <span className="block muted t12">{t('no. {{seq}} of the chain', { seq: journal.seq })}</span>
        </dd>
        <dt>{t('When')}</dt>
        <dd>
          <When at={journal.at} form="full" />
        </dd>
        <dt>{t('Cause')}</dt>
        <dd className="mono t12">{journal.cause}</dd>
        {journal.batch && (
          <>
            <dt>{t('Batch')}</dt>
            <dd>
              <Link to="/payouts/$id" params={{ id: journal.batch }}>
                {t('Show the batch')}
              </Link>
            </dd>
          </>
        )}
        {journal.payout && (
          <>
            <dt>{t('Payout')}</dt>
            <dd>
              <Link to="/payouts/ledger" search={{ payout: journal.payout } as never}>
                {t('Every journal of this payout')}
              </Link>
            </dd>
          </>
        )}
        {journal.commissions.length > 0 && (
          <>
            <dt>{t('Commissions')}</dt>
            <dd>
              {journal.commissions.slice(0, 10).map((one) => (
                <Link key={one.id} to="/commissions" search={{ open: one.id } as never} className="block mono t12">
                  {one.id}
                </Link>
              ))}
              {journal.commissions.length > 10 && t('and {{count}} more', { count: journal.commissions.length - 10 })}
            </dd>
          </>
        )}
        {conversion && (
          <>
            <dt>{t('Converted')}</dt>
            <dd>
              <Money value={conversion.from} code /> → <Money value={conversion.to} code />
              <span className="muted">
                {' '}
                {t('at {{rate}}, {{source}}, {{date}}', {
                  rate: conversion.rate,
                  source: conversion.source,
                  date: conversion.date,
                })}
              </span>
            </dd>
          </>
        )}
        <dt>{t('By')}</dt>
        <dd className="mono t12">{journal.actor}</dd>
      </dl>
    </section>
  );
}

function Postings({ journal }: { journal: JournalDetail }) {
  const { t } = useTranslation();
  const code = currenciesMix(journal.postings.map(({ amount }) => amount));
  return (
    <section>
      <h3 className="sec">
        {t('Postings')}
        <Chip tone={journal.balanced ? 'ok' : 'bad'} icon={journal.balanced ? 'check' : 'alert'}>
          {journal.balanced ? t('sum to zero') : t('do not sum to zero')}
        </Chip>
      </h3>
      {journal.postings.length === 0 ? (
        <p className="sub">{t('It moves no money: it changes what a commission is.')}</p>
      ) : (
        <table className="postings">
          <caption className="sr">{t('Postings')}</caption>
          <tbody>
            {journal.postings.map(({ account, amount }, index) => (
              <tr key={index}>
                <th scope="row" className="mono">
                  {account}
                </th>
                <td className="r num">
                  <Money value={amount} signed code={code} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Balances({ journal }: { journal: JournalDetail }) {
  const { t } = useTranslation();
  const code = currenciesMix(journal.balances.map(({ balance }) => balance));
  return (
    <section>
      <h3 className="sec">{t('What the partner’s accounts held after it')}</h3>
      <table className="postings">
        <caption className="sr">{t('Balances')}</caption>
        <tbody>
          {journal.balances.map(({ account, balance }) => (
            <tr key={`${account}${balance.currency}`}>
              <th scope="row" className="mono">
                {account}
              </th>
              <td className="r num">
                <Money value={balance} code={code} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
