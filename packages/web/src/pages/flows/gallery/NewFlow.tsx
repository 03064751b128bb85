import { Select, TextInput } from '@mantine/core';
import type { FlowCreate, FlowDraft, FlowTemplateRow } from '@sluice/contracts/flow';
import type { FlowProblem, SubjectKind } from '@sluice/flows';
import { SUBJECT_KINDS } from '@sluice/flows/document';
import { parseFlowFile } from '@sluice/flows/file';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { ActDialog } from '../../../parts/ActDialog.js';
import { Icon } from '../../../parts/icons.js';
import { keyFrom } from '../../rules/NewRule.js';

/** What a new flow begins with. */
export type Source = { kind: 'empty' } | { kind: 'template'; template: FlowTemplateRow } | { kind: 'file' };

interface Loaded {
  name: string;
  json?: unknown;
  problems: FlowProblem[];
}

/** Title, key and, for an empty one, what each run is about. It begins as a draft; nothing runs before it is published. */
export function NewFlow({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const template = source.kind === 'template' ? source.template : undefined;
  const [title, setTitle] = useState(template?.title ?? '');
  const [ownKey, setOwnKey] = useState<string>();
  const [subject, setSubject] = useState<SubjectKind>('partner');
  const [file, setFile] = useState<Loaded>();
  const act = useAct();
  const key = ownKey ?? keyFrom(title).replaceAll('_', '-');
  const wrongKey = key !== '' && !/^[a-z][a-z0-9-]{0,63}$/.test(key);
  const ready =
    title.trim() !== '' &&
    key !== '' &&
    !wrongKey &&
    (source.kind !== 'file' || (file?.json !== undefined && file.problems.length === 0));

  const read = async (chosen: File | null): Promise<void> => {
    if (!chosen) return;
    const text = await chosen.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      setFile({ name: chosen.name, problems: [{ severity: 'error', pointer: '', code: 'syntax', message }] });
      return;
    }
    const parsed = parseFlowFile(json);
    setFile({ name: chosen.name, json, problems: parsed.ok ? [] : parsed.problems });
    if (parsed.ok && title === '') setTitle(parsed.flow.title);
    if (parsed.ok && ownKey === undefined) setOwnKey(parsed.flow.key);
  };

  const create = async (): Promise<void> => {
    if (!ready || act.busy) return;
    const body: FlowCreate = {
      key,
      title: title.trim(),
      ...(template
        ? { from: { template: template.key } }
        : source.kind === 'file'
          ? { from: { file: file?.json } }
          : { subject }),
    };
    await act.run(async () => {
      await post<FlowDraft>('/v1/flows', body);
      await renew('/v1/flows');
      await navigate({ to: '/flows/$key', params: { key } });
    });
  };
  return (
    <ActDialog
      title={template ? t('New flow like “{{title}}”', { title: template.title }) : t('New flow')}
      verb={t('Create the draft')}
      act={act}
      disabled={!ready}
      onClose={onClose}
      onSubmit={create}
    >
      {source.kind === 'file' && (
        <div>
          <label className="field">
            <span className="lab">{t('Flow file (JSON)')}</span>
            <input
              type="file"
              accept="application/json,.json"
              data-autofocus
              onChange={(event) => void read(event.currentTarget.files?.[0] ?? null)}
            />
          </label>
          {file && file.problems.length > 0 && (
            <div className="err" role="alert">
              <p className="b">{t('{{name}} is not a flow yet. Nothing was imported.', { name: file.name })}</p>
              <ul className="file-problems">
                {file.problems.slice(0, 20).map((problem, index) => (
                  <li key={index}>
                    <span className="mono t11">{problem.pointer || '/'}</span> {problem.message}
                  </li>
                ))}
              </ul>
              {file.problems.length > 20 && <p>{t('and {{count}} more', { count: file.problems.length - 20 })}</p>}
            </div>
          )}
          {file && file.problems.length === 0 && (
            <p className="row sub" role="status">
              <Icon name="check" size={14} /> {t('{{name}} can be imported.', { name: file.name })}
            </p>
          )}
        </div>
      )}
      <TextInput
        label={t('Title')}
        {...(source.kind === 'file' ? {} : { 'data-autofocus': true })}
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {source.kind === 'empty' && (
        <Select
          label={t('Each run is about')}
          data={SUBJECT_KINDS.map((value) => ({ value, label: t(value.replaceAll('_', ' ')) }))}
          value={subject}
          allowDeselect={false}
          onChange={(next) => next !== null && setSubject(next as SubjectKind)}
        />
      )}
      <TextInput
        label={t('Key')}
        description={t('Runs and other flows name it by this; it cannot be changed later.')}
        required
        value={key}
        error={wrongKey ? t('Small letters, digits and -, beginning with a letter, at most 64.') : undefined}
        styles={{ input: { fontFamily: 'var(--mono)' } }}
        onChange={(event) => setOwnKey(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
