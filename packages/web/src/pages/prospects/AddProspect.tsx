import { Select, TextInput } from '@mantine/core';
import type { ProspectCreate } from '@sluice/contracts/prospect';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';

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
  const act = useAct();
  const { register, handleSubmit, reset, formState } = useForm<Fields>({
    defaultValues: { name: '', email: '', website: '', source: '' },
  });
  useEffect(() => {
    if (!opened) return;
    setLanguage(i18n.language === 'de' ? 'de' : 'en');
    reset();
  }, [opened, reset, i18n.language]);
  const submit = handleSubmit(({ name, email, website, source }) =>
    act.run(async () => {
      const body: Omit<ProspectCreate, 'tags'> = {
        name: name.trim(),
        email: email.trim(),
        language,
        ...(website.trim() && { website: website.trim() }),
        ...(source.trim() && { source: source.trim() }),
      };
      await post('/v1/prospects', body);
      await renew('/v1/prospects');
      onClose();
    }),
  );
  return (
    <ActDialog
      title={t('Add a prospect')}
      verb={t('Add prospect')}
      act={act}
      opened={opened}
      onClose={onClose}
      onSubmit={submit}
    >
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
    </ActDialog>
  );
}
