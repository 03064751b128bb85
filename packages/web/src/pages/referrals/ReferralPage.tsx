import type { ReferralDetail } from '@sluice/contracts/referral';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';
import { Notes } from '../../parts/Notes.js';
import { Tags } from '../../parts/Tags.js';
import { StateChip } from '../../parts/states.js';
import { Money, When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { EditReferral } from './EditReferral.js';
import { RejectLead } from './RejectLead.js';
import { reasonWord } from './words.js';

/** One lead or customer: how it came, whether it counts, who follows it up, what was said about it. */
export function ReferralPage() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useGet<ReferralDetail>(`/v1/referrals/${id}`);
  return (
    <Page
      title={query.data?.customerExternalId ?? t('Referral')}
      crumbs={[{ label: t('Referrals'), to: '/referrals' }]}
      meta={
        query.data && (
          <>
            <StateChip kind="stage" state={query.data.stage} />
            <StateChip kind="referral" state={query.data.status} />
          </>
        )
      }
    >
      <Loaded query={query} rows={8}>
        {(referral) => (
          <div className="split2">
            <section className="card" aria-label={t('Notes')}>
              <h2 className="sec notes-head">{t('Notes')}</h2>
              <Notes path={`/v1/referrals/${id}/notes`} />
            </section>
            <div className="stack">
              <Facts referral={referral} />
              <Credit referral={referral} />
              <Asked referral={referral} />
              <Pushes referral={referral} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ referral }: { referral: ReferralDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('referral.write');
  const [editing, setEditing] = useState(false);
  const [rejecting, setRejecting] = useState(false);
  const act = useAct();
  const qualify = () =>
    act.run(() =>
      post(`/v1/referrals/${referral.id}/decision`, { outcome: 'qualify', rev: referral.rev }).finally(() =>
        renew('/v1/referrals'),
      ),
    );
  const rows: [string, ReactNode][] = [
    [
      t('Partner'),
      <Link to="/partners/$id" params={{ id: referral.partner.id }} className="name">
        {referral.partner.name}
      </Link>,
    ],
    [t('Since'), <When at={referral.createdAt} form="promise" />],
    [t('Assigned to'), referral.assignee?.name],
    [t('Tags'), referral.tags.length > 0 && <Tags tags={referral.tags} />],
    [
      t('Lists'),
      referral.lists.length > 0 && (
        <span className="chips">
          {referral.lists.map((key) => (
            <Link key={key} to="/lists/$key" params={{ key }}>
              {key}
            </Link>
          ))}
        </span>
      ),
    ],
    [
      t('Rejected for'),
      referral.rejection && (
        <>
          {t(reasonWord(referral.rejection.reason))}
          {referral.rejection.note && <div className="sub">{referral.rejection.note}</div>}
        </>
      ),
    ],
    [t('Orders'), referral.orders > 0 && String(referral.orders)],
    [t('Revenue'), referral.revenue && <Money value={referral.revenue} />],
  ];
  return (
    <section className="card pad side-card">
      <h2 className="sec">{t('Lead')}</h2>
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
      {act.error && <Failed error={act.error} />}
      {mayWrite && (
        <div className="btnrow">
          <Button icon="edit" onClick={() => setEditing(true)}>
            {t('Edit…')}
          </Button>
          {referral.orders === 0 && referral.status !== 'rejected' && (
            <Button icon="x" onClick={() => setRejecting(true)}>
              {t('Reject lead…')}
            </Button>
          )}
          {referral.status !== 'approved' && (
            <Button look="pri" icon="check" busy={act.busy} onClick={() => void qualify()}>
              {t('Qualify lead')}
            </Button>
          )}
        </div>
      )}
      <EditReferral referral={referral} opened={editing} onClose={() => setEditing(false)} />
      <RejectLead referral={referral} opened={rejecting} onClose={() => setRejecting(false)} />
    </section>
  );
}

function Credit({ referral }: { referral: ReferralDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card pad side-card">
      <h2 className="sec">{t('Why this partner')}</h2>
      <p>{referral.sentence}</p>
    </section>
  );
}

function Asked({ referral }: { referral: ReferralDetail }) {
  const { t } = useTranslation();
  if (referral.requests.length === 0) return null;
  return (
    <section className="card pad side-card">
      <h2 className="sec">{t('Asked of the partner')}</h2>
      <ul>
        {referral.requests.map((request) => (
          <li key={request.id}>
            <div className="chips">
              <StateChip kind="document" state={request.late ? 'late' : request.state} />
              <span>{request.text}</span>
            </div>
            {request.answer?.text && <p className="sub">{request.answer.text}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pushes({ referral }: { referral: ReferralDetail }) {
  const { t } = useTranslation();
  if (referral.pushes.length === 0) return null;
  return (
    <section className="card pad side-card">
      <h2 className="sec">{t('CRM')}</h2>
      <ul>
        {referral.pushes.map((push) => (
          <li key={`${push.crm}${push.at}`}>
            <div className="chips">
              <StateChip kind="push" state={push.state} />
              <span>{push.crm}</span>
              {push.reference && <span className="mono sub">{push.reference}</span>}
              <When at={push.at} className="muted" />
            </div>
            {push.error && <p className="sub">{push.error}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
