import type { TaxFormDto } from '@sluice/contracts/tax';
import type { TaxField } from '@sluice/domain/tax/form';
import { fieldsOf, taxForm } from '@sluice/domain/tax/forms';
import { useTranslation } from 'react-i18next';
import { When } from '../values.js';

/** A form as it was given, numbers masked unless they are shown. */
export function TaxFormText({ form, secrets }: { form: TaxFormDto; secrets?: Record<string, string> | undefined }) {
  const { t, i18n } = useTranslation();
  const countries = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const definition = taxForm(form.form);
  const text = (field: TaxField, value: string): string => {
    if (field.kind === 'tick') return t('Yes');
    if (field.kind === 'country') return countries.of(value) ?? value;
    const option = field.options?.find((one) => one.value === value);
    return option ? t(option.label) : value;
  };
  return (
    <dl className="dl">
      {fieldsOf(definition).map((field) => {
        const value = form.values[field.key] ?? secrets?.[field.key] ?? form.masked[field.key];
        if (value === undefined) return null;
        return (
          <div key={field.key} className="taxline">
            <dt>{t(field.label)}</dt>
            <dd className={field.secret ? 'mono' : ''}>{text(field, value)}</dd>
          </div>
        );
      })}
      <div className="taxline">
        <dt>{t('Signed')}</dt>
        <dd>
          {form.signedAs}, {form.capacity}, <When at={`${form.signedOn}T12:00:00Z`} form="promise" />
        </dd>
      </div>
      {form.endsOn && (
        <div className="taxline">
          <dt>{t('Holds until')}</dt>
          <dd>
            <When at={`${form.endsOn}T12:00:00Z`} form="promise" />
          </dd>
        </div>
      )}
    </dl>
  );
}
