import { PasswordInput, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Problem } from '../lib/api.js';
import { signIn } from '../lib/session.js';
import { Button, Mark } from '../parts/basics.js';

interface Fields {
  email: string;
  password: string;
}

/** E-mail and password; afterwards back to where the person wanted to go. */
export function SignIn() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { then }: { then?: string } = useSearch({ strict: false });
  const [refused, setRefused] = useState<string>();
  const { register, handleSubmit, formState } = useForm<Fields>({ defaultValues: { email: '', password: '' } });

  useEffect(() => {
    document.title = 'Sluice';
  }, []);

  const submit = handleSubmit(async ({ email, password }) => {
    setRefused(undefined);
    try {
      await signIn(email.trim(), password);
      // Only addresses of this site: a link from elsewhere must not send anybody away after signing in.
      await navigate({ to: then?.startsWith('/') && !then.startsWith('//') ? then : '/' });
    } catch (error) {
      setRefused(sentence(error, t));
    }
  });

  return (
    <main className="signin" id="main">
      <form className="card form" onSubmit={(event) => void submit(event)} noValidate>
        <div className="brand">
          <Mark /> Sluice
        </div>
        <h1 className="t14 b">{t('Sign in')}</h1>
        <TextInput
          label={t('E-mail')}
          type="email"
          autoComplete="username"
          autoFocus
          size="sm"
          error={formState.errors.email?.message}
          {...register('email', { required: t('Enter your e-mail address.') })}
        />
        <PasswordInput
          label={t('Password')}
          autoComplete="current-password"
          size="sm"
          visibilityToggleButtonProps={{ 'aria-label': t('Show the password'), tabIndex: 0 }}
          error={formState.errors.password?.message}
          {...register('password', { required: t('Enter your password.') })}
        />
        {refused && (
          <p className="err" role="alert">
            {refused}
          </p>
        )}
        <Button look="pri" size="lg" type="submit" busy={formState.isSubmitting}>
          {t('Sign in')}
        </Button>
      </form>
    </main>
  );
}

function sentence(error: unknown, t: (key: string) => string): string {
  if (!(error instanceof Problem)) return t('Something went wrong here. Nothing was changed; try again.');
  if (error.status === 0) return t('Sluice did not answer. Nothing was changed; try again.');
  if (error.status === 429) return t('Too many attempts. Wait a minute, then try again.');
  if (error.status === 401 || error.status === 400 || error.status === 403)
    return t('E-mail and password do not match. Nothing was changed; check both and try again.');
  return error.message;
}
