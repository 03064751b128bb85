import { Modal, TagsInput } from '@mantine/core';
import type { ReferralDetail } from '@sluice/contracts/referral';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
import { PersonSelect } from '../../parts/PersonSelect.js';

/** Tags of a referral and who follows it up. */
export function EditReferral({
  referral,
  opened,
  onClose,
}: {
  referral: ReferralDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [tags, setTags] = useState<string[]>([]);
  const [assignee, setAssignee] = useState<string | null>(null);
  const [rev, setRev] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (!opened) return;
    setTags(referral.tags);
    setAssignee(referral.assignee?.id ?? null);
    setRev(referral.rev);
    setError(undefined);
    // What is typed stays, even where the referral is read again meanwhile: the server refuses what is out of date.
  }, [opened]);
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await patch(`/v1/referrals/${referral.id}`, { rev, tags, assignee });
      await renew('/v1/referrals');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('Edit lead')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TagsInput
          label={t('Tags')}
          description={t('Press Enter after each.')}
          maxTags={50}
          maxLength={64}
          value={tags}
          onChange={setTags}
        />
        <PersonSelect label={t('Assigned to')} value={assignee} onChange={setAssignee} />
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={busy}>
            {t('Save changes')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
