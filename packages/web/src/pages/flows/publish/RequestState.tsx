import type { FlowDraft } from '@sluice/contracts/flow';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../../parts/icons.js';
import { When } from '../../../parts/values.js';

type Request = NonNullable<FlowDraft['request']>;

const LOOKS: Readonly<Record<Request['state'], { icon: IconName; words: string }>> = {
  pending: {
    icon: 'clock',
    words: 'Asked for. It waits for somebody who did not make it; any change to the draft withdraws it.',
  },
  approved: { icon: 'check', words: 'The last request was approved.' },
  rejected: { icon: 'x', words: 'The last request was rejected.' },
  expired: { icon: 'clock', words: 'Nobody decided the last request in time.' },
  cancelled: { icon: 'info', words: 'The last request was withdrawn, since the draft has changed.' },
};

/** What became of the last request to publish. */
export function RequestState({ request }: { request: Request }) {
  const { t } = useTranslation();
  const { icon, words } = LOOKS[request.state];
  return (
    <p className={request.state === 'rejected' ? 'state bad' : 'state'} role="status">
      <Icon name={icon} size={14} />
      <span>
        {t(words)}
        {request.comment && <> “{request.comment}”</>} <When at={request.askedAt} className="muted t12" />{' '}
        <Link to="/approvals/$id" params={{ id: request.approval }}>
          {t('Show the request')}
        </Link>
      </span>
    </p>
  );
}
