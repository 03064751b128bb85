import { Textarea, TextInput } from '@mantine/core';
import type { PayoutDto } from '@sluice/contracts/batch';
import type { PayoutMark, PayoutMarked } from '@sluice/contracts/payout-file';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Seg } from '../../parts/basics.js';

type Fields = Pick<PayoutMark, 'reference' | 'date' | 'note'>;

/** Says what a person saw of a payout at the bank: paid, never paid, or come back; with reference, date and note. */
export function MarkPayout({ payout, onClose }: { payout: PayoutDto | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<PayoutMark['outcome']>('paid');
  const act = useAct();
  const { register, handleSubmit, reset, formState } = useForm<Fields>();
  useEffect(() => {
    if (!payout) return;
    setOutcome(payout.state === 'paid' ? 'returned' : 'paid');
    reset({ reference: '', date: new Date().toISOString().slice(0, 10), note: '' });
  }, [payout, reset]);
  const submit = handleSubmit(({ reference, date, note }) =>
    act.run(async () => {
      if (!payout) return;
      const body: PayoutMark = { outcome, reference: reference.trim(), date, note: note.trim() };
      await post<PayoutMarked>(`/v1/payouts/${payout.id}/mark`, body);
      await renew('/v1/payout-batches', '/v1/payout-files', '/v1/bank-entries');
      onClose();
    }),
  );
  const needed = (message: string) => (text: string) => text.trim() !== '' || message;
  return (
    <ActDialog
      title={t('Mark the payout to {{partner}}', { partner: payout?.partner.name ?? '' })}
      verb={t('Mark it')}
      act={act}
      opened={payout !== undefined}
      onClose={onClose}
      onSubmit={submit}
    >
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
    </ActDialog>
  );
}
