import type { MyTaxForms, TaxFormDto } from '@sluice/contracts/tax';
import type { TaxFormKey } from '@sluice/domain/tax/form';
import { formFor, taxForm } from '@sluice/domain/tax/forms';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../lib/data.js';
import { Button, Seg } from '../parts/basics.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { StateChip } from '../parts/states.js';
import { When } from '../parts/values.js';
import { TaxFormFields } from '../parts/tax/TaxFormFields.js';
import '../theme/tax.css';
import { TaxFormText } from '../parts/tax/TaxFormText.js';

/** Nothing is to be done by the partner. */
const given: readonly MyTaxForms['standing'][] = ['in_force', 'submitted'];

/** My tax forms: which one holds, which one to give, and filling it in. */
export function MyTax() {
  const { t } = useTranslation();
  const query = useGet<MyTaxForms>('/v1/me/tax-forms');
  const [form, setForm] = useState<TaxFormKey>();
  return (
    <>
      <h1 className="sr">{t('Tax')}</h1>
      <h2 className="st">{t('Tax')}</h2>
      <Loaded query={query} rows={4} height={56}>
        {(mine) =>
          form ? (
            <section className="cm" aria-label={taxForm(form).name}>
              <TaxFormFields
                key={form}
                form={taxForm(form)}
                before={mine.forms.find((one) => one.form === form)}
                onDone={() => setForm(undefined)}
              />
            </section>
          ) : (
            <>
              <Standing mine={mine} />
              <Choose
                onChoose={setForm}
                vat={mine.vat}
                waited={!given.includes(mine.standing)}
                last={mine.forms.find(({ form: one }) => one !== 'vat')?.form}
              />
              <Given forms={mine.forms} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Standing({ mine }: { mine: MyTaxForms }) {
  const { t } = useTranslation();
  const words: Record<MyTaxForms['standing'], string> = {
    in_force: 'Your tax form is in order.',
    submitted: 'Your tax form has arrived. Somebody is looking at it.',
    rejected: 'Your tax form was not accepted. Correct what is said below, and give it again.',
    expired: 'Your tax form has ended. Please give a new one.',
    missing: mine.required
      ? 'Nothing can be paid out before there is a tax form.'
      : 'There is no tax form of yours. The programme does not ask for one.',
  };
  const good = given.includes(mine.standing);
  return (
    <section className="cm" aria-label={t('Where it stands')}>
      <p className={good || !mine.required ? 'one' : 'one b'}>{t(words[mine.standing])}</p>
    </section>
  );
}

/** Two plain questions, and the form that they lead to. */
function Choose({
  onChoose,
  vat,
  waited,
  last,
}: {
  onChoose: (form: TaxFormKey) => void;
  vat: boolean;
  /** Whether a form is waited for, so that giving one is the thing to do. */
  waited: boolean;
  /** The form that was given last: most likely it is that one again. */
  last: TaxFormKey | undefined;
}) {
  const { t } = useTranslation();
  const [who, setWho] = useState<'person' | 'organisation'>(last === 'w8ben_e' ? 'organisation' : 'person');
  const [american, setAmerican] = useState<'yes' | 'no'>(last === 'w9' ? 'yes' : 'no');
  const form = taxForm(formFor(who, american === 'yes'));
  return (
    <section className="cm" aria-label={t('Give a tax form')}>
      <div className="one form">
        <p className="sec">{t('Give a tax form')}</p>
        <div>
          <p className="taxlbl">{t('Who is paid?')}</p>
          <Seg
            label={t('Who is paid?')}
            value={who}
            onChange={setWho}
            options={[
              { value: 'person', label: t('I, a person') },
              { value: 'organisation', label: t('A company') },
            ]}
          />
        </div>
        <div>
          <p className="taxlbl">
            {who === 'person'
              ? t('Are you a citizen or resident of the United States?')
              : t('Was it founded in the United States?')}
          </p>
          <Seg
            label={t('United States')}
            value={american}
            onChange={setAmerican}
            options={[
              { value: 'yes', label: t('Yes') },
              { value: 'no', label: t('No') },
            ]}
          />
        </div>
        <p className="muted">{t('Your form: {{name}}', { name: `${form.name}, ${t(form.title)}` })}</p>
        <Button {...(waited && { look: 'pri' as const })} onClick={() => onChoose(form.key)}>
          {t('Fill in {{name}}', { name: form.name })}
        </Button>
      </div>
      {vat && (
        <div className="one form">
          <p className="sec">{t('VAT')}</p>
          <p>{t('Say how you are taxed, so that VAT can be paid with your commissions.')}</p>
          <Button onClick={() => onChoose('vat')}>{t('Declare for VAT')}</Button>
        </div>
      )}
    </section>
  );
}

function Given({ forms }: { forms: TaxFormDto[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  return (
    <>
      <h2 className="st">{t('What you have given')}</h2>
      <section className="cm" aria-label={t('What you have given')}>
        {forms.length === 0 ? (
          <Empty>{t('Forms that you sign are kept here, every version.')}</Empty>
        ) : (
          forms.map((form) => (
            <div key={form.id} className="one">
              <button
                type="button"
                className="taxrow"
                aria-expanded={open === form.id}
                onClick={() => setOpen(open === form.id ? undefined : form.id)}
              >
                <b>{taxForm(form.form).name}</b>
                <span className="muted grow">
                  {t('signed')} <When at={`${form.signedOn}T12:00:00Z`} form="promise" />
                </span>
                <StateChip kind="tax_form" state={form.state} />
              </button>
              {form.state === 'rejected' && form.review?.reason && (
                <p>
                  {t('Not accepted, because:')} <b>{form.review.reason}</b>
                </p>
              )}
              {open === form.id && <TaxFormText form={form} />}
            </div>
          ))
        )}
      </section>
    </>
  );
}
