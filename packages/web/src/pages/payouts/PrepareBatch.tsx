import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { BatchCreate, BatchStarted } from '@sluice/contracts/batch';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';
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
  const { register, handleSubmit, formState, setError, watch } = useForm<Fields>({
    defaultValues: { currency: '', cutoff: '' },
  });
  const [asked] = useDebouncedValue(bodyOf(watch()), 300);
  const submit = handleSubmit(async ({ currency, cutoff }) => {
    try {
      const { run } = await post<BatchStarted>('/v1/payout-batches', bodyOf({ currency, cutoff }));
      await renew('/v1/payout-batches');
      onClose();
      await navigate({ to: '/runs/$id', params: { id: run } });
    } catch (error) {
      setError('root', { message: error instanceof Error ? error.message : String(error) });
    }
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('Prepare a batch')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
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
        {formState.errors.root?.message && <Failed error={new Error(formState.errors.root.message)} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={formState.isSubmitting}>
            {t('Prepare batch')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What is asked for, as far as it is complete. */
function bodyOf({ currency, cutoff }: Fields): BatchCreate {
  return {
    ...(/^[A-Za-z]{3}$/.test(currency) ? { currency: currency.toUpperCase() } : {}),
    ...(cutoff ? { cutoff: new Date(cutoff).toISOString() } : {}),
  };
}
