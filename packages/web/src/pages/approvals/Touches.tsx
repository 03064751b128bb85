import type { ApprovalDetail } from '@sluice/contracts/approval';
import type { TouchDto } from '@sluice/contracts/referral';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../parts/icons.js';
import { When } from '../../parts/values.js';

const touchIcons: Record<TouchDto['kind'], IconName> = {
  click: 'link',
  coupon: 'ticket',
  lead: 'user',
  explicit: 'flag',
  customer: 'users',
};

const touchWords: Record<TouchDto['kind'], string> = {
  click: 'Click',
  coupon: 'Coupon',
  lead: 'Lead',
  explicit: 'Named by the order',
  customer: 'Known customer',
};

/** Which touches were looked at when the credit was given, and why each counted or not. */
export function Touches({
  touches,
  attribution,
}: {
  touches: TouchDto[];
  attribution: ApprovalDetail['evidence']['attribution'];
}) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <div className="row">
        <h3 className="sec">{t('Touches considered')}</h3>
        <span className="grow" />
        {attribution && (
          <span className="t12 muted">
            {t('{{model}} touch, window {{days}} days', { model: t(attribution.model), days: attribution.windowDays })}
          </span>
        )}
      </div>
      <table className="tch">
        <caption className="sr">{t('Touches considered')}</caption>
        <tbody>
          {touches.map((touch) => (
            <tr key={touch.id} className={touch.counted ? '' : 'o'}>
              <td className="num" style={{ width: 128 }}>
                <When at={touch.at} form="full" />
              </td>
              <td style={{ width: 26 }}>
                <Icon name={touchIcons[touch.kind]} size={14} />
              </td>
              <td>
                {t(touchWords[touch.kind])}
                <NamedBy by={touch.coupon ?? touch.referrer ?? touch.link} />, {touch.partner.name}
              </td>
              <td className="r num">{touch.counted ? t('counted') : (touch.reason ?? t('not counted'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NamedBy({ by }: { by: string | undefined }) {
  return by === undefined ? null : (
    <>
      {' '}
      <span className="m">{by}</span>
    </>
  );
}
