import type { ApprovalDetail } from '@sluice/contracts/approval';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import { useGet } from '../../lib/data.js';
import { formatSpan } from '../../lib/time.js';
import { Avatar, Chip, Tile } from '../../parts/basics.js';
import { Loaded } from '../../parts/feedback.js';
import { Icon } from '../../parts/icons.js';
import { StateChip } from '../../parts/states.js';
import { linkTo } from '../../parts/subject.js';
import { Money, openHolds, Sentence, Sum, When } from '../../parts/values.js';
import { formatRate } from '../../lib/money.js';
import { BatchEvidence } from './BatchEvidence.js';
import { DecisionBar } from './DecisionBar.js';
import { FlowEvidence } from './FlowEvidence.js';
import { approvalLooks } from './kinds.js';
import { RiskCard } from './RiskCard.js';
import { RuleEvidence } from './RuleEvidence.js';
import { Touches } from './Touches.js';

/** Everything that decides one item: risk and reasons, why this amount, touches, the partner, what each answer does. */
export function ApprovalDetailView({ id, onDecided }: { id: string; onDecided: () => void }) {
  const query = useGet<ApprovalDetail>(`/v1/approvals/${id}`);
  return (
    <Loaded query={query} rows={6} height={64}>
      {(item) => (
        <>
          <Head item={item} />
          <div className="ebody" id="evidence" tabIndex={-1}>
            <div className="left">
              {item.evidence.risk && <RiskCard risk={item.evidence.risk} />}
              {item.evidence.batch && <BatchEvidence batch={item.evidence.batch} />}
              {item.evidence.rule && <RuleEvidence rule={item.evidence.rule} />}
              {item.evidence.flow && <FlowEvidence flow={item.evidence.flow} />}
              <Amount item={item} />
              {item.evidence.touches && item.evidence.touches.length > 0 && (
                <Touches touches={item.evidence.touches} attribution={item.evidence.attribution} />
              )}
              <Raw item={item} />
            </div>
            <div className="right">
              <PartnerCard item={item} />
              <Effects item={item} />
              <History item={item} />
            </div>
          </div>
          <DecisionBar item={item} onDecided={onDecided} reload={query.refetch} />
        </>
      )}
    </Loaded>
  );
}

function Head({ item }: { item: ApprovalDetail }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const look = approvalLooks[item.kind];
  const partner = item.evidence.partner;
  const waits = formatSpan(now.getTime() - new Date(item.createdAt).getTime());
  const next = item.escalateAt ?? item.expiresAt;
  const left = next ? new Date(next).getTime() - now.getTime() : undefined;
  return (
    <header className="eh">
      <div className="row" style={{ gap: 10, alignItems: 'flex-start' }}>
        <Tile icon={look.icon} kind={look.kind} size={34} />
        <div className="grow">
          <div className="cap">
            {t(look.word)}
            {item.flow && (
              <>
                , {t('paused by')}{' '}
                <Link to="/runs/$id" params={{ id: item.run }}>
                  {item.flow.title} v{item.flow.version}
                </Link>
              </>
            )}
          </div>
          <h2>
            {item.amount && partner ? (
              <>
                <Money value={item.amount} /> {t('for')}{' '}
                <Link to="/partners/$id" params={{ id: partner.id }}>
                  {partner.name}
                </Link>
              </>
            ) : (
              <>
                {item.title}
                {item.amount && (
                  <>
                    , <Money value={item.amount} />
                  </>
                )}
              </>
            )}
          </h2>
        </div>
        <div className="r">
          {item.state === 'pending' ? (
            <>
              <div className="cap">{item.canDecide ? t('Waits on you') : t('Waits on others')}</div>
              <div className="m num">
                {waits}
                {left !== undefined &&
                  left > 0 &&
                  `, ${item.escalateAt ? t('escalates in {{span}}', { span: formatSpan(left) }) : t('expires in {{span}}', { span: formatSpan(left) })}`}
              </div>
            </>
          ) : (
            <StateChip kind="approval" state={item.state} />
          )}
        </div>
      </div>
    </header>
  );
}

function Amount({ item }: { item: ApprovalDetail }) {
  const { t } = useTranslation();
  const { explanation, commission } = item.evidence;
  if (!explanation) return null;
  return (
    <section className="card">
      <div className="row">
        <h3 className="sec">{t('Why this amount')}</h3>
        <span className="grow" />
        {commission && (
          <Link className="t12 m" to="/commissions" search={{ open: commission.id } as never}>
            {t('Show facts and trace')}
          </Link>
        )}
        {/* What was agreed on, or given by a flow, stands on no rule's page. */}
        {!explanation.rule.key.includes(':') && (
          <Link className="t12 m" to="/rules/$key" params={{ key: explanation.rule.key }}>
            {t('Show on the rule')}
          </Link>
        )}
      </div>
      <Sentence segments={explanation.segments} />
      <Sum lines={explanation.calculation} caption={t('The sum, line by line')} />
    </section>
  );
}

/** What the step gave as evidence, where no card above knows how to draw it. */
function Raw({ item }: { item: ApprovalDetail }) {
  const { t } = useTranslation();
  const { risk, explanation, batch, rule, flow, raw } = item.evidence;
  if (risk || explanation || batch || rule || flow || Object.keys(raw).length === 0) return null;
  return (
    <section className="card">
      <h3 className="sec">{t('Evidence')}</h3>
      <pre className="json">{JSON.stringify(raw, null, 2)}</pre>
    </section>
  );
}

