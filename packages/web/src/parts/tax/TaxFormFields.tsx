import { Checkbox, Select, TextInput } from '@mantine/core';
import type { TaxFormDto, TaxFormSubmit } from '@sluice/contracts/tax';
import { countryCodes, usStates } from '@sluice/domain/tax/countries';
import type { TaxField, TaxFormDefinition } from '@sluice/domain/tax/form';
import { checkForm } from '@sluice/domain/tax/validate';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post, Problem } from '../../lib/api.js';
import { renew } from '../../lib/data.js';
import { Button } from '../basics.js';
import { Failed } from '../feedback.js';

/** Fills in and signs a form: the same check as the server's, each problem at its field, the first one in view. */
export function TaxFormFields({
  form,
  before,
  onDone,
}: {
  form: TaxFormDefinition;
  /** What was given before, to be corrected: all but numbers, which nobody is shown again. */
  before?: TaxFormDto | undefined;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, string>>(() => ({ ...before?.values }));
  const [signedAs, setSignedAs] = useState('');
  const [capacity, setCapacity] = useState('');
  const [certified, setCertified] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const { busy, error, run, clear: clearError } = useAct();
  const box = useRef<HTMLFormElement>(null);

  const say = (found: Record<string, string>): void => {
    setErrors(found);
    // The first as they stand in the form, whatever the order in which they were found.
    const inputs = [...(box.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    inputs.find((input) => found[input.dataset['field'] ?? ''] !== undefined)?.focus();
  };
  const clear = (field: string): void => setErrors(({ [field]: _gone, ...rest }) => rest);
  const send = async (): Promise<void> => {
    clearError();
    const body: TaxFormSubmit = { form: form.key, values, signedAs, capacity, certified };
    const { problems } = checkForm(form, body, new Date().toISOString().slice(0, 10));
    say(Object.fromEntries(problems.map(({ field, message }) => [field, message]).reverse()));
    if (problems.length > 0) return;
    const done = await run(async () => {
      try {
        await post('/v1/me/tax-forms', body);
      } catch (failure) {
        const told = failure instanceof Problem ? (failure.body.errors ?? []) : [];
        say(Object.fromEntries(told.map(({ pointer = '', message }) => [pointer.split('/').pop() ?? '', message])));
        throw failure;
      }
      await renew('/v1/me/tax-forms', '/v1/document-requests');
    });
    if (done) onDone();
  };

  return (
    <form
      ref={box}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="one">
        <p>
          <b>{form.name}</b> · {t(form.title)}
        </p>
        <p className="muted t12">{t('Numbers are stored encrypted, and shown to nobody without a reason.')}</p>
      </div>
      {form.parts.map((part) => (
        <fieldset key={part.title} className="one form taxpart">
          <legend className="sec">{t(part.title)}</legend>
          {part.fields
            .filter((field) => field.shown?.(values) ?? true)
            .map((field) => (
              <Field
                key={field.key}
                field={field}
                needed={field.needed?.(values) ?? false}
                value={values[field.key] ?? ''}
                error={errors[field.key]}
                onChange={(value) => {
                  setValues((before) => ({ ...before, [field.key]: value }));
                  clear(field.key);
                }}
              />
            ))}
        </fieldset>
      ))}
      <fieldset className="one form taxpart">
        <legend className="sec">{t('Signature')}</legend>
        <ul className="taxcertify">
          {form.certify.map((line) => (
            <li key={line}>{t(line)}</li>
          ))}
        </ul>
        <Checkbox
          data-field="certified"
          label={t('I confirm this, under penalties of perjury where the form asks for it.')}
          checked={certified}
          error={errors['certified'] && t(errors['certified'])}
          onChange={(event) => {
            setCertified(event.currentTarget.checked);
            clear('certified');
          }}
        />
        <TextInput
          data-field="signedAs"
          label={t('Your full name, as a signature')}
          withAsterisk
          autoComplete="name"
          maxLength={200}
          value={signedAs}
          error={errors['signedAs'] && t(errors['signedAs'])}
          onChange={(event) => {
            setSignedAs(event.currentTarget.value);
            clear('signedAs');
          }}
        />
        <TextInput
          data-field="capacity"
          label={t('You sign as')}
          description={t('For example: myself, managing director.')}
          withAsterisk
          maxLength={200}
          value={capacity}
          error={errors['capacity'] && t(errors['capacity'])}
          onChange={(event) => {
            setCapacity(event.currentTarget.value);
            clear('capacity');
          }}
        />
        {error && Object.keys(errors).length === 0 && <Failed error={error} />}
        <div className="btnrow">
          <Button onClick={onDone}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={busy}>
            {t('Sign and send')}
          </Button>
        </div>
      </fieldset>
    </form>
  );
}

function Field({
  field,
  needed,
  value,
  error,
  onChange,
}: {
  field: TaxField;
  needed: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const options = useOptions(field);
  const common = {
    // Not by its name, which of a choice is that of a field that nobody sees.
    'data-field': field.key,
    label: t(field.label),
    error: error && t(error),
    ...(field.help !== undefined && { description: t(field.help) }),
  };
  if (field.kind === 'tick')
    return (
      <Checkbox
        {...common}
        checked={value === 'yes'}
        onChange={(event) => onChange(event.currentTarget.checked ? 'yes' : '')}
      />
    );
  if (options)
    return (
      <Select
        {...common}
        withAsterisk={needed}
        data={options}
        searchable={options.length > 8}
        clearable={!needed}
        placeholder={t('Choose')}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  return (
    <TextInput
      {...common}
      withAsterisk={needed}
      type={field.kind === 'date' ? 'date' : 'text'}
      maxLength={field.max ?? 200}
      autoComplete={field.secret ? 'off' : 'on'}
      spellCheck={false}
      {...(field.kind === 'percent' && { inputMode: 'decimal' as const })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** What there is to choose from: a field's own answers, countries by their names in the reader's language, or states. */
function useOptions(field: TaxField): { value: string; label: string }[] | undefined {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    if (field.kind === 'state') return usStates.map((state) => ({ value: state, label: state }));
    if (field.kind === 'country') {
      const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
      return countryCodes
        .map((code) => ({ value: code, label: names.of(code) ?? code }))
        .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
    }
    return field.options?.map(({ value, label }) => ({ value, label: t(label) }));
  }, [field, t, i18n.language]);
}
