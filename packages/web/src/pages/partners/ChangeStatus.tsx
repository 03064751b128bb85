import { Select, Textarea } from '@mantine/core';
import type { PartnerDetail } from '@sluice/contracts/partner';
import type { PartnerStatusPreviewDto } from '@sluice/contracts/partner-end';
import { nextStatuses } from '@sluice/domain/partner-status';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Loaded } from '../../parts/feedback.js';
import { stateWord } from '../../parts/states.js';
import { Choices } from './Choices.js';
import { Amounts } from './Effects.js';

type Ending = 'for_cause' | 'otherwise';

/** Another status for a partner: only those that may follow, each with a reason; ended, also what becomes of held money. */
export function ChangeStatus({
  partner,
  opened,
  onClose,
}: {
  partner: PartnerDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const act = useAct();
  const [status, setStatus] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [ending, setEnding] = useState<Ending>();
  useEffect(() => {
    if (!opened) return;
    setStatus(null);
    setReason('');
    setEnding(undefined);
  }, [opened]);
  const ends = status === 'terminated';
  const reinstates = partner.status === 'terminated' && status === 'active' && partner.forCause === true;
  const query = useGet<PartnerStatusPreviewDto>(
    opened && (ends || reinstates) ? `/v1/partners/${partner.id}/status-preview` : undefined,
  );
  const save = () =>
    act.run(async () => {
      const body = {
        status,
        reason: reason.trim(),
        rev: partner.rev,
        ...(ending === 'for_cause' && { forCause: true }),
      };
      await post(`/v1/partners/${partner.id}/status`, body);
      await renew('/v1/partners', '/v1/commissions');
      onClose();
    });
  return (
    <ActDialog
      title={t('Change status')}
      verb={ends ? t('Terminate partner') : reinstates ? t('Reinstate partner') : t('Change status')}
      look={ends ? 'bad' : 'pri'}
      act={act}
      opened={opened}
      disabled={status === null || reason.trim() === '' || (ends && ending === undefined)}
      onSubmit={save}
      onClose={onClose}
    >
      <Select
        label={t('New status')}
        data-autofocus
        data={nextStatuses(partner.status).map((value) => ({ value, label: t(stateWord('partner', value)) }))}
        value={status}
        onChange={(value) => {
          setStatus(value);
          if (value !== 'terminated') setEnding(undefined);
        }}
      />
      {ends && (
        <Loaded query={query} rows={3}>
          {({ forfeits }) => (
            <Choices<Ending>
              legend={t('What becomes of the money that is held?')}
              name="ending"
              value={ending}
              onChange={setEnding}
              options={[
                {
                  value: 'for_cause',
                  label: t('For cause: it is cancelled'),
                  help:
                    forfeits.commissions === 0 ? (
                      t('Nothing is held now. What is payable is still paid.')
                    ) : (
                      <>
                        <b>
                          <Amounts of={forfeits.amounts} />
                        </b>{' '}
                        {t('of {{count}} commissions is cancelled, and comes back if the partner is reinstated.', {
                          count: forfeits.commissions,
                        })}{' '}
                        {t('What is payable is still paid.')}
                      </>
                    ),
                },
                {
                  value: 'otherwise',
                  label: t('Otherwise: what was earned is paid'),
                  help:
                    forfeits.commissions === 0 ? (
                      t('Nothing is held now. What is payable is still paid.')
                    ) : (
                      <>
                        <b>
                          <Amounts of={forfeits.amounts} />
                        </b>{' '}
                        {t('stays held until its day, then it is paid.')}
                      </>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      )}
      {reinstates && (
        <Loaded query={query} rows={2}>
          {({ restores }) => (
            <p className="warnbox">
              {restores.commissions === 0 ? (
                t('Nothing was cancelled when the partner was terminated, so nothing comes back.')
              ) : (
                <>
                  <b>
                    <Amounts of={restores.amounts} />
                  </b>{' '}
                  {t(
                    'of {{count}} commissions comes back, less what was refunded meanwhile; what is due by now is released.',
                    {
                      count: restores.commissions,
                    },
                  )}
                </>
              )}
            </p>
          )}
        </Loaded>
      )}
      <Textarea
        label={t('Reason')}
        description={t('Kept with the status and in the audit log.')}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {(ends || status === 'paused') && (
        <p className="muted t12">{t('Flows that follow this partner are told and may end.')}</p>
      )}
    </ActDialog>
  );
}