function PartnerCard({ item }: { item: ApprovalDetail }) {
  const { t, i18n } = useTranslation();
  const partner = item.evidence.partner;
  if (!partner) return null;
  const { figures } = partner;
  return (
    <section className="card">
      <h3 className="sec">{t('Partner')}</h3>
      <dl className="dl">
        <dt>{t('Tier')}</dt>
        <dd>
          {t('{{tier}} since', { tier: partner.tierName })} <When at={partner.tierSince} form="promise" />
        </dd>
        <dt>{t('Status')}</dt>
        <dd>
          <StateChip kind="partner" state={partner.status} />
        </dd>
        <dt>{t('Earned, 12 months')}</dt>
        <dd>
          {figures.earned12Months.length === 0
            ? '–'
            : figures.earned12Months.map((money) => (
                <span key={money.currency}>
                  <Money value={money} />{' '}
                </span>
              ))}
        </dd>
        <dt>{t('Refund rate, 90 d')}</dt>
        <dd className="num">
          {figures.refundRate === null ? t('no orders') : formatRate(figures.refundRate, i18n.language)}
        </dd>
        <dt>{t('Earlier reviews')}</dt>
        <dd>
          {figures.reviews.total === 0
            ? t('none')
            : t('{{total}}, {{approved}} approved', {
                total: figures.reviews.total,
                approved: figures.reviews.approved,
              })}
        </dd>
        {partner.owner && (
          <>
            <dt>{t('Owner')}</dt>
            <dd className="row">
              <Avatar name={partner.owner} /> {partner.owner}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** What a person asked for has no run that goes on. */
function isPublication({ kind, run }: ApprovalDetail): boolean {
  return (kind === 'rule' || kind === 'flow') && run === undefined;
}

/** What each answer does, in words, before it is given. */
function Effects({ item }: { item: ApprovalDetail }) {
  const { t } = useTranslation();
  const hold = openHolds(item.evidence.commission?.position.holds ?? []).find(
    ({ kind, until }) => kind !== 'review' && until,
  );
  const more = item.needed - item.given - 1;
  const silent = item.escalateAt ?? item.expiresAt;
  return (
    <section className="card">
      <h3 className="sec">{t('If you decide')}</h3>
      <ul className="eff">
        <li>
          <Icon name="check" size={14} />
          <span>
            <b>{t('Approve')}</b>:{' '}
            {more > 0
              ? t('{{count}} more approvals are needed after yours', { count: more })
              : item.kind === 'batch'
                ? t('the payouts are sent and the statements issued')
                : hold?.until
                  ? t('stays held until the hold ends, then payable')
                  : item.kind === 'commission'
                    ? t('becomes payable')
                    : item.kind === 'adjustment'
                      ? t('it becomes a line of the partner’s next statement')
                      : isPublication(item)
                        ? t('exactly this is published as a new version')
                        : t('the run goes on')}
            {more <= 0 && hold?.until && (
              <>
                {' '}
                (<When at={hold.until} form="promise" />)
              </>
            )}
          </span>
        </li>
        <li>
          <Icon name="x" size={14} />
          <span>
            <b>{t('Reject')}</b>:{' '}
            {item.kind === 'batch'
              ? t('nothing is sent; the commissions are payable again')
              : item.kind === 'commission'
                ? t('nothing is earned; the partner is told why')
                : item.kind === 'adjustment'
                  ? t('nothing is moved; whoever asked reads why')
                  : isPublication(item)
                    ? t('the version in force stays; its makers are told why')
                    : t('the run takes the path for a rejection')}
          </span>
        </li>
        {silent && (
          <li>
            <Icon name="clock" size={14} />
            <span>
              <b>{t('No answer')}</b> {t('by')} <When at={silent} form="full" />:{' '}
              {item.escalateAt ? t('it is escalated') : t('it expires')}
            </span>
          </li>
        )}
      </ul>
    </section>
  );
}

function History({ item }: { item: ApprovalDetail }) {
  const { t } = useTranslation();
  return (
    <section className="card" style={{ flex: 1 }}>
      <h3 className="sec">{t('History')}</h3>
      <ol className="hist">
        {item.decisions.map((decision) => (
          <li key={decision.id}>
            <When at={decision.at} />
            <p>
              <span className="m">{decision.name}</span>{' '}
              {decision.outcome === 'approve' ? t('approved') : t('rejected')}
              {decision.comment && `: ${decision.comment}`}
            </p>
          </li>
        ))}
        {item.history.map((entry) => {
          const target = linkTo(entry.subject);
          return (
            <li key={entry.id}>
              <When at={entry.at} />
              <p>
                {entry.actor && <span className="m">{entry.actor} </span>}
                {entry.text}
                {entry.amount && (
                  <>
                    {' '}
                    <Money value={entry.amount} />
                  </>
                )}
                {target && entry.subject?.title && (
                  <>
                    {' '}
                    <Link {...target}>{entry.subject.title}</Link>
                  </>
                )}
              </p>
            </li>
          );
        })}
      </ol>
      {item.decisions.length + item.history.length === 0 && <Chip>{t('no history yet')}</Chip>}
    </section>
  );
}
