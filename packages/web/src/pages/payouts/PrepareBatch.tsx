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
import { useShell } from '../../shell/context.js';
import { BatchPreviewBox } from './BatchPreviewBox.js';

interface Fields {
  currency: string;
  cutoff: string;
}

/** Starts a batch with the caller as its maker; the run that gathers it is shown. */
export function PrepareBatch({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { programme } = useShell();
  const navigate = useNavigate();
  const { register, handleSubmit, formState, watch } = useForm<Fields>({
    defaultValues: { currency: '', cutoff: '' },
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
        label={t('Currency')}
        placeholder={programme?.currency ?? 'USD'}
        maxLength={3}
        error={formState.errors.currency?.message}
        {...register('currency', {
          pattern: { value: /^[A-Za-z]{3}$/, message: t('Three letters, for example USD.') },
        })}
      />
      <TextInput
        label={t('Cutoff')}
        description={t('Empty means now.')}
        type="datetime-local"
        {...register('cutoff')}
      />
      <BatchPreviewBox asked={asked} opened={opened} />
    </ActDialog>
  );
}

/** What is asked for, as far as it is complete. */
function bodyOf({ currency, cutoff }: Fields): BatchCreate {
  return {
    ...(/^[A-Za-z]{3}$/.test(currency) ? { currency: currency.toUpperCase() } : {}),
    ...(cutoff ? { cutoff: new Date(cutoff).toISOString() } : {}),
  };
}
