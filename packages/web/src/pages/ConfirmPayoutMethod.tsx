import type { PayoutMethodConfirmed } from '@sluice/contracts/payout-method';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act.js';
import { post } from '../lib/api.js';
import { Button, Mark } from '../parts/basics.js';
import { Failed } from '../parts/feedback.js';
import { When } from '../parts/values.js';

/** The page behind the link in the mail. Nothing happens until the button is pressed: scanners of mail follow links too. */
export function ConfirmPayoutMethod() {
  const { t } = useTranslation();
  const [done, setDone] = useState<PayoutMethodConfirmed>();
  const act = useAct();
  const token = window.location.hash.slice(1);
  useEffect(() => {
    document.title = t('Confirm payout details');
  }, [t]);
  const confirm = () =>
    act.run(async () => setDone(await post<PayoutMethodConfirmed>('/v1/payout-method-confirmations', { token })));
  return (
    <main className="signin" id="main">
      <div className="card pad form">
        <div className="brand">
          <Mark />
        </div>
        <h1 className="t14 b">{t('Confirm payout details')}</h1>
        {done ? (
          <>
            <p>
              {t('Confirmed. Payouts go to')} <span className="mono">{done.account}</span>, {done.currency}.
            </p>
            {done.coolsUntil && (
              <p>
                {t('Because the details are new, nothing is paid to them before')}{' '}
                <When at={done.coolsUntil} form="full" />.
              </p>
            )}
          </>
        ) : token === '' ? (
          <p>{t('The link is not whole. Open it from the mail again, or copy all of it.')}</p>
        ) : (
          <>
            <p>
              {t(
                'New payout details were entered for you. Confirm them only if you know of it; otherwise close this page.',
              )}
            </p>
            {act.error && <Failed error={act.error} />}
            <div className="btnrow">
              <Button look="pri" busy={act.busy} onClick={() => void confirm()}>
                {t('Confirm the new details')}
              </Button>
            </div>
          </>
        )}
      </div>
    </main>
  );
}
