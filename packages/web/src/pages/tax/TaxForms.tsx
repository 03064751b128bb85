import { Drawer, Textarea, TextInput } from '@mantine/core';
import type { TaxFormDto } from '@sluice/contracts/tax';
import { taxForms } from '@sluice/domain/tax/forms';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post, put } from '../../lib/api.js';
import { renew, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Empty, Failed } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { StateChip } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { TaxFormText } from '../../parts/tax/TaxFormText.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { TaxTabs } from './TaxTabs.js';

const states = ['submitted', 'accepted', 'rejected', 'expired'] as const;

/** Tax forms of all partners: those that wait to be looked at, and when each ends. */
export function TaxForms() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useList<TaxFormDto>('/v1/tax-forms', { state: filters.state, form: filters.form });
  const open = query.rows.find(({ id }) => id === filters.open);
  return (
    <Page title={t('Tax & sanctions')}>
      <TaxTabs />
      <section className="card" aria-label={t('Forms')}>
        <div className="filters">
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state })}
            options={states.map((value) => ({ value, label: t(value) }))}
          />
          <Filter
            label={t('Form')}
            value={filters.form}
            onChange={(form) => set({ form })}
            options={Object.values(taxForms).map(({ key, name }) => ({ value: key, label: name }))}
          />
        </div>
        <ListTable
          caption={t('Forms')}
          query={query}
          rowKey={(row) => row.id}
          current={filters.open}
          onRow={(row) => set({ open: row.id })}
          empty={<Empty>{t('Partners give their tax forms in the portal; they come here to be looked at.')}</Empty>}
          columns={[
            {
              key: 'partner',
              label: t('Partner'),
              cell: (row) => (
                <button type="button" className="name linkish" onClick={() => set({ open: row.id })}>
                  {row.partner.name}
                </button>
              ),
            },
            { key: 'form', label: t('Form'), cell: (row) => taxForms[row.form].name },
            { key: 'state', label: t('State'), cell: (row) => <StateChip kind="tax_form" state={row.state} /> },
            { key: 'given', label: t('Given'), cell: (row) => <When at={row.submittedAt} form="promise" /> },
            {
              key: 'ends',
              label: t('Holds until'),
              cell: (row) =>
                row.endsOn ? (
                  <When at={`${row.endsOn}T12:00:00Z`} form="promise" />
                ) : (
                  <span className="muted">{t('no end')}</span>
                ),
            },
            {
              key: 'version',
              label: t('Version'),
              right: true,
              cell: (row) => <span className="num">{row.version}</span>,
            },
          ]}
        />
      </section>
      <Drawer
        opened={open !== undefined}
        onClose={() => set({ open: undefined })}
        position="right"
        size={480}
        title={open ? `${taxForms[open.form].name}, ${open.partner.name}` : ''}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {open && <FormDetail key={`${open.id}${open.state}`} form={open} />}
      </Drawer>
    </Page>
  );
}

function FormDetail({ form }: { form: TaxFormDto }) {
  const { t } = useTranslation();
  const [secrets, setSecrets] = useState<Record<string, string>>();
  const mayReview = useCan('tax.review');
  const mayReveal = useCan('tax.reveal');
  return (
    <div className="stack">
      <div>
        <StateChip kind="tax_form" state={form.state} />{' '}
        <Link to="/partners/$id" params={{ id: form.partner.id }}>
          {t('Show the partner')}
        </Link>
      </div>
      {form.review && (
        <p className="muted">
          {form.review.by}, <When at={form.review.at} form="full" />
          {form.review.reason && `: ${form.review.reason}`}
        </p>
      )}
      <TaxFormText form={form} secrets={secrets} />
      {mayReveal && !secrets && Object.keys(form.masked).length > 0 && <Reveal id={form.id} onShown={setSecrets} />}
      {mayReview && form.state === 'submitted' && <Review id={form.id} />}
    </div>
  );
}

function Reveal({ id, onShown }: { id: string; onShown: (secrets: Record<string, string>) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const { busy, error, run } = useAct();
  const show = () =>
    run(async () => {
      onShown((await put<{ secrets: Record<string, string> }>(`/v1/tax-forms/${id}/reveal`, { reason })).secrets);
    });
  return (
    <div className="form">
      <TextInput
        label={t('Why you need the numbers')}
        description={t('Who saw them, and why, goes into the audit log.')}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error && <Failed error={error} />}
      <Button icon="lock" busy={busy} disabled={reason.trim().length < 3} onClick={() => void show()}>
        {t('Show the numbers')}
      </Button>
    </div>
  );
}

function Review({ id }: { id: string }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const { doing, busy, error, run } = useAct();
  const decide = (outcome: 'accept' | 'reject') =>
    run(async () => {
      await post(`/v1/tax-forms/${id}/review`, { outcome, ...(reason.trim() !== '' && { reason: reason.trim() }) });
      await renew('/v1/tax-forms');
    }, outcome);
  return (
    <div className="form">
      <Textarea
        label={t('Reason')}
        description={t('Needed to reject. The partner is told it by mail and in the portal: say what to correct.')}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error && <Failed error={error} />}
      <div className="btnrow">
        <Button
          look="bad"
          busy={doing === 'reject'}
          disabled={busy || reason.trim().length < 3}
          onClick={() => void decide('reject')}
        >
          {t('Reject form')}
        </Button>
        <Button look="pri" busy={doing === 'accept'} disabled={busy} onClick={() => void decide('accept')}>
          {t('Accept form')}
        </Button>
      </div>
    </div>
  );
}
