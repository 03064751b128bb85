import { Modal, Select, TextInput } from '@mantine/core';
import type { ProspectCreate } from '@sluice/contracts/prospect';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../../parts/basics.js';
import { Failed } from '../../parts/feedback.js';

interface Fields {
  name: string;
  email: string;
  website: string;
  source: string;
}

/** Who might become a partner: name and address are enough to begin. */
export function AddProspect({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [language, setLanguage] = useState<'en' | 'de'>('en');
  const [error, setError] = useState<Error>();
  const { register, handleSubmit, reset, formState } = useForm<Fields>({
    defaultValues: { name: '', email: '', website: '', source: '' },
  });
  useEffect(() => {
    if (!opened) return;
    setError(undefined);
    setLanguage(i18n.language === 'de' ? 'de' : 'en');
    reset();
  }, [opened, reset, i18n.language]);
  const submit = handleSubmit(async ({ name, email, website, source }) => {
    setError(undefined);
    const body: Omit<ProspectCreate, 'tags'> = {
      name: name.trim(),
      email: email.trim(),
      language,
      ...(website.trim() && { website: website.trim() }),
      ...(source.trim() && { source: source.trim() }),
    };
    try {
      await post('/v1/prospects', body);
      await renew('/v1/prospects');
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('Add a prospect')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('Name')}
          data-autofocus
          error={formState.errors.name?.message}
          {...register('name', { validate: (text) => text.trim() !== '' || t('Say who it is.') })}
        />
        <TextInput
          label={t('E-mail')}
          type="email"
          error={formState.errors.email?.message}
          {...register('email', {
            validate: (text) => /^\S+@\S+\.\S+$/.test(text.trim()) || t('Enter an e-mail address.'),
          })}
        />
        <Select
          label={t('Language')}
          description={t('Mails are written in it.')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
          value={language}
          allowDeselect={false}
          onChange={(value) => setLanguage(value === 'de' ? 'de' : 'en')}
        />
        <TextInput
          label={t('Website')}
          placeholder="https://"
          error={formState.errors.website?.message}
          {...register('website', {
            validate: (text) =>
              text.trim() === '' || URL.canParse(text.trim()) || t('Enter a whole address, with https://.'),
          })}
        />
        <TextInput label={t('Found through')} {...register('source')} />
        {error && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={formState.isSubmitting}>
            {t('Add prospect')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
