import { Modal, Select, TextInput } from '@mantine/core';
import type { PayoutMethodDto } from '@sluice/contracts/payout-method';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act.js';
import { post, Problem } from '../lib/api.js';
import { renew, useGet } from '../lib/data.js';
import { accountProblem } from './account-problem.js';
import { Button } from './basics.js';
import { Failed, Loaded } from './feedback.js';
import { railWord } from './rails.js';
import { When } from './values.js';

/** Where a partner's money goes, new details that wait for the link in the mail, and the form for them. */
export function PayoutMethod({ partner, mine }: { partner: string; mine: boolean }) {
  const { t } = useTranslation();
  const path = `/v1/partners/${partner}/payout-method`;
  const query = useGet<PayoutMethodDto>(path);
  const [opened, setOpened] = useState(false);
  const act = useAct();
  const withdraw = () =>
    act.run(async () => {
      await post(`${path}/withdraw`, undefined);
      await renew(path);
    });
  return (
    <Loaded query={query} rows={3} height={24}>
      {({ method, waiting, rails, currencies }) => (
        <div className="stack">
          {method ? (
            <dl className="dl">
              <dt>{t('Paid by')}</dt>
              <dd>{t(railWord(method.rail))}</dd>
              <dt>{t('Account')}</dt>
              <dd className="mono">{method.account}</dd>
              <dt>{t('Currency')}</dt>
              <dd>{method.currency}</dd>
            </dl>
          ) : (
            <p className="muted">{t('There are no payout details yet; nothing can be paid until there are.')}</p>
          )}
          {method?.coolsUntil && (
            <p className="warnbox">
              {t('These details are new. Nothing is paid to them before')} <When at={method.coolsUntil} form="full" />.
            </p>
          )}
          {waiting && (
            <div className="warnbox">
              <p>
                {t('New details wait to be confirmed')}: {t(railWord(waiting.rail))},{' '}
                <span className="mono">{waiting.account}</span>, {waiting.currency}.{' '}
                {t('Follow the link in the mail to {{to}}; it can be followed until', { to: waiting.to })}{' '}
                <When at={waiting.expiresAt} form="full" />.
              </p>
              <p>
                <Button size="sm" busy={act.busy} onClick={() => void withdraw()}>
                  {t('Take them back')}
                </Button>
              </p>
            </div>
          )}
          {act.error && <Failed error={act.error} />}
          <div className="row">
            <Button onClick={() => setOpened(true)}>
              {method ? t('Change payout details…') : t('Enter payout details…')}
            </Button>
          </div>
          <Modal
            opened={opened}
            onClose={() => setOpened(false)}
            title={t('Payout details')}
            closeButtonProps={{ 'aria-label': t('Close') }}
          >
            <Form path={path} rails={rails} currencies={currencies} mine={mine} onDone={() => setOpened(false)} />
          </Modal>
        </div>
      )}
    </Loaded>
  );
}

interface FormProps extends Pick<PayoutMethodDto, 'rails' | 'currencies'> {
  path: string;
  mine: boolean;
  onDone: () => void;
}

function Form({ path, rails, currencies, mine, onDone }: FormProps) {
  const { t } = useTranslation();
  const [rail, setRail] = useState(rails[0]?.rail ?? '');
  const [currency, setCurrency] = useState(currencies[0] ?? '');
  const [values, setValues] = useState<Record<string, string>>({});
  const { run, busy, error } = useAct();
  const problems = error instanceof Problem ? (error.body.errors ?? []) : [];
  const at = (pointer: string): string | undefined => {
    const problem = problems.find((one) => one.pointer === pointer);
    return problem && accountProblem(problem, t);
  };
  const fields = rails.find((one) => one.rail === rail)?.fields ?? [];
  const known = ['/account/rail', '/currency', ...fields.map((field) => `/account/${field.key}`)];
  const elsewhere = error && !problems.some(({ pointer }) => pointer !== undefined && known.includes(pointer));
  const save = () =>
    run(async () => {
      const account = { rail, ...Object.fromEntries(fields.map((field) => [field.key, values[field.key] ?? ''])) };
      await post(path, { currency, account });
      await renew(path);
      onDone();
    });
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="sub">
        {mine
          ? t('We mail you a link to confirm them. Until you follow it, payouts go where they went before.')
          : t('The partner is mailed a link to confirm them. Until it is followed, payouts go where they went before.')}
      </p>
      <Select
        label={t('Paid by')}
        data={rails.map((one) => ({ value: one.rail, label: t(railWord(one.rail)) }))}
        value={rail}
        error={at('/account/rail')}
        allowDeselect={false}
        onChange={(value) => setRail(value ?? '')}
      />
      <Select
        label={t('Currency')}
        data={currencies}
        value={currency}
        error={at('/currency')}
        allowDeselect={false}
        onChange={(value) => setCurrency(value ?? '')}
      />
      {fields.map((field) =>
        field.key === 'type' ? (
          <Select
            key={`${rail}.type`}
            label={t(named(field.label))}
            data={[
              { value: 'checking', label: t('Checking') },
              { value: 'savings', label: t('Savings') },
            ]}
            value={values['type'] ?? null}
            error={at('/account/type')}
            onChange={(value) => setValues({ ...values, type: value ?? '' })}
          />
        ) : (
          <TextInput
            key={`${rail}.${field.key}`}
            label={t(named(field.label))}
            required={field.required}
            autoComplete="off"
            spellCheck={false}
            value={values[field.key] ?? ''}
            error={at(`/account/${field.key}`)}
            onChange={(event) => setValues({ ...values, [field.key]: event.currentTarget.value })}
          />
        ),
      )}
      {elsewhere && <Failed error={error} />}
      <div className="btnrow">
        <Button onClick={onDone}>{t('Cancel')}</Button>
        <Button look="pri" type="submit" busy={busy}>
          {t('Save and mail the link')}
        </Button>
      </div>
    </form>
  );
}

/** A field's label without its article: "The IBAN" is the beginning of a sentence about it. */
function named(label: string): string {
  return label.replace(/^The (.)/, (_article, first: string) => first.toUpperCase());
}
