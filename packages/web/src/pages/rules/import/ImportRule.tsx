import { Modal } from '@mantine/core';
import type { RuleImportReport } from '@sluice/contracts/rule';
import { RULE_KINDS, type RuleKind } from '@sluice/rules/document';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { post } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import { Icon } from '../../../parts/icons.js';
import '../../../theme/rule-table.css';

/** Any JSON-logic, or a rule file: what is refused and why, before a draft is made of it. */
export function ImportRule({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [key, setKey] = useState('');
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<RuleKind>('commission');
  const [report, setReport] = useState<RuleImportReport>();
  const act = useAct();
  const file = fileIn(text);
  const keyOk = key === '' || /^[a-z0-9][a-z0-9_-]{0,63}$/.test(key);
  const wanted = key || file?.key || '';

  const send = async (make: boolean): Promise<void> => {
    const done = await act.run(async () => {
      const answer = await post<RuleImportReport>('/v1/rules/import', {
        text,
        ...(make ? { key: wanted } : {}),
        ...(file ? {} : { kind }),
        ...(title.trim() ? { title: title.trim() } : {}),
      });
      setReport(answer);
      if (answer.created !== undefined) {
        await renew('/v1/rules');
        onClose();
        await navigate({ to: '/rules/$key', params: { key: answer.created } });
      }
    });
    if (!done) setReport(undefined);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="min(720px, 96vw)"
      title={t('Bring in a rule')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="imp">
        <div className="row imp-bar">
          <label className="btn">
            <Icon name="upload" size={14} />
            {t('JSON file…')}
            <input
              type="file"
              className="sr"
              accept=".json,application/json"
              onChange={(event) => {
                const given = event.currentTarget.files?.[0];
                event.currentTarget.value = '';
                void given?.text().then((read) => {
                  setText(read);
                  setReport(undefined);
                });
              }}
            />
          </label>
          <span className="muted t12">{t('or paste JSON-logic, or a rule file, into the field')}</span>
        </div>
        <textarea
          className="imp-text mono"
          aria-label={t('JSON-logic or a rule file')}
          rows={10}
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setReport(undefined);
          }}
        />
        <div className="facts-grid">
          {!file && (
            <label className="field">
              <span className="lab">{t('Decides')}</span>
              <select className="inp" value={kind} onChange={(event) => setKind(event.currentTarget.value as RuleKind)}>
                {RULE_KINDS.map((each) => (
                  <option key={each} value={each}>
                    {t(each)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="field">
            <span className="lab">{t('Key')}</span>
            <span className="inp">
              <input
                className="bare grow mono"
                value={key}
                placeholder={file?.key ?? 'standard-2027'}
                aria-invalid={!keyOk}
                onChange={(event) => setKey(event.currentTarget.value)}
              />
            </span>
            <span className={keyOk ? 'help' : 'help neg'}>{t('Small letters, digits, _ and -, at most 64')}</span>
          </label>
          <label className="field">
            <span className="lab">{t('Title')}</span>
            <span className="inp">
              <input
                className="bare grow"
                value={title}
                placeholder={file?.title ?? ''}
                maxLength={200}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            </span>
          </label>
        </div>
        {act.error && <Failed error={act.error} />}
        {report && <Report report={report} />}
        <div className="row imp-foot">
          <span className="grow muted t12">{t('Nothing is published by this; it becomes a draft.')}</span>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button disabled={text.trim() === ''} busy={act.busy} onClick={() => void send(false)}>
            {t('Look at it')}
          </Button>
          <Button
            look={report?.accepted && wanted !== '' ? 'pri' : 'lockd'}
            disabled={!report?.accepted || wanted === '' || !keyOk}
            busy={act.busy}
            onClick={() => void send(true)}
          >
            {t('Make a draft of it')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Report({ report }: { report: RuleImportReport }) {
  const { t } = useTranslation();
  if (report.accepted) {
    return (
      <p className="row" role="status">
        <Chip tone="ok" icon="check">
          {t('accepted')}
        </Chip>
        {report.class && <Chip tone="line">{t(report.class)}</Chip>}
        <span className="sub">{t('Every operator and fact is known. Give it a key and make a draft of it.')}</span>
      </p>
    );
  }
  return (
    <section className="probl" role="alert" aria-label={t('What is refused')}>
      <h3 className="sec">
        {t('Refused, and why')}
        <Chip tone="bad" icon="x">
          {report.problems.length}
        </Chip>
      </h3>
      <ol>
        {report.problems.map(({ pointer, code, message, fix }, at) => (
          <li key={at} className="is-bad">
            <Icon name="x" size={14} />
            <p className="grow">
              {message} {fix && <b>{fix.message}.</b>}{' '}
              <span className="mono t11 muted">
                {pointer || '/'} {code}
              </span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A rule file brings key, title and kind with it. */
function fileIn(text: string): { key?: string; title?: string } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('logic' in value) || !('kind' in value)) return undefined;
    const { key, title } = value as Record<string, unknown>;
    return { ...(typeof key === 'string' ? { key } : {}), ...(typeof title === 'string' ? { title } : {}) };
  } catch {
    return undefined;
  }
}
