import type { ApprovalDetail } from '@sluice/contracts/approval';
import type { RunPosition } from '@sluice/contracts/run';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/clock.js';
import { useGet } from '../../lib/data.js';
import { formatCountdown, formatPromise } from '../../lib/time.js';
import { Avatar } from '../../parts/basics.js';
import { Gate, When } from '../../parts/values.js';

const heads: Record<string, string> = {
  timer: 'Goes on in',
  event: 'Waits for an event, at most',
  approval: 'Waits for a decision',
  task: 'Waits for a task',
  hold: 'Held for',
  settlement: 'Asks the rail again in',
  run: 'Waits for another run',
};

/** The clock beside a waiting step: time left, the hatched track, who has answered. */
export function WaitCard({ position: current }: { position: RunPosition }) {
  const { t, i18n } = useTranslation();
  const now = useNow(1000);
  const wait = current.wait;
  const approval = useGet<ApprovalDetail>(
    wait?.kind === 'approval' && wait.subject ? `/v1/approvals/${wait.subject}` : undefined,
  );
  if (!wait) return null;
  const until = wait.until ?? approval.data?.escalateAt ?? approval.data?.expiresAt;
  const left = until ? new Date(until).getTime() - now.getTime() : undefined;
  return (
    <section className="float cd" style={{ position: 'static' }} aria-label={t(heads[wait.kind] ?? 'Waits')}>
      <div className="row">
        <span className="cap grow">{t(heads[wait.kind] ?? 'Waits')}</span>
        {until && (
          <span className="cap">
            <When at={until} form="full" />
          </span>
        )}
      </div>
      <div className="big num" role="timer">
        {left === undefined ? t('no end set') : formatCountdown(left)}
      </div>
      {until && (
        <Gate
          since={current.enteredAt}
          until={until}
          now={now}
          label={t('until {{date}}', { date: formatPromise(new Date(until), { locale: i18n.language }) })}
        />
      )}
      {wait.kind === 'event' && wait.events && wait.events.length > 0 && (
        <p className="t12 sub ell">{wait.events.join(', ')}</p>
      )}
      {approval.data && (
        <>
          <ul>
            {approval.data.decisions.map((decision) => (
              <li key={decision.id}>
                <Avatar name={decision.name} />
                <span className="grow ell">
                  {decision.name} {decision.outcome === 'approve' ? t('approved') : t('rejected')}
                </span>
                <When at={decision.at} className="muted" />
              </li>
            ))}
            {approval.data.given < approval.data.needed && (
              <li>
                <span className="av" style={{ background: 'transparent', border: '1px dashed var(--control)' }} />
                <span className="grow sub">
                  {t('{{count}} more of {{role}}', {
                    count: approval.data.needed - approval.data.given,
                    role: t(approval.data.role),
                  })}
                </span>
              </li>
            )}
          </ul>
          <Link to="/approvals/$id" params={{ id: approval.data.id }} className="t12 m">
            {t('Open in Approvals')}
          </Link>
        </>
      )}
    </section>
  );
}
