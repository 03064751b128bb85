import type { CommissionRow } from '@sluice/contracts/commission';
import { useTranslation } from 'react-i18next';
import { useNow } from '../lib/clock.js';
import { day, formatCountdown, formatPromise } from '../lib/time.js';
import { Gate, openHolds, When } from './values.js';

const reasons: Record<string, string> = {
  refund_window: 'Held while the customer can still ask for a refund.',
  review: 'Held until somebody has reviewed it.',
  dispute: 'Held until the bank has settled the dispute.',
  tax_form: 'Held until the tax form is here.',
  staged: 'Released in stages.',
};

/** What holds a commission and until when: hatched track, marker for now, bracket for the gate, and the time left. */
export function HoldTrack({ position, since }: { position: CommissionRow['position']; since: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow(1000);
  const holds = openHolds(position.holds);
  if (position.state !== 'held' || holds.length === 0) return null;
  return (
    <>
      {holds.map((hold) => {
        const left = hold.until ? new Date(hold.until).getTime() - now.getTime() : undefined;
        const words =
          left === undefined
            ? undefined
            : left <= 0
              ? t('ends now')
              : left > day
                ? t('{{count}} days left', { count: Math.ceil(left / day) })
                : formatCountdown(left);
        const promise = hold.until && formatPromise(new Date(hold.until), { locale: i18n.language });
        return (
          <div key={hold.key} className="hold-track">
            <p className="t12 sub">{t(reasons[hold.kind] ?? hold.kind)}</p>
            {hold.until && (
              <>
                <Gate
                  since={hold.since ?? since}
                  until={hold.until}
                  now={now}
                  label={t('Held until {{date}}, {{left}}', { date: promise, left: words })}
                />
                <div className="gate-labels num">
                  <When at={hold.since ?? since} form="short" />
                  <b>{words}</b>
                  <span>{t('until {{date}}', { date: promise })}</span>
                </div>
              </>
            )}
          </div>
        );
      })}
    </>
  );
}
