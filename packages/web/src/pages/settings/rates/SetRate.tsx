import { Modal, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { Button } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';

interface Props {
  opened: boolean;
  onClose: () => void;
}

const empty = { from: 'EUR', to: '', date: '', rate: '', reason: '' };

/** A rate of one day by hand, over the one that is there. */
export function SetRate({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const [told, setTold] = useState(empty);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (!opened) return;
    setTold({ ...empty, date: new Date().toISOString().slice(0, 10) });
    setError(undefined);
  }, [opened]);
  const field = (name: keyof typeof empty) => ({
    value: told[name],
    onChange: (event: { currentTarget: { value: string } }) => setTold({ ...told, [name]: event.currentTarget.value }),
  });
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { from, to, rate, ...rest } = told;
      const body = { ...rest, from: from.trim().toUpperCase(), to: to.trim().toUpperCase(), rate: rate.trim() };
      await post('/v1/rates', body);
      await renew('/v1/rates');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
    setBusy(false);
  };
  const ready = Object.values(told).every((value) => value.trim() !== '');
  return (
    <Modal opened={opened} onClose={onClose} title={t('Set a rate')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
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
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button type="submit" look="pri" busy={busy} disabled={!ready}>
            {t('Set the rate')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
