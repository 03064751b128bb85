import { TextInput } from '@mantine/core';
import type { CouponRequestRow } from '@sluice/contracts/coupon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act.js';
import { post } from '../lib/api.js';
import { renew, useList } from '../lib/data.js';
import { Button } from '../parts/basics.js';
import { Failed } from '../parts/feedback.js';
import { StateChip } from '../parts/states.js';
import { When } from '../parts/values.js';

/** The codes that I have asked for, and the way to ask for one more. */
export function MyCouponRequests() {
  const { t } = useTranslation();
  const query = useList<CouponRequestRow>('/v1/coupon-requests', {}, 20);
  return (
    <>
      <h2 className="st">{t('Ask for a code')}</h2>
      <AskForCode />
      {query.rows.map((request) => (
        <section key={request.id} className="cm" aria-label={request.code}>
          <div className="one">
            <p className="row">
              <b className="mono grow">{request.code}</b>
              <StateChip kind="my_coupon_request" state={request.state} />
            </p>
            <p className="muted t13">
              {t('requested')} <When at={request.createdAt} />
              {request.reason && `, ${request.reason}`}
            </p>
            {request.scan && request.scan.words.length > 0 && (
              <ul>
                {request.scan.words.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </div>
        </section>
      ))}
    </>
  );
}

function AskForCode() {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [landingPage, setLandingPage] = useState('');
  const act = useAct();
  const ask = () =>
    act.run(async () => {
      const body = { code: code.trim(), ...(landingPage.trim() && { landingPage: landingPage.trim() }) };
      await post('/v1/coupon-requests', body);
      await renew('/v1/coupon-requests');
      setCode('');
      setLandingPage('');
    });
  return (
    <section className="cm" aria-label={t('Ask for a code')}>
      <form
        className="one form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <TextInput
          label={t('Code')}
          description={t('3 to 24 letters and digits, dashes between them.')}
          autoCapitalize="characters"
          autoComplete="off"
          maxLength={64}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <TextInput
          label={t('Where you will show it')}
          description={t('The page must say that you earn a commission, before its first link.')}
          placeholder="https://"
          inputMode="url"
          value={landingPage}
          onChange={(event) => setLandingPage(event.currentTarget.value)}
        />
        {act.error && <Failed error={act.error} />}
        <Button look="pri" className="t" type="submit" busy={act.busy} disabled={code.trim() === ''}>
          {t('Ask for the code')}
        </Button>
      </form>
    </section>
  );
}
