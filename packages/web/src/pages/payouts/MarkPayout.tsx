import { Modal, Textarea, TextInput } from '@mantine/core';
import type { PayoutDto } from '@sluice/contracts/batch';
import type { PayoutMark, PayoutMarked } from '@sluice/contracts/payout-file';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button, Seg } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';

type Fields = Pick<PayoutMark, 'reference' | 'date' | 'note'>;

/** Says what a person saw of a payout at the bank: paid, never paid, or come back; with reference, date and note. */
export function MarkPayout({ payout, onClose }: { payout: PayoutDto | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<PayoutMark['outcome']>('paid');
  const [error, setError] = useState<Error>();
  const { register, handleSubmit, reset, formState } = useForm<Fields>();
  useEffect(() => {
    if (!payout) return;
    setError(undefined);
    setOutcome(payout.state === 'paid' ? 'returned' : 'paid');
    reset({ reference: '', date: new Date().toISOString().slice(0, 10), note: '' });
  }, [payout, reset]);
  const submit = handleSubmit(async ({ reference, date, note }) => {
    if (!payout) return;
    setError(undefined);
    try {
      const body: PayoutMark = { outcome, reference: reference.trim(), date, note: note.trim() };
      await post<PayoutMarked>(`/v1/payouts/${payout.id}/mark`, body);
      await renew('/v1/payout-batches', '/v1/payout-files', '/v1/bank-entries');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
  });
  const needed = (message: string) => (text: string) => text.trim() !== '' || message;
  return (
    <Modal
      opened={payout !== undefined}
      onClose={onClose}
      title={t('Mark the payout to {{partner}}', { partner: payout?.partner.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <Seg
          label={t('What happened')}
          value={outcome}
          onChange={setOutcome}
          options={
            payout?.state === 'paid'
              ? [{ value: 'returned', label: t('Came back') }]
              : [
                  { value: 'paid', label: t('Paid') },
                  { value: 'failed', label: t('Never paid') },
                ]
          }
        />
        <TextInput
          label={t('Reference at the bank')}
          error={formState.errors.reference?.message}
          {...register('reference', { validate: needed(t('Say where it can be found at the bank.')) })}
        />
        <TextInput
          label={t('Date')}
          type="date"
          error={formState.errors.date?.message}
          {...register('date', { validate: needed(t('Say when it happened.')) })}
        />
        <Textarea
          label={t('Note')}
          autosize
          minRows={2}
          error={formState.errors.note?.message}
          {...register('note', { validate: needed(t('Say what you saw, for who reads it later.')) })}
        />
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={formState.isSubmitting}>
            {t('Mark it')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
