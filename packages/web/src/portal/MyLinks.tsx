import type { PartnerCouponDto, PartnerLinkDto } from '@sluice/contracts/partner';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../lib/data.js';
import { Button } from '../parts/basics.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { MyCouponRequests } from './MyCoupons.js';

interface Mine {
  links: PartnerLinkDto[];
  coupons: PartnerCouponDto[];
}

/** Every link and coupon of mine, to copy. */
export function MyLinks() {
  const { t } = useTranslation();
  const query = useGet<Mine>('/v1/me/links');
  return (
    <>
      <h1 className="sr">{t('Links and coupons')}</h1>
      <Loaded query={query} rows={3} height={56}>
        {({ links, coupons }) => (
          <>
            <h2 className="st">{t('Your links')}</h2>
            {links.length === 0 && (
              <section className="cm">
                <Empty>{t('The programme has not made a link for you yet.')}</Empty>
              </section>
            )}
            {links.map((link, index) => (
              <Copyable
                key={link.id}
                text={link.url}
                note={t('leads to {{target}}', { target: link.target })}
                primary={index === 0}
              />
            ))}
            {coupons.length > 0 && <h2 className="st">{t('Your coupons')}</h2>}
            {coupons.map((coupon) => (
              <Copyable key={coupon.id} text={coupon.code} note={t('credits you wherever it is used')} />
            ))}
          </>
        )}
      </Loaded>
      <MyCouponRequests />
    </>
  );
}

/** The first link on the start page, with the way to all others. */
export function FirstLink() {
  const { t } = useTranslation();
  const query = useGet<Mine>('/v1/me/links');
  const first = query.data?.links[0];
  if (!query.data || !first) return null;
  const { links, coupons } = query.data;
  return (
    <>
      <h2 className="st">
        {t('Your link')}
        <Link to="/portal/links">
          {t('{{count}} links', { count: links.length })}
          {coupons.length > 0 && `, ${t('{{count}} coupons', { count: coupons.length })}`}
        </Link>
      </h2>
      <Copyable text={first.url} note={t('leads to {{target}}', { target: first.target })} primary />
    </>
  );
}

function Copyable({ text, note, primary }: { text: string; note: string; primary?: boolean }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <section className="lkc">
      <div className="lkr">
        <div className="grow">
          <div className="u">{text.replace(/^https?:\/\//, '')}</div>
          <div className="muted lknote ell">{note}</div>
        </div>
        <Button
          className="t"
          {...(primary ? { look: 'pri' as const } : {})}
          icon={copied ? 'check' : 'copy'}
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => {
              setCopied(true);
              window.setTimeout(() => setCopied(false), 2000);
            });
          }}
        >
          <span aria-live="polite">{copied ? t('Copied') : t('Copy')}</span>
        </Button>
      </div>
    </section>
  );
}
