import { Textarea, TextInput } from '@mantine/core';
import type { AdjustmentCreate, AdjustmentDto } from '@sluice/contracts/adjustment';
import { currencyExponent, parseDecimal } from '@sluice/domain/money';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Seg } from '../../parts/basics.js';
import { PartnerFilter } from '../../parts/PartnerFilter.js';
import { useShell } from '../../shell/context.js';

interface Fields {
  amount: string;
  reason: string;
}

/** Asks for money to be given or taken; somebody else decides it in the inbox. */
export function AskAdjustment({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { programme } = useShell();
  const currency = programme?.currency ?? 'USD';
  const [partner, setPartner] = useState<string>();
  const [side, setSide] = useState<'give' | 'take'>('give');
  const [missing, setMissing] = useState(false);
  const act = useAct();
  const { register, handleSubmit, reset, formState } = useForm<Fields>({ defaultValues: { amount: '', reason: '' } });
  useEffect(() => {
    if (!opened) return;
    setMissing(false);
    setPartner(undefined);
    setSide('give');
    reset();
  }, [opened, reset]);
  const submit = handleSubmit(async ({ amount, reason }) => {
    setMissing(partner === undefined);
    const minor = minorOf(amount, currency);
    if (partner === undefined || minor === undefined) return;
    const signed = side === 'give' ? minor : -minor;
    const body = { partner, amount: { amount: signed.toString(), currency }, reason: reason.trim() };
    await act.run(async () => {
      await post<AdjustmentDto>('/v1/adjustments', body as AdjustmentCreate);
      await renew('/v1/adjustments', '/v1/approvals');
      onClose();
    });
  });
  return (
    <ActDialog
      title={t('Ask for an adjustment')}
      verb={t('Ask for it')}
      act={act}
      opened={opened}
      onClose={onClose}
      onSubmit={submit}
    >
      <PartnerFilter
        label={t('Partner')}
        value={partner}
        onChange={setPartner}
        error={missing && partner === undefined ? t('Say whose money it is.') : undefined}
      />
      <Seg
        label={t('Give or take')}
        value={side}
        onChange={setSide}
        options={[
          { value: 'give', label: t('Give') },
          { value: 'take', label: t('Take back') },
        ]}
      />
      <TextInput
        label={t('Amount in {{currency}}', { currency })}
        inputMode="decimal"
        error={formState.errors.amount?.message}
        {...register('amount', {
          validate: (text) => (minorOf(text, currency) ?? 0n) > 0n || t('An amount above zero, for example 25.00.'),
        })}
      />
      <Textarea
        label={t('Reason')}
        description={t('The partner reads it on the statement.')}
        autosize
        minRows={2}
        maxLength={500}
        error={formState.errors.reason?.message}
        {...register('reason', {
          validate: (text) => text.trim().length >= 3 || t('Say why, in words that the partner can read.'),
        })}
      />
      <p className="sub">
        {t('You ask for it, so somebody else approves it. Nothing is posted before; then it is a line of its own.')}
      </p>
    </ActDialog>
  );
}

/** Minor units of what a person types, with a point or a comma; undefined where it is no amount of that currency. */
function minorOf(text: string, currency: string): bigint | undefined {
  try {
    const { digits, places } = parseDecimal(text.trim().replace(',', '.'));
    const decimals = currencyExponent(currency);
    return places > decimals ? undefined : digits * 10n ** BigInt(decimals - places);
  } catch {
    return undefined;
  }
}
