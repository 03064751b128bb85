import { Textarea, TextInput } from '@mantine/core';
import type { PartnerDetail } from '@sluice/contracts/partner';
import type { PartnerErasePreviewDto } from '@sluice/contracts/partner-end';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Loaded } from '../../parts/feedback.js';
import { Amounts, Effects } from './Effects.js';

/** Erases who a partner was: what goes, what the law has kept and why, what stands against it, and the name typed again. */
export function ErasePartner({ partner, onClose }: { partner: PartnerDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useAct();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const query = useGet<PartnerErasePreviewDto>(`/v1/partners/${partner.id}/erase-preview`);
  const preview = query.data;
  const blocked = preview !== undefined && preview.open.length > 0;
  const ready = preview && !blocked && typed.trim() === preview.name && reason.trim().length >= 3;
  const erase = () =>
    act.run(async () => {
      if (!ready) return;
      await post(`/v1/partners/${partner.id}/erase`, { name: typed.trim(), reason: reason.trim() });
      await renew('/v1/partners', '/v1/users', '/v1/messages', '/v1/prospects');
      onClose();
    });
  return (
    <ActDialog
      title={t('Erase personal data')}
      verb={t('Erase for good')}
      look="bad"
      size="lg"
      act={act}
      disabled={!ready}
      onSubmit={erase}
      onClose={onClose}
    >
      <Loaded query={query} rows={8} height={24}>
        {(found) => (
          <>
            {blocked ? (
              <Blocked preview={found} />
            ) : (
              <p className="sub">
                {t('It cannot be undone. The partner is ended, and nobody of it can sign in any more.')}
              </p>
            )}
            {found.merged.length > 0 && (
              <p className="warnbox">
                {t('Accounts that were merged into it keep their data until each is erased by itself')}:{' '}
                {found.merged.map(({ id, name }, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <Link to="/partners/$id" params={{ id }} onClick={onClose}>
                      {name}
                    </Link>
                  </span>
                ))}
              </p>
            )}
            <Erased preview={found} />
            <Kept preview={found} />
            {!blocked && (
              <>
                <Textarea
                  label={t('Reason')}
                  description={t('Kept in the audit log. Write nothing in it that says who it was.')}
                  autosize
                  minRows={2}
                  maxLength={500}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
                <TextInput
                  label={t('Type the name to confirm: {{name}}', { name: found.name })}
                  autoComplete="off"
                  value={typed}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                />
              </>
            )}
          </>
        )}
      </Loaded>
    </ActDialog>
  );
}

/** Open money is the reason against it: whose it is could not be told afterwards. */
function Blocked({ preview: { open } }: { preview: PartnerErasePreviewDto }) {
  const { t } = useTranslation();
  const of = (where: 'held' | 'payable' | 'inTransit') =>
    open.map((balance) => balance[where]).filter(({ amount }) => amount !== '0');
  const lines = [
    [t('Held'), of('held')],
    [t('Payable'), of('payable')],
    [t('On its way'), of('inTransit')],
  ] as const;
  return (
    <div className="err" role="alert">
      <p className="b">{t('Nothing can be erased while money is open.')}</p>
      <p>
        {lines
          .filter(([, amounts]) => amounts.length > 0)
          .map(([label, amounts], index) => (
            <span key={label}>
              {index > 0 && ' · '}
              {label}: <Amounts of={amounts} />
            </span>
          ))}
      </p>
      <p>
        {t('Pay it, take it back by an adjustment, or end the partner for cause where that is the reason. Then erase.')}
      </p>
    </div>
  );
}

function Erased({ preview: { erases, pseudonym } }: { preview: PartnerErasePreviewDto }) {
  const { t } = useTranslation();
  const removed = t('deleted');
  return (
    <Effects
      title={t('What is erased')}
      rows={[
        {
          what: t('Name, e-mail address, organisation, website'),
          becomes: t('replaced by “{{pseudonym}}”', { pseudonym }),
        },
        { what: t('Tags, owner and custom fields'), becomes: removed },
        { what: t('Bank details'), figure: erases.payoutAccounts, becomes: t('deleted, also where payouts went') },
        { what: t('People who sign in'), figure: erases.people, becomes: t('closed; name and address deleted') },
        {
          what: t('Mails sent'),
          figure: erases.messages,
          becomes: t('address and text deleted; that one was sent stays'),
        },
        { what: t('Notices'), figure: erases.notices, becomes: removed },
        { what: t('Notes'), figure: erases.notes, becomes: removed },
        { what: t('Applications'), figure: erases.applications, becomes: t('what they said is deleted') },
      ]}
    />
  );
}

function Kept({ preview: { keeps } }: { preview: PartnerErasePreviewDto }) {
  const { t } = useTranslation();
  const books = t('commercial and tax law ask for it (GDPR, article 17 (3) b); under the new name');
  return (
    <Effects
      title={t('What is kept, and why')}
      rows={[
        { what: t('Journals of the ledger'), figure: keeps.journals, becomes: books },
        { what: t('Commissions'), figure: keeps.commissions, becomes: books },
        { what: t('Payouts'), figure: keeps.payouts, becomes: books },
        { what: t('Statements'), figure: keeps.statements, becomes: books },
        {
          what: t('Tax forms'),
          figure: keeps.taxForms,
          becomes: t('tax law asks for them as they were signed, with name and number (article 17 (3) b)'),
        },
        {
          what: t('Signed documents'),
          figure: keeps.documents,
          becomes: t('evidence of what was agreed (article 17 (3) e)'),
        },
        {
          what: t('Audit log'),
          becomes: t('who did what cannot be changed; it is evidence of lawful processing (article 17 (3) e)'),
        },
      ]}
    />
  );
}
