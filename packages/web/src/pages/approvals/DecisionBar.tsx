import type { ApprovalDetail, DecisionResult } from '@sluice/contracts/approval';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post, Problem } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { useHotkeys } from '../../lib/hotkeys.js';
import { formatMoney } from '../../lib/money.js';
import { useCan } from '../../lib/session.js';
import { adviceFor, saidBy } from '../../parts/advice.js';
import { Button, Kbd } from '../../parts/basics.js';
import { Icon } from '../../parts/icons.js';

const bars: Record<NonNullable<ApprovalDetail['barredBy']>, string> = {
  maker: 'You are the maker, so somebody else decides',
  role: 'Your role does not decide this',
  decided: 'This is decided already',
  already_answered: 'You have answered already',
};

/** Comment, approve, reject. What is sent names exactly what was looked at, so that a change in between is never approved. */
export function DecisionBar({
  item,
  onDecided,
  reload,
}: {
  item: ApprovalDetail;
  onDecided: () => void;
  reload: () => Promise<unknown>;
}) {
  const { t, i18n } = useTranslation();
  const [comment, setComment] = useState('');
  const act = useAct();
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const may = useCan('approval.decide');
  const barred = item.state !== 'pending' ? 'decided' : item.canDecide ? undefined : (item.barredBy ?? 'role');
  const { error } = act;
  const code = error instanceof Problem ? (error.body.code ?? error.status) : undefined;
  const conflict = error instanceof Problem && error.isConflict;
  const locked = barred !== undefined || !may || conflict;

  const decide = async (outcome: 'approve' | 'reject') => {
    if (locked || act.busy) return;
    if (outcome === 'reject' && comment.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    await act.run(async () => {
      const result = await post<DecisionResult>(`/v1/approvals/${item.id}/decision`, {
        outcome,
        subjectHash: item.subjectHash,
        ...(comment.trim() ? { comment: comment.trim() } : {}),
      });
      notifications.show({
        closeButtonProps: { 'aria-label': t('Close') },
        message:
          result.state === 'pending'
            ? t('Your answer is kept; {{given}} of {{needed}} so far.', { given: result.given, needed: result.needed })
            : outcome === 'approve'
              ? t('Approved: {{title}}', { title: item.title })
              : t('Rejected: {{title}}', { title: item.title }),
        color: 'petrol',
        autoClose: 5000,
      });
      await renew('/v1/approvals', '/v1/metrics');
      onDecided();
    }, outcome);
  };

  useHotkeys({
    a: () => void decide('approve'),
    r: () => void decide('reject'),
    c: () => field.current?.focus(),
  });

  const amount = item.amount ? ` ${formatMoney(item.amount, { locale: i18n.language })}` : '';
  return (
    <>
      {error && (
        <div className="conflict" role="alert">
          <Icon name="alert" />
          <p className="grow">
            <b className="b">{saidBy(error, t)}</b>{' '}
            {conflict ? t('Your answer was not counted. Look at it as it is now, then decide.') : adviceFor(error, t)}{' '}
            <span className="mono t11">{code ?? error.name}</span>
          </p>
          {conflict && <Button onClick={() => void reload().then(act.clear)}>{t('Show it as it is now')}</Button>}
        </div>
      )}
      <footer className="dec">
        <label className="inp grow" style={missing ? { borderColor: 'var(--bad)' } : undefined}>
          <span className="sr">{t('Comment')}</span>
          <input
            ref={field}
            value={comment}
            disabled={barred !== undefined}
            aria-invalid={missing}
            aria-describedby={missing ? 'comment-missing' : undefined}
            placeholder={t('Comment, seen by the team; required to reject')}
            onChange={(event) => {
              setComment(event.currentTarget.value);
              setMissing(false);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
          <Kbd>C</Kbd>
        </label>
        {missing && (
          <span id="comment-missing" className="neg t12" role="alert">
            {t('Say why you reject it.')}
          </span>
        )}
        <span className="lockline">
          <Icon name="lock" size={14} />
          {barred ? t(bars[barred]) : may ? t('You are not the maker') : t(bars.role)}
        </span>
        <Button
          look="bad"
          size="lg"
          keyHint="R"
          disabled={locked || act.busy}
          busy={act.doing === 'reject'}
          onClick={() => void decide('reject')}
        >
          {t('Reject')}
        </Button>
        <Button
          look={locked ? 'lockd' : 'pri'}
          size="lg"
          keyHint="A"
          disabled={locked || act.busy}
          busy={act.doing === 'approve'}
          {...(locked ? { icon: 'lock' as const } : {})}
          onClick={() => void decide('approve')}
        >
          {t('Approve')}
          {amount}
        </Button>
      </footer>
    </>
  );
}
