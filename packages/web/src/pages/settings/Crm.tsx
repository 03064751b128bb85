import { Checkbox, Modal, TextInput } from '@mantine/core';
import type { CrmSettingDto } from '@sluice/contracts/crm';
import { usualCrmMapping } from '@sluice/domain/crm-mapping';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { put } from '../../lib/api.js';
import { renew, useList } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip, IconButton } from '../../parts/basics.js';
import { Empty, Failed } from '../../parts/feedback.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import '../../theme/partner-work.css';

/** The CRMs that leads are pushed to. */
export function Crms() {
  const { t } = useTranslation();
  const mayWrite = useCan('crm.write');
  const query = useList<CrmSettingDto>('/v1/crms');
  const [editing, setEditing] = useState<CrmSettingDto | 'new'>();
  const add = mayWrite && (
    <Button size="sm" icon="plus" onClick={() => setEditing('new')}>
      {t('Set up a CRM…')}
    </Button>
  );
  return (
    <section className="card" aria-labelledby="crms">
      <header>
        <h2 className="t14 b" id="crms">
          {t('CRM')}
        </h2>
        <span className="grow" />
        {query.rows.length > 0 && add}
      </header>
      <ListTable
        caption={t('CRM')}
        query={query}
        rowKey={(row) => row.key}
        {...(mayWrite && { onRow: setEditing })}
        empty={<Empty action={add || undefined}>{t('Flows push qualified leads to a CRM that is set up here.')}</Empty>}
        columns={[
          {
            key: 'key',
            label: t('Key'),
            cell: (row) =>
              mayWrite ? (
                <button type="button" className="lnk name mono" onClick={() => setEditing(row)}>
                  {row.key}
                </button>
              ) : (
                <span className="mono">{row.key}</span>
              ),
          },
          { key: 'url', label: t('Address'), cell: (row) => <span className="mono sub">{row.url}</span> },
          {
            key: 'fields',
            label: t('Fields'),
            right: true,
            cell: (row) => Object.keys(row.mapping).length || t('usual ones'),
          },
          {
            key: 'enabled',
            label: t('State'),
            cell: (row) => (row.enabled ? <Chip tone="ok">{t('on')}</Chip> : <Chip>{t('off')}</Chip>),
          },
          { key: 'changed', label: t('Changed'), cell: (row) => <When at={row.changedAt} className="sub" /> },
        ]}
      />
      <EditCrm crm={editing} onClose={() => setEditing(undefined)} />
    </section>
  );
}

function EditCrm({ crm, onClose }: { crm: CrmSettingDto | 'new' | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const known = crm === 'new' ? undefined : crm;
  const [key, setKey] = useState('crm');
  const [url, setUrl] = useState('');
  const [enabled, setEnabled] = useState(true);
  const [fields, setFields] = useState<{ field: string; path: string }[]>([]);
  const [secret, setSecret] = useState<string>();
  const act = useAct();
  const { clear } = act;
  useEffect(() => {
    if (!crm) return;
    setKey(known?.key ?? 'crm');
    setUrl(known?.url ?? '');
    setEnabled(known?.enabled ?? true);
    const mapping = known && Object.keys(known.mapping).length > 0 ? known.mapping : usualCrmMapping;
    setFields(Object.entries(mapping).map(([field, path]) => ({ field, path })));
    setSecret(undefined);
    clear();
  }, [crm, known, clear]);
  const save = () =>
    act.run(async () => {
      const mapping = Object.fromEntries(
        fields.filter(({ field }) => field.trim() !== '').map(({ field, path }) => [field.trim(), path.trim()]),
      );
      const saved = await put<{ secret?: string }>(`/v1/crms/${encodeURIComponent(key.trim())}`, {
        url: url.trim(),
        enabled,
        mapping,
      });
      await renew('/v1/crms');
      if (saved.secret === undefined) onClose();
      else setSecret(saved.secret);
    });
  const change = (index: number, next: Partial<{ field: string; path: string }>): void =>
    setFields(fields.map((field, at) => (at === index ? { ...field, ...next } : field)));
  return (
    <Modal
      opened={crm !== undefined}
      onClose={onClose}
      size="lg"
      title={known ? t('CRM {{key}}', { key: known.key }) : t('Set up a CRM')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {secret === undefined ? (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          {!known && (
            <TextInput
              label={t('Key')}
              description={t('Flows name it by this.')}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t('Address')}
            description={t('It takes a signed POST with an Idempotency-Key.')}
            placeholder="https://"
            type="url"
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Checkbox
            label={t('Push leads to it')}
            checked={enabled}
            onChange={(event) => setEnabled(event.currentTarget.checked)}
          />
          <fieldset className="custom-fields">
            <legend>{t('Fields of the CRM, and where each comes from')}</legend>
            {fields.map(({ field, path }, index) => (
              <div className="row" key={index}>
                <TextInput
                  className="grow"
                  aria-label={t('Field of the CRM')}
                  value={field}
                  onChange={(event) => change(index, { field: event.currentTarget.value })}
                />
                <TextInput
                  className="grow"
                  aria-label={t('Where {{field}} comes from', { field })}
                  placeholder="lead.email"
                  value={path}
                  onChange={(event) => change(index, { path: event.currentTarget.value })}
                />
                <IconButton
                  icon="trash"
                  label={t('Remove {{name}}', { name: field || t('field') })}
                  onClick={() => setFields(fields.filter((_, at) => at !== index))}
                />
              </div>
            ))}
            <div>
              <Button size="sm" icon="plus" onClick={() => setFields([...fields, { field: '', path: '' }])}>
                {t('Add field')}
              </Button>
            </div>
          </fieldset>
          {act.error && <Failed error={act.error} />}
          <div className="btnrow">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button look="pri" type="submit" busy={act.busy} disabled={url.trim() === '' || key.trim() === ''}>
              {t('Save CRM')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="form">
          <p>{t('The CRM is saved. Every push is signed with this secret; it is shown this once.')}</p>
          <p className="mono">{secret}</p>
          <div className="btnrow">
            <Button icon="copy" onClick={() => void navigator.clipboard.writeText(secret)}>
              {t('Copy')}
            </Button>
            <Button look="pri" onClick={onClose}>
              {t('Done')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
