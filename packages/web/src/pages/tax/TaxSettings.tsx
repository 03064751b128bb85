import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import type { TaxSettingsDto } from '@sluice/contracts/tax';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { put, Problem } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';
import { Page } from '../../shell/Page.js';
import { TaxTabs } from './TaxTabs.js';

type Tax = NonNullable<TaxSettingsDto['tax']>;
type Payer = NonNullable<Tax['payer']>;

/** What the programme asks about taxes, VAT and sanctions. */
export function TaxSettings() {
  const { t } = useTranslation();
  const query = useGet<TaxSettingsDto>('/v1/tax-settings');
  return (
    <Page title={t('Tax & sanctions')}>
      <TaxTabs />
      <section className="card padded" aria-label={t('Settings')}>
        <Loaded query={query} rows={8}>
          {(stored) => <Fields key={JSON.stringify(stored)} stored={stored} />}
        </Loaded>
      </section>
    </Page>
  );
}

const payerFields: [keyof Payer, string][] = [
  ['name', 'Company'],
  ['ein', 'Employer identification number (EIN)'],
  ['street', 'Street and number'],
  ['town', 'Town'],
  ['state', 'U.S. state'],
  ['postcode', 'ZIP code'],
  ['phone', 'Telephone'],
];
const noPayer: Payer = { name: '', ein: '', street: '', town: '', state: '', postcode: '', phone: '' };

type Company = NonNullable<NonNullable<TaxSettingsDto['vat']>['company']>;
const companyFields: [keyof Company, string][] = [
  ['name', 'Company'],
  ['street', 'Street and number'],
  ['postcode', 'Postcode'],
  ['town', 'Town'],
];
const noCompany: Company = { name: '', street: '', postcode: '', town: '' };

function Fields({ stored }: { stored: TaxSettingsDto }) {
  const { t } = useTranslation();
  const may = useCan('tax.settings');
  const [tax, setTax] = useState<Tax>(stored.tax ?? {});
  const [payer, setPayer] = useState<Payer>(stored.tax?.payer ?? noPayer);
  const [screening, setScreening] = useState(stored.sanctions ?? { screen: false });
  const [vat, setVat] = useState(stored.vat ?? { country: '' });
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [company, setCompany] = useState<Company>(stored.vat?.company ?? noCompany);
  const { busy, error, run } = useAct();
  const save = async (): Promise<void> => {
    setErrors({});
    const hasPayer = Object.values(payer).some((value) => value !== '');
    const { payer: _before, ...rest } = tax;
    const { source, ...kept } = screening;
    const { number, company: _stored, ...place } = vat;
    const { postcode, ...lines } = company;
    const hasCompany = Object.values(company).some((value) => value !== '');
    const named = hasCompany && { company: { ...lines, ...(postcode && { postcode }) } };
    const body: TaxSettingsDto = {
      tax: { ...rest, ...(hasPayer && { payer }) },
      sanctions: { ...kept, ...(source && { source }) },
      vat: place.country === '' ? null : { ...place, ...(number && { number }), ...named },
    };
    await run(async () => {
      try {
        await put('/v1/tax-settings', body);
      } catch (failure) {
        const told = failure instanceof Problem ? (failure.body.errors ?? []) : [];
        setErrors(Object.fromEntries(told.map(({ pointer = '', message }) => [pointer, message])));
        throw failure;
      }
      await renew('/v1/tax-settings', '/v1/tax-years', '/v1/sanctions-lists');
    });
  };
  const tick = (checked: boolean, label: string, onChange: (value: boolean) => void, help?: string): ReactNode => (
    <Checkbox
      label={t(label)}
      {...(help !== undefined && { description: t(help) })}
      checked={checked}
      disabled={!may}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
  const text = (pointer: string, label: string, value: string, onChange: (value: string) => void, help?: string) => (
    <TextInput
      key={pointer}
      label={t(label)}
      {...(help !== undefined && { description: t(help) })}
      value={value}
      disabled={!may}
      error={errors[pointer] && t(errors[pointer])}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
  return (
    <form
      className="form taxsettings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="sec">{t('Tax forms')}</p>
      {tick(tax.formRequired ?? false, 'Pay nobody without a tax form that holds', (formRequired) =>
        setTax({ ...tax, formRequired }),
      )}
      {tick(
        tax.backupWithholding ?? false,
        'Withhold 24 % from persons of the United States without a valid number',
        (on) => setTax({ ...tax, backupWithholding: on }),
      )}
      {tick(
        tax.usSource ?? false,
        'Withhold 30 %, or the rate of a treaty, from everybody else',
        (usSource) => setTax({ ...tax, usSource }),
        'Only if the work is done in the United States.',
      )}
      <p className="sec">{t('Who reports to the IRS')}</p>
      <div className="taxgrid" role="group" aria-label={t('Who reports to the IRS')}>
        {payerFields.map(([key, label]) =>
          text(`/tax/payer/${key}`, label, payer[key] ?? '', (value) => setPayer({ ...payer, [key]: value })),
        )}
      </div>
      <p className="sec">{t('Sanctions')}</p>
      {tick(screening.screen, 'Hold partners against the sanctions list', (screen) =>
        setScreening({ ...screening, screen }),
      )}
      {text(
        '/sanctions/source',
        'Fetch the list every day from',
        screening.source ?? '',
        (source) => setScreening({ ...screening, source }),
        'An https address of SDN.XML; empty if it is imported by hand.',
      )}
      <NumberInput
        label={t('A list is stale after, days')}
        description={t('Then nobody is paid until there is a newer one.')}
        min={1}
        max={60}
        disabled={!may}
        value={screening.maxAgeDays ?? 7}
        onChange={(value) => setScreening({ ...screening, maxAgeDays: Number(value) || 7 })}
      />
      <p className="sec">{t('VAT')}</p>
      <div className="taxgrid">
        {text('/vat/country', 'Country, two letters', vat.country, (country) =>
          setVat({ ...vat, country: country.toUpperCase() }),
        )}
        {text('/vat/number', 'VAT number', vat.number ?? '', (number) => setVat({ ...vat, number }))}
      </div>
      {tick(vat.selfBilling ?? false, 'Write the invoices of partners who agree (self-billing)', (selfBilling) =>
        setVat({ ...vat, selfBilling }),
      )}
      <p className="sec">{t('Your company on these invoices')}</p>
      <p className="muted t12">
        {t('The law asks for name and postal address. Without them partners who need an invoice are not paid.')}
      </p>
      <div className="taxgrid" role="group" aria-label={t('Your company on these invoices')}>
        {companyFields.map(([key, label]) =>
          text(`/vat/company/${key}`, label, company[key] ?? '', (value) => setCompany({ ...company, [key]: value })),
        )}
      </div>
      {error && Object.keys(errors).length === 0 && <Failed error={error} />}
      {may && (
        <div className="btnrow">
          <Button look="pri" type="submit" busy={busy}>
            {t('Save settings')}
          </Button>
        </div>
      )}
    </form>
  );
}
