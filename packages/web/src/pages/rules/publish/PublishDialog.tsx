import { Modal } from '@mantine/core';
import type { BacktestListRow } from '@sluice/contracts/backtest';
import type { List } from '@sluice/contracts/list';
import type { RuleDraft } from '@sluice/contracts/rule';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get, post, Problem } from '../../../lib/api.js';
import { renew, useGet } from '../../../lib/data.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { FixLinks } from '../table/Marks.js';
import { BacktestSummary } from './BacktestSummary.js';
import { goToPointer, type Block } from './blocking.js';
import { ChangeLines } from './ChangeLines.js';
import { useChanges } from './changes.js';

/** What would be published, what stands in the way, and the request to somebody else. */
export function PublishDialog({ blocks, onClose }: { blocks: readonly Block[]; onClose: () => void }) {
  const { t } = useTranslation();
  const editor = useEditor();
  const { rule, rev, version, cases, caseRuns } = editor;
  const changes = useChanges();
  const draft = useGet<RuleDraft>(rev > 0 ? `/v1/rules/${rule.key}/draft` : undefined);
  const backtests = useGet<List<BacktestListRow>>('/v1/backtests', { rule: rule.key, limit: 20 });
  const [comment, setComment] = useState('');
  const [from, setFrom] = useState('');
  const act = useAct();

  const backtest = backtests.data?.data.find(
    ({ state, draft: tested }) => state === 'done' && tested.hash === draft.data?.hash,
  );
  const green = cases.filter(({ id }) => caseRuns.get(id)?.ok).length;
  const nothing = rev === 0 && editor.save.state === 'saved';
  const approval = draft.data?.approval;
  const pending = approval?.state === 'pending';
  const refused = act.error instanceof Problem && act.error.status === 422 ? (act.error.body.errors ?? []) : [];
  const locked = blocks.length > 0 || nothing || pending;

  const ask = () =>
    act.run(async () => {
      if (!(await editor.flush())) throw new Error(t('The draft could not be saved, so nothing was asked for.'));
      const stored = await get<RuleDraft>(`/v1/rules/${rule.key}/draft`);
      const body = {
        rev: stored.rev,
        ...(comment.trim() ? { comment: comment.trim() } : {}),
        ...(from ? { effectiveFrom: new Date(from).toISOString() } : {}),
        ...(backtest && backtest.draft.hash === stored.hash ? { backtest: backtest.id } : {}),
      };
      await post(`/v1/rules/${rule.key}/publish`, body);
      await renew('/v1/rules', '/v1/approvals');
    });

  return (
    <Modal
      opened
      onClose={onClose}
      size="min(640px, 96vw)"
      title={t('Publish {{title}} v{{version}}', { title: rule.title, version })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="pub">
        {approval && <State approval={approval} />}
        {blocks.length > 0 && (
          <section className="pub-block" aria-label={t('What blocks publishing')}>
            <h3 className="sec neg">
              <Icon name="lock" size={14} />
              {t('{{count}} problems block publishing', { count: blocks.length })}
            </h3>
            <ul className="probl">
              {blocks.map((block, at) => (
                <li key={at} className="is-bad">
                  <Icon name="x" size={14} />
                  <button
                    type="button"
                    className="place"
                    onClick={() => {
                      block.go();
                      onClose();
                    }}
                  >
                    {block.text}
                  </button>
                  {block.finding && <FixLinks finding={block.finding} />}
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <h3 className="sec">
            {rule.inForce ? t('What changes against v{{version}}', { version: rule.inForce.version }) : t('A new rule')}
          </h3>
          {nothing ? (
            <p className="muted">{t('Nothing has changed since the version in force.')}</p>
          ) : changes.length === 0 ? (
            <p className="muted">{t('The draft decides as the version in force does.')}</p>
          ) : (
            <ChangeLines changes={changes} />
          )}
        </section>
        <section className="row">
          <h3 className="sec">{t('Cases')}</h3>
          <Chip tone={green === cases.length ? 'ok' : 'bad'} icon={green === cases.length ? 'check' : 'x'}>
            {t('{{green}} of {{count}} green', { green, count: cases.length })}
          </Chip>
          {editor.analysis?.class && <Chip tone="line">{t(editor.analysis.class)}</Chip>}
        </section>
        <section>
          <h3 className="sec">{t('Backtest')}</h3>
          {backtest ? (
            <BacktestSummary id={backtest.id} />
          ) : (
            <p className="muted">{t('This draft was not run on past orders. It need not be.')}</p>
          )}
        </section>
        <label className="field">
          <span className="lab">{t('Effective from')}</span>
          <span className="inp">
            <input
              type="datetime-local"
              className="bare grow"
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
          </span>
          <span className="help">
            {from ? t('Orders from then on are decided by it.') : t('Empty: from the moment it is approved.')}
          </span>
        </label>
        <label className="field">
          <span className="lab">{t('Comment, for whoever decides')}</span>
          <textarea
            className="imp-text"
            rows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
        </label>
        {refused.length > 0 ? (
          <ul className="probl" role="alert" aria-label={t('What blocks publishing')}>
            {refused.map(({ pointer, code, message }) => (
              <li key={`${pointer ?? ''}${code}`} className="is-bad">
                <Icon name="x" size={14} />
                <button
                  type="button"
                  className="place"
                  onClick={() => {
                    goToPointer(editor, pointer ?? '');
                    onClose();
                  }}
                >
                  {message} <span className="mono t11 muted">{pointer}</span>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          act.error && <Failed error={act.error} />
        )}
        <div className="row imp-foot">
          <span className="grow muted t12">{t('Somebody else than its makers decides.')}</span>
          <Button onClick={onClose}>{t('Close')}</Button>
          <Button look={locked ? 'lockd' : 'pri'} disabled={locked} busy={act.busy} onClick={() => void ask()}>
            {t('Ask for publishing')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** What became of the last request. */
function State({ approval }: { approval: NonNullable<RuleDraft['approval']> }) {
  const { t } = useTranslation();
  const link = (
    <Link to="/approvals/$id" params={{ id: approval.id }}>
      {t('Show the request')}
    </Link>
  );
  switch (approval.state) {
    case 'pending':
      return (
        <p className="pub-state" role="status">
          <Icon name="clock" size={14} />
          <span>
            {t('Asked for. It waits for somebody who did not make it; any change to the draft withdraws it.')} {link}
          </span>
        </p>
      );
    case 'rejected':
      return (
        <p className="pub-state bad" role="status">
          <Icon name="x" size={14} />
          <span>
            {approval.by ? t('{{name}} rejected it:', { name: approval.by }) : t('It was rejected:')} “
            {approval.comment ?? ''}” {link}
          </span>
        </p>
      );
    case 'cancelled':
      return (
        <p className="pub-state" role="status">
          <Icon name="info" size={14} />
          <span>{t('The last request was withdrawn, since the draft has changed.')}</span>
        </p>
      );
    case 'expired':
      return (
        <p className="pub-state" role="status">
          <Icon name="clock" size={14} />
          <span>{t('Nobody decided the last request in time.')}</span>
        </p>
      );
    case 'approved':
      return (
        <p className="pub-state" role="status">
          <Icon name="check" size={14} />
          <span>
            {t('The last request was approved.')} {link}
          </span>
        </p>
      );
  }
}
