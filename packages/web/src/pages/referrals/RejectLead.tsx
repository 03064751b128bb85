import { Select, Textarea } from '@mantine/core';
import type { ReferralDetail } from '@sluice/contracts/referral';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
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
  const act = useAct();
  useEffect(() => {
    if (!opened) return;
    setReason(null);
    setNote('');
  }, [opened]);
  const save = () =>
    act.run(async () => {
      const body = { outcome: 'reject', reason, ...(note.trim() && { note: note.trim() }), rev: referral.rev };
      await post(`/v1/referrals/${referral.id}/decision`, body);
      await renew('/v1/referrals');
      onClose();
    });
  return (
    <ActDialog
      title={t('Reject lead')}
      verb={t('Reject lead')}
      look="bad"
      act={act}
      disabled={reason === null}
      opened={opened}
      onClose={onClose}
      onSubmit={save}
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
    </ActDialog>
  );
}
