import type { CommissionRow } from '@sluice/contracts/commission';
import type { PartnerDetail, TimelineEntry } from '@sluice/contracts/partner';
import type { StatementRow } from '@sluice/contracts/statement';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { formatRate } from '../../lib/money.js';
import { useCan } from '../../lib/session.js';
import { Avatar, Button, Chip, Tabs } from '../../parts/basics.js';
import { LastTierDecision } from '../../parts/DecisionView.js';
import { Empty, Loaded } from '../../parts/feedback.js';
import { Icon, type IconName } from '../../parts/icons.js';
import { Notes } from '../../parts/Notes.js';
import { PayoutMethod } from '../../parts/PayoutMethod.js';
import { railWord } from '../../parts/rails.js';
import { StateChip } from '../../parts/states.js';
import { linkTo } from '../../parts/subject.js';
import { ListTable } from '../../parts/Table.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { CommissionDrawer } from '../commissions/CommissionDrawer.js';
import { commissionColumns } from '../commissions/columns.js';
import { ChangeStatus } from './ChangeStatus.js';
import { printValue } from './custom-value.js';
import { PartnerTerms } from '../terms/PartnerTerms.js';
import { Documents } from './Documents.js';
import { EditPartner } from './EditPartner.js';
import { EndedAs, PartnerEnds } from './PartnerEnds.js';
import { typeWords } from './words.js';

const tabs = ['timeline', 'commissions', 'statements', 'notes', 'documents'] as const;
type Tab = (typeof tabs)[number];

/** A partner's dossier: who they are, what they are owed, everything that happened. */
export function Partner() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const [filters, set] = useFilters();
  const tab = tabs.find((each) => each === filters.tab) ?? 'timeline';
  const query = useGet<PartnerDetail>(`/v1/partners/${id}`);
  return (
    <Page
      title={query.data?.name ?? t('Partner')}
      crumbs={[{ label: t('Partners'), to: '/partners' }]}
      meta={
        query.data && (
          <>
            <StateChip kind="partner" state={query.data.status} />
            <Chip tone="line">{query.data.tierName}</Chip>
          </>
        )
      }
    >
      <Loaded query={query} rows={8}>
        {(partner) => (
          <>
            <EndedAs partner={partner} />
            <Balances partner={partner} />
            <div className="split2">
              <section className="card" aria-label={t('What happened')}>
                <Tabs<Tab>
                  label={t('What happened')}
                  value={tab}
                  onChange={(next) => set({ tab: next === 'timeline' ? undefined : next })}
                  options={[
                    { value: 'timeline', label: t('Timeline') },
                    { value: 'commissions', label: t('Commissions') },
                    { value: 'statements', label: t('Statements') },
                    { value: 'notes', label: t('Notes') },
                    { value: 'documents', label: t('Documents') },
                  ]}
                />
                <div role="tabpanel" aria-labelledby={`tab-${tab}`}>
                  {tab === 'timeline' && <Timeline id={id} />}
                  {tab === 'commissions' && <Commissions id={id} />}
                  {tab === 'statements' && <Statements id={id} />}
                  {tab === 'notes' && <Notes path={`/v1/partners/${id}/notes`} />}
                  {tab === 'documents' && <Documents partner={id} />}
                </div>
              </section>
              <div className="stack">
                <Profile partner={partner} />
                {!partner.erasedAt && <PayoutDetails partner={partner.id} />}
                <LastTierDecision partner={partner.id} tier={partner.tier} />
                <PartnerTerms partner={partner.id} />
                <Links partner={partner} />
                <PartnerEnds partner={partner} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Balances({ partner }: { partner: PartnerDetail }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="card" aria-label={t('Balance')}>
      <div className="stats">
        {partner.balances.length === 0 && (
          <div>
            <span className="cap">{t('Balance')}</span>
            <span className="v">{t('nothing earned yet')}</span>
          </div>
        )}
        {partner.balances.flatMap((balance) =>
          (
            [
              ['Payable', balance.payable],
              ['Held', balance.held],
              ['On its way', balance.inTransit],
              ['Paid', balance.paid],
            ] as const
          ).map(([label, value]) => (
            <div key={`${balance.currency}${label}`}>
              <span className="cap">{t(label)}</span>
              <span className="v">
                <Money value={value} />
              </span>
            </div>
          )),
        )}
        <div>
          <span className="cap">{t('Orders')}</span>
          <span className="v num">{partner.figures.orders}</span>
        </div>
        <div>
          <span className="cap">{t('Refund rate, 90 d')}</span>
          <span className="v num">
            {partner.figures.refundRate === null ? '–' : formatRate(partner.figures.refundRate, i18n.language)}
          </span>
        </div>
      </div>
    </section>
  );
}

const timelineIcons: Record<TimelineEntry['kind'], readonly [IconName, string]> = {
  event: ['bolt', 'referral'],
  commission: ['percent', 'money'],
  journal: ['percent', 'money'],
  payout: ['wallet', 'money'],
  statement: ['file', 'money'],
  message: ['mail', 'message'],
  approval: ['userCheck', 'people'],
  task: ['task', 'people'],
  audit: ['shield', 'logic'],
  run: ['flow', 'logic'],
};

function Timeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useList<TimelineEntry>(`/v1/partners/${id}/timeline`);
  return (
    <Loaded query={query} rows={8}>
      {() =>
        query.rows.length === 0 ? (
          <Empty>{t('Clicks, orders, commissions, mails and payouts of this partner come here.')}</Empty>
        ) : (
          <>
            <ol className="tline">
              {query.rows.map((entry) => {
                const [icon, kind] = timelineIcons[entry.kind];
                const target = linkTo(entry.subject);
                return (
                  <li key={entry.id} className={`k-${kind}`}>
                    <When at={entry.at} className="muted" />
                    <Icon name={icon} size={14} />
                    <p>
                      {target ? (
                        <Link {...target} className="name">
                          {entry.text}
                        </Link>
                      ) : (
                        entry.text
                      )}
                      {entry.actor && <span className="muted"> · {entry.actor}</span>}
                    </p>
                    {entry.amount && <Money value={entry.amount} />}
                  </li>
                );
              })}
            </ol>
            {query.hasNextPage && (
              <div className="more">
                <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('Show more')}
                </Button>
              </div>
            )}
          </>
        )
      }
    </Loaded>
  );
}

