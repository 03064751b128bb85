import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import type { ApplicationForm } from '@sluice/contracts/application';
import { useEffect, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { useGet } from '../../lib/data.js';
import { Button, Mark } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';
import { typeWords } from '../partners/words.js';

interface Fields {
  name: string;
  email: string;
  type: ApplicationForm['types'][number];
  website: string;
  channels: string;
  message: string;
  acceptsTerms: boolean;
  fax: string;
}

/** The public form by which somebody asks to become a partner. */
export function Apply() {
  const { t } = useTranslation();
  const form = useGet<ApplicationForm>('/v1/applications/form');
  const [sent, setSent] = useState(false);
  useEffect(() => {
    document.title = form.data?.programme.name ?? 'Sluice';
  }, [form.data]);
  return (
    <main className="signin apply" id="main">
      <Loaded query={form} rows={8}>
        {({ programme, types }) => (
          <div className="card form">
            <div className="brand">
              <Mark /> {programme.name}
            </div>
            <h1 className="t14 b">{t('Become a partner')}</h1>
            {sent ? (
              <p role="status">
                {t('Thank you. We look at your application and answer by mail, usually within two working days.')}
              </p>
            ) : (
              <ApplyForm types={types} onSent={() => setSent(true)} />
            )}
          </div>
        )}
      </Loaded>
    </main>
  );
}

function ApplyForm({ types, onSent }: { types: ApplicationForm['types']; onSent: () => void }) {
  const { t, i18n } = useTranslation();
  const act = useAct();
  const { register, handleSubmit, control, formState } = useForm<Fields>({
    defaultValues: {
      name: '',
      email: '',
      type: 'creator',
      website: '',
      channels: '',
      message: '',
      acceptsTerms: false,
      fax: '',
    },
  });
  const submit = handleSubmit(({ name, email, website, channels, message, fax, ...rest }) =>
    act.run(async () => {
      const given = Object.entries({ website, channels, message, fax }).filter(([, text]) => text.trim() !== '');
      await post('/v1/applications', {
        ...rest,
        ...Object.fromEntries(given.map(([field, text]) => [field, text.trim()])),
        name: name.trim(),
        email: email.trim(),
        language: i18n.language === 'de' ? 'de' : 'en',
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
      onSent();
    }),
  );
  const { errors } = formState;
  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      <TextInput
        label={t('Name')}
        autoComplete="name"
        error={errors.name?.message}
        {...register('name', { validate: (text) => text.trim() !== '' || t('Enter your name.') })}
      />
      <TextInput
        label={t('E-mail')}
        type="email"
        autoComplete="email"
        error={errors.email?.message}
        {...register('email', {
          validate: (text) => /^\S+@\S+\.\S+$/.test(text.trim()) || t('Enter your e-mail address.'),
        })}
      />
      <Controller
        control={control}
        name="type"
        render={({ field }) => (
          <Select
            label={t('I am a')}
            data={types.map((value) => ({ value, label: t(typeWords[value]) }))}
            value={field.value}
            allowDeselect={false}
            onChange={(value) => field.onChange(value ?? 'other')}
          />
        )}
      />
      <TextInput
        label={t('Website')}
        placeholder="https://"
        error={errors.website?.message}
        {...register('website', {
          validate: (text) =>
            text.trim() === '' || URL.canParse(text.trim()) || t('Enter a whole address, with https://.'),
        })}
      />
      <TextInput label={t('Where and to whom you speak')} {...register('channels')} />
      <Textarea label={t('What we should know')} autosize minRows={2} {...register('message')} />
      <div className="sr" aria-hidden="true">
        <input tabIndex={-1} autoComplete="off" {...register('fax')} />
      </div>
      <Checkbox
        label={t('I accept the terms of the programme.')}
        error={errors.acceptsTerms?.message}
        {...register('acceptsTerms', { validate: (yes) => yes || t('Without the terms we cannot take you in.') })}
      />
      {act.error && <Failed error={act.error} />}
      <Button look="pri" size="lg" type="submit" busy={act.busy}>
        {t('Apply')}
      </Button>
    </form>
  );
}
