import type { PartnerDetail } from '@sluice/contracts/partner';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { When } from '../../parts/values.js';
import { ErasePartner } from './ErasePartner.js';
import { MergePartner } from './MergePartner.js';

/** What a partner no longer is: another's duplicate, or somebody with a name. */
export function EndedAs({ partner: { mergedInto, erasedAt } }: { partner: PartnerDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {mergedInto && (
        <p className="warnbox" role="note">
          {t('This account was merged into')}{' '}
          <Link to="/partners/$id" params={{ id: mergedInto.id }}>
            {mergedInto.name}
          </Link>
          . {t('Its links, coupons and customers earn there; what it was paid before stays here.')}
        </p>
      )}
      {erasedAt && (
        <p className="warnbox" role="note">
          {t('Personal data were erased on')} <When at={erasedAt} form="promise" />.{' '}
          {t('What was earned and paid is kept under this name, as the law asks.')}
        </p>
      )}
    </>
  );
}

/** The ways in which a partner ends for good; each is there for whoever may do it. */
export function PartnerEnds({ partner }: { partner: PartnerDetail }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'merge' | 'erase'>();
  const mayMerge = useCan('partner.merge') && !partner.mergedInto && !partner.erasedAt;
  const mayErase = useCan('partner.erase') && !partner.erasedAt;
  const close = () => setOpen(undefined);
  if (!mayMerge && !mayErase && open === undefined) return null;
  return (
    <section className="card pad side-card" aria-labelledby="partner-ends">
      <h2 className="sec" id="partner-ends">
        {t('Duplicates and personal data')}
      </h2>
      <p className="sub">
        {t('Merge a second account of the same partner, or erase who it was when it asks for that.')}
      </p>
      <div className="btnrow">
        {mayMerge && <Button onClick={() => setOpen('merge')}>{t('Merge…')}</Button>}
        {mayErase && (
          <Button look="bad" onClick={() => setOpen('erase')}>
            {t('Erase…')}
          </Button>
        )}
      </div>
      {open === 'merge' && <MergePartner partner={partner} onClose={close} />}
      {open === 'erase' && <ErasePartner partner={partner} onClose={close} />}
    </section>
  );
}