function Commissions({ id }: { id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  const query = useList<CommissionRow>('/v1/commissions', { partner: id });
  return (
    <>
      <ListTable
        caption={t('Commissions')}
        query={query}
        rowKey={(row) => row.id}
        current={open}
        onRow={(row) => setOpen(row.id)}
        columns={commissionColumns(t, setOpen, false)}
        empty={<Empty>{t('No commission yet. The first paid order makes one.')}</Empty>}
      />
      <CommissionDrawer id={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function Statements({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useList<StatementRow>(`/v1/partners/${id}/statements`);
  return (
    <ListTable
      caption={t('Statements')}
      query={query}
      rowKey={(row) => row.id}
      target={(row) => ({ to: `/statements/${row.id}` })}
      empty={<Empty>{t('A statement is issued with each payout.')}</Empty>}
      columns={[
        {
          key: 'number',
          label: t('Statement'),
          cell: (row) => (
            <Link to="/statements/$id" params={{ id: row.id }} className="name">
              {t('No. {{number}}', { number: row.number })}
            </Link>
          ),
        },
        {
          key: 'period',
          label: t('Period'),
          cell: (row) => (
            <>
              <When at={row.from} form="promise" /> – <When at={row.to} form="promise" />
            </>
          ),
        },
        {
          key: 'paid',
          label: t('Paid'),
          right: true,
          cell: (row) => (row.paid ? <Money value={row.paid} strong /> : '–'),
        },
        { key: 'closing', label: t('Closing balance'), right: true, cell: (row) => <Money value={row.closing} /> },
      ]}
    />
  );
}

function Profile({ partner }: { partner: PartnerDetail }) {
  const { t } = useTranslation();
  // What has ended for good is neither edited nor reinstated.
  const mayWrite = useCan('partner.write') && !partner.erasedAt && !partner.mergedInto;
  const [editing, setEditing] = useState(false);
  const [changing, setChanging] = useState(false);
  const rows: [string, ReactNode][] = [
    [t('E-mail'), partner.email],
    [t('Type'), t(typeWords[partner.type])],
    [t('Organisation'), partner.organisation],
    [
      t('Tier'),
      <>
        {t('{{tier}} since', { tier: partner.tierName })} <When at={partner.tierSince} form="promise" />
      </>,
    ],
    [t('Country'), partner.country],
    [t('Language'), partner.language === 'de' ? 'Deutsch' : 'English'],
    [t('Time zone'), partner.timeZone],
    [t('Website'), partner.website],
    [
      t('Paid by'),
      partner.payout && (
        <>
          {t(railWord(partner.payout.rail))}, {partner.payout.currency}{' '}
          <span className="mono muted">{partner.payout.account}</span>
        </>
      ),
    ],
    [
      t('Owner'),
      partner.owner && (
        <span className="row">
          <Avatar name={partner.ownerName ?? partner.owner} /> {partner.ownerName ?? partner.owner}
        </span>
      ),
    ],
    [
      t('Tags'),
      partner.tags.length > 0 && (
        <span className="chips">
          {partner.tags.map((tag) => (
            <Chip key={tag} tone="line">
              {tag}
            </Chip>
          ))}
        </span>
      ),
    ],
    [
      t('Lists'),
      partner.lists.length > 0 && (
        <span className="chips">
          {partner.lists.map((key) => (
            <Link key={key} to="/lists/$key" params={{ key }}>
              {key}
            </Link>
          ))}
        </span>
      ),
    ],
    [
      t('Status since'),
      partner.statusSince && (
        <>
          <When at={partner.statusSince} form="promise" />
          {partner.forCause && <div>{t('for cause: what was held is cancelled')}</div>}
          {partner.statusReason && <div className="sub">{partner.statusReason}</div>}
        </>
      ),
    ],
    [
      t('Merged accounts'),
      partner.merged && (
        <span className="chips">
          {partner.merged.map(({ id, name }) => (
            <Link key={id} to="/partners/$id" params={{ id }}>
              {name}
            </Link>
          ))}
        </span>
      ),
    ],
    [
      t('Referrals'),
      <Link to="/referrals" search={{ partner: partner.id }}>
        {t('Show them')}
      </Link>,
    ],
    ...Object.entries(partner.custom).map(([name, value]): [string, ReactNode] => [name, printValue(value)]),
    [t('Partner since'), <When at={partner.createdAt} form="promise" />],
    [
      t('Earlier reviews'),
      partner.figures.reviews.total === 0
        ? t('none')
        : t('{{total}}, {{approved}} approved', {
            total: partner.figures.reviews.total,
            approved: partner.figures.reviews.approved,
          }),
    ],
  ];
  return (
    <section className="card pad side-card">
      <h2 className="sec">{t('Profile')}</h2>
      <dl className="dl">
        {rows
          .filter(([, value]) => Boolean(value))
          .map(([label, value]) => (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {mayWrite && (
        <div className="btnrow">
          <Button onClick={() => setChanging(true)}>{t('Change status…')}</Button>
          <Button icon="edit" onClick={() => setEditing(true)}>
            {t('Edit…')}
          </Button>
        </div>
      )}
      <EditPartner partner={partner} opened={editing} onClose={() => setEditing(false)} />
      <ChangeStatus partner={partner} opened={changing} onClose={() => setChanging(false)} />
    </section>
  );
}

function PayoutDetails({ partner }: { partner: string }) {
  const { t } = useTranslation();
  if (!useCan('payout_method.write')) return null;
  return (
    <section className="card pad">
      <h2 className="sec">{t('Payout details')}</h2>
      <PayoutMethod partner={partner} mine={false} />
    </section>
  );
}

function Links({ partner }: { partner: PartnerDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card pad">
      <h2 className="sec">{t('Links and coupons')}</h2>
      {partner.links.length + partner.coupons.length === 0 && <p className="muted">{t('none yet')}</p>}
      <ul className="eff">
        {partner.links.map((link) => (
          <li key={link.id}>
            <Icon name="link" size={14} />
            <span className="mono ell" title={link.target}>
              {link.url}
            </span>
          </li>
        ))}
        {partner.coupons.map((coupon) => (
          <li key={coupon.id}>
            <Icon name="ticket" size={14} />
            <span className="mono">{coupon.code}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
