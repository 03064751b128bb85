import { Modal, Select, Textarea } from '@mantine/core';
import type { ReferralDetail } from '@sluice/contracts/referral';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { rejectReasons } from './words.js';

/** Rejects a lead with a reason that its partner sees, and a note that it does not. */
export function RejectLead({
  referral,
  opened,
  onClose,
}: {
  referral: ReferralDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (!opened) return;
    setReason(null);
    setNote('');
    setError(undefined);
  }, [opened]);
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const body = { outcome: 'reject', reason, ...(note.trim() && { note: note.trim() }), rev: referral.rev };
      await post(`/v1/referrals/${referral.id}/decision`, body);
      await renew('/v1/referrals');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('Reject lead')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={t('Reason')}
          description={t('The partner sees it.')}
          data-autofocus
          data={Object.entries(rejectReasons).map(([value, word]) => ({ value, label: t(word) }))}
          value={reason}
          onChange={setReason}
        />
        <Textarea
          label={t('Note for the team')}
          autosize
          minRows={2}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="bad" type="submit" busy={busy} disabled={reason === null}>
            {t('Reject lead')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
