import { TagsInput } from '@mantine/core';
import type { ReferralDetail } from '@sluice/contracts/referral';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { patch } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
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
  const act = useAct();
  useEffect(() => {
    if (!opened) return;
    setTags(referral.tags);
    setAssignee(referral.assignee?.id ?? null);
    setRev(referral.rev);
    // What is typed stays, even where the referral is read again meanwhile: the server refuses what is out of date.
  }, [opened]);
  const save = () =>
    act.run(async () => {
      await patch(`/v1/referrals/${referral.id}`, { rev, tags, assignee });
      await renew('/v1/referrals');
      onClose();
    });
  return (
    <ActDialog
      title={t('Edit lead')}
      verb={t('Save changes')}
      act={act}
      opened={opened}
      onClose={onClose}
      onSubmit={save}
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
    </ActDialog>
  );
}
