import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { BatchCreate, BatchStarted } from '@sluice/contracts/batch';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { BatchPreviewBox } from './BatchPreviewBox.js';

interface Fields {
  cutoff: string;
}

/** Starts a batch with the caller as its maker; the run that gathers it is shown. */
export function PrepareBatch({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { register, handleSubmit, formState, watch } = useForm<Fields>({
    defaultValues: { cutoff: '' },
  });
  const [asked] = useDebouncedValue(bodyOf(watch()), 300);
  const act = useAct();
  const submit = handleSubmit((fields) =>
    act.run(async () => {
      const { run } = await post<BatchStarted>('/v1/payout-batches', bodyOf(fields));
      await renew('/v1/payout-batches');
      onClose();
      await navigate({ to: '/runs/$id', params: { id: run } });
    }),
  );
  return (
    <ActDialog
      title={t('Prepare a batch')}
      verb={t('Prepare batch')}
      size="lg"
      act={act}
      opened={opened}
      onClose={onClose}
      onSubmit={submit}
    >
      <p className="sub">
        {t(
          'Everything payable before the cutoff is gathered by partner. You are its maker: somebody else approves it.',
        )}
      </p>
      <TextInput
        label={t('Cutoff')}
        description={t('Empty means now.')}
        type="datetime-local"
        error={formState.errors.cutoff?.message}
        {...register('cutoff', {
          validate: (text) => text === '' || new Date(text) <= new Date() || t('A cutoff lies in the past.'),
        })}
      />
      <BatchPreviewBox asked={asked} opened={opened} />
    </ActDialog>
  );
}

/** In the programme's currency; partners are paid in their own. */
function bodyOf({ cutoff }: Fields): BatchCreate {
  return cutoff ? { cutoff: new Date(cutoff).toISOString() } : {};
}
