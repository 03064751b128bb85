import { Modal, Select, Textarea } from '@mantine/core';
import type { PartnerDetail } from '@sluice/contracts/partner';
import { nextStatuses } from '@sluice/domain/partner-status';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { stateWord } from '../../parts/states.js';

/** Another status for a partner: only those that may follow, each with a reason. */
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
  const [status, setStatus] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (!opened) return;
    setStatus(null);
    setReason('');
    setError(undefined);
  }, [opened]);
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await post(`/v1/partners/${partner.id}/status`, { status, reason: reason.trim(), rev: partner.rev });
      await renew('/v1/partners');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('Change status')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={t('New status')}
          data-autofocus
          data={nextStatuses(partner.status).map((value) => ({ value, label: t(stateWord('partner', value)) }))}
          value={status}
          onChange={setStatus}
        />
        <Textarea
          label={t('Reason')}
          description={t('Kept with the status and in the audit log.')}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {(status === 'terminated' || status === 'paused') && (
          <p className="muted t12">{t('Flows that follow this partner are told and may end.')}</p>
        )}
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            look={status === 'terminated' ? 'bad' : 'pri'}
            type="submit"
            busy={busy}
            disabled={status === null || reason.trim() === ''}
          >
            {t('Change status')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
