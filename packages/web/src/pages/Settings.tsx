import type { ApiKeyRow, UserRow } from '@sluice/contracts/me';
import type { ProgrammeDto } from '@sluice/contracts/programme';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../lib/data.js';
import { useMe } from '../lib/session.js';
import { Chip } from '../parts/basics.js';
import { Empty, Skeleton } from '../parts/feedback.js';
import { ListTable } from '../parts/Table.js';
import { Money, When } from '../parts/values.js';
import { useShell } from '../shell/context.js';
import { Page } from '../shell/Page.js';
import { durationWords } from './runs/nodeKinds.js';
import { Brand } from './settings/Brand.js';
import { Connections } from './settings/Connections.js';
import { Crms } from './settings/Crm.js';
import { PayoutSettings } from './settings/PayoutSettings.js';
import { Rates } from './settings/Rates.js';
import { TermsSection } from './terms/TermsSection.js';

/** How the programme is set up, who has access, which keys are out. */
export function Settings() {
  const { t } = useTranslation();
  const { programme } = useShell();
  const me = useMe();
  return (
    <Page title={t('Settings')}>
      {me?.trialDatabase && (
        <p className="warnbox">{t('This runs on the embedded database, for trying and testing.')}</p>
      )}
      {programme ? <ProgrammeCards programme={programme} /> : <Skeleton rows={6} />}
      {programme && me?.permissions['programme.write'] && <PayoutSettings programme={programme} />}
      {me?.permissions['terms.read'] && <TermsSection />}
      {me?.permissions['rate.read'] && <Rates />}
      {me?.permissions['connection.read'] && <Connections />}
      {me?.permissions['crm.read'] && <Crms />}
      {me?.permissions['brand.read'] && <Brand />}
      {me?.permissions['user.manage'] && <Users />}
      {me?.permissions['key.manage'] && <Keys />}
    </Page>
  );
}

function ProgrammeCards({ programme }: { programme: ProgrammeDto }) {
  const { t } = useTranslation();
  const { settings } = programme;
  const amounts = (by: Record<string, string>): ReactNode =>
    Object.entries(by).map(([currency, amount]) => (
      <span key={currency}>
        <Money value={{ amount, currency }} />{' '}
      </span>
    ));
  const cards: [string, [string, ReactNode][]][] = [
    [
      t('Programme'),
      [
        [t('Name'), programme.name],
        [t('Key'), <span className="mono">{programme.key}</span>],
        [t('Currency'), programme.currency],
        [t('Time zone'), programme.timeZone],
        [t('Language'), settings.locale === 'de' ? 'Deutsch' : 'English'],
      ],
    ],
    [
      t('Commissions'),
      [
        [t('Held for refunds'), durationWords(settings.refundWindow)],
        [t('Held at least'), durationWords(settings.minimumHold)],
        [t('Base'), t(settings.base)],
        [t('Rounding'), settings.rounding.replaceAll('_', ' ')],
        [t('Renewals'), t('{{count}} months', { count: settings.recurringMonths })],
        [t('Rule version by'), settings.ruleVersionBy === 'occurredAt' ? t('when it happened') : t('when it came in')],
        [
          t('Attribution'),
          t('{{model}} touch, window {{days}} days', {
            model: t(settings.attribution.model),
            days: settings.attribution.windowDays,
          }),
        ],
      ],
    ],
    [
      t('Payouts'),
      [
        [t('Minimum'), amounts(settings.minimumPayout)],
        [t('Second approver from'), amounts(settings.secondApproverFrom)],
        [t('Fees borne by'), settings.feesBorneBy === 'programme' ? t('the programme') : t('the partner')],
        [
          t('Maker and checker'),
          settings.singleOperator ? t('one person may do both; each such act is marked') : t('never the same person'),
        ],
      ],
    ],
    [
      t('Events and retention'),
      [
        [t('Oldest accepted event'), durationWords(settings.allowedLateness)],
        [t('Farthest in the future'), durationWords(settings.allowedFuture)],
        [t('Events kept'), t('{{count}} days', { count: settings.retention.rawEventDays })],
        [t('IP and browser kept'), t('{{count}} days', { count: settings.retention.rawContextDays })],
        [t('Messages kept'), t('{{count}} days', { count: settings.retention.messageDays })],
        [t('Runs kept'), t('{{count}} days', { count: settings.retention.runRecordDays })],
      ],
    ],
  ];
  return (
    <>
      <div className="two">
        {cards.map(([title, rows]) => (
          <section className="card pad" key={title}>
            <h2 className="sec">{title}</h2>
            <dl className="dl wide">
              {rows.map(([label, value]) => (
                <div key={label} style={{ display: 'contents' }}>
                  <dt>{label}</dt>
                  <dd className="num">{value}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <section className="card" aria-labelledby="tiers">
        <header>
          <h2 className="t14 b" id="tiers">
            {t('Tiers')}
          </h2>
        </header>
        <table>
          <tbody>
            {programme.tiers.map((tier) => (
              <tr key={tier.key}>
                <td className="m">{tier.name}</td>
                <td className="sub wrap">{tier.perks.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Users() {
  const { t } = useTranslation();
  const query = useList<UserRow>('/v1/users');
  return (
    <section className="card" aria-labelledby="users">
      <header>
        <h2 className="t14 b" id="users">
          {t('Users and roles')}
        </h2>
      </header>
      <ListTable
        caption={t('Users and roles')}
        query={query}
        rowKey={(row) => row.id}
        empty={<Empty>{t('Nobody else has access yet.')}</Empty>}
        columns={[
          { key: 'name', label: t('Name'), cell: (row) => <span className="m">{row.name}</span> },
          { key: 'email', label: t('E-mail'), cell: (row) => <span className="sub">{row.email}</span> },
          {
            key: 'roles',
            label: t('Roles'),
            cell: (row) => row.roles.map((role) => <Chip key={role}>{t(role)}</Chip>),
          },
          {
            key: 'since',
            label: t('Since'),
            cell: (row) => <When at={row.createdAt} form="promise" className="sub" />,
          },
        ]}
      />
    </section>
  );
}

function Keys() {
  const { t } = useTranslation();
  const query = useList<ApiKeyRow>('/v1/api-keys');
  return (
    <section className="card" aria-labelledby="keys">
      <header>
        <h2 className="t14 b" id="keys">
          {t('API keys')}
        </h2>
      </header>
      <ListTable
        caption={t('API keys')}
        query={query}
        rowKey={(row) => row.id}
        empty={<Empty>{t('No key has been made.')}</Empty>}
        columns={[
          { key: 'name', label: t('Name'), cell: (row) => <span className="m">{row.name}</span> },
          { key: 'start', label: t('Begins with'), cell: (row) => <span className="mono sub">{row.start}…</span> },
          { key: 'source', label: t('Source'), cell: (row) => <span className="sub">{row.source}</span> },
          { key: 'scopes', label: t('Scopes'), right: true, cell: (row) => row.scopes.length },
          {
            key: 'state',
            label: t('State'),
            cell: (row) => <Chip tone={row.state === 'active' ? 'ok' : 'plain'}>{t(row.state)}</Chip>,
          },
          {
            key: 'used',
            label: t('Last used'),
            cell: (row) => (row.lastUsedAt ? <When at={row.lastUsedAt} form="full" className="sub" /> : t('never')),
          },
        ]}
      />
    </section>
  );
}
