import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { ActDialog } from '../../../parts/ActDialog.js';

interface Props {
  opened: boolean;
  onClose: () => void;
}

const empty = { from: 'EUR', to: '', date: '', rate: '', reason: '' };

/** A rate of one day by hand, over the one that is there. */
export function SetRate({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const [told, setTold] = useState(empty);
  const act = useAct();
  useEffect(() => {
    if (!opened) return;
    setTold({ ...empty, date: new Date().toISOString().slice(0, 10) });
  }, [opened]);
  const field = (name: keyof typeof empty) => ({
    value: told[name],
    onChange: (event: { currentTarget: { value: string } }) => setTold({ ...told, [name]: event.currentTarget.value }),
  });
  const save = () =>
    act.run(async () => {
      const { from, to, rate, ...rest } = told;
      const body = { ...rest, from: from.trim().toUpperCase(), to: to.trim().toUpperCase(), rate: rate.trim() };
      await post('/v1/rates', body);
      await renew('/v1/rates');
      onClose();
    });
  const ready = Object.values(told).every((value) => value.trim() !== '');
  return (
    <ActDialog
      title={t('Set a rate')}
      verb={t('Set the rate')}
      act={act}
      opened={opened}
      disabled={!ready}
      onSubmit={save}
      onClose={onClose}
    >
      <p className="muted t13">
        {t('It counts for that day in place of the one that is there. What was converted keeps its rate.')}
      </p>
      <div className="two">
        <TextInput label={t('From currency')} placeholder="EUR" maxLength={3} data-autofocus {...field('from')} />
        <TextInput label={t('Into currency')} placeholder="USD" maxLength={3} {...field('to')} />
      </div>
      <div className="two">
        <TextInput label={t('Day')} type="date" {...field('date')} />
        <TextInput
          label={t('Rate')}
          placeholder="1.0845"
          inputMode="decimal"
          description={t('What 1 {{from}} is worth', { from: told.from || '…' })}
          inputWrapperOrder={['label', 'input', 'description']}
          {...field('rate')}
        />
      </div>
      <TextInput
        label={t('Reason')}
        description={t('Kept in the audit log, with the rate before.')}
        {...field('reason')}
      />
    </ActDialog>
  );
}
