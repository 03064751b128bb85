import { Modal } from '@mantine/core';
import type { CouponRequestRow, PageScanDto } from '@sluice/contracts/coupon';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../parts/states.js';
import { When } from '../../parts/values.js';

/** One request: what speaks against the code, what its page says, what came of it. */
export function CouponRequest({ request, onClose }: { request: CouponRequestRow | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={request !== undefined}
      onClose={onClose}
      title={request ? <span className="mono">{request.code}</span> : t('Request')}
      closeButtonProps={{ 'aria-label': t('Close') }}
      size="lg"
    >
      {request && <Details request={request} />}
    </Modal>
  );
}

function Details({ request }: { request: CouponRequestRow }) {
  const { t } = useTranslation();
  return (
    <div className="form">
      <dl className="dl">
        <dt>{t('State')}</dt>
        <dd>
          <StateChip kind="coupon_request" state={request.state} />
        </dd>
        <dt>{t('Partner')}</dt>
        <dd>
          <Link to="/partners/$id" params={{ id: request.partner.id }}>
            {request.partner.name}
          </Link>
        </dd>
        <dt>{t('Requested')}</dt>
        <dd>
          <When at={request.createdAt} form="full" />
        </dd>
        {request.answeredAt && (
          <>
            <dt>{t('Answered')}</dt>
            <dd>
              <When at={request.answeredAt} form="full" />
              {request.reason && `, ${request.reason}`}
            </dd>
          </>
        )}
        {request.note && (
          <>
            <dt>{t('Note')}</dt>
            <dd>{request.note}</dd>
          </>
        )}
      </dl>
      {request.words.length > 0 && (
        <section>
          <h3 className="sec">{t('What speaks against it')}</h3>
          <Sentences of={request.words} />
        </section>
      )}
      <section>
        <h3 className="sec">{t('Landing page')}</h3>
        {request.landingPage ? <p className="mono t12 wrap">{request.landingPage}</p> : <p>{t('None was named.')}</p>}
        {request.scan && <Scan scan={request.scan} />}
      </section>
      <p className="btnrow">
        <Link to="/runs" search={{ subject: request.id }} className="btn">
          {t('Show its runs')}
        </Link>
      </p>
    </div>
  );
}

function Scan({ scan }: { scan: PageScanDto }) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        <StateChip kind="scan" state={scan.outcome} />{' '}
        <span className="muted t12">
          {t('scanned')} <When at={scan.at} />
        </span>
      </p>
      <Sentences of={scan.words} />
      {scan.error && <p>{scan.error}</p>}
      {scan.disclosure && (
        <p className="muted t12">
          {t('Its disclosure:')} “{scan.disclosure}”
        </p>
      )}
    </>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  if (of.length === 0) return null;
  return (
    <ul>
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
