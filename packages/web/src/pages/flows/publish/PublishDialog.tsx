import { Modal } from '@mantine/core';
import type { FlowCheckResult, FlowDraft, WaitingPlan } from '@sluice/contracts/flow';
import { diffFlows, type FlowChange } from '@sluice/flows/diff/index';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get, post, Problem as Refusal } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { useMe } from '../../../lib/session.js';
import { useNames } from '../../../lib/team.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import { Icon } from '../../../parts/icons.js';
import '../../../theme/flow-panel.css';
import '../../../theme/runs.css';
import { useFlowEditor } from '../editor/context.js';
import { Problem } from '../problems/ProblemList.js';
import { changeWords } from '../conflict/words.js';
import { RealRuns } from './RealRuns.js';
import { RequestState } from './RequestState.js';
import { WaitingRuns } from './WaitingRuns.js';

/** What would be published, what stands in the way, what becomes of waiting runs, and the request to somebody else. */
export default function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const nameOf = useNames();
  const { flowKey, document, cases, published, version, problems, draft, rev, save, flush, select } = useFlowEditor();
  const errors = problems.filter(({ severity }) => severity === 'error');
  const changes = useMemo(() => (published ? diffFlows(published, document) : []), [published, document]);
  const check = useQuery<FlowCheckResult, Error>({
    queryKey: [`/v1/flows/${flowKey}/check`, document, cases],
    queryFn: () => post<FlowCheckResult>(`/v1/flows/${flowKey}/check`, { document, cases }),
    retry: false,
  });
  const [comment, setComment] = useState('');
  const [waiting, setWaiting] = useState<WaitingPlan>({ do: 'keep' });
  const act = useAct();

  const red = check.data?.cases.filter(({ passed }) => !passed) ?? [];
  const nothing = rev === 0 && save.state === 'saved';
  const pending = draft?.request?.state === 'pending';
  const refused = act.error instanceof Refusal && act.error.status === 422 ? (act.error.body.errors ?? []) : [];
  const locked = errors.length > 0 || red.length > 0 || nothing || pending;
  const touched = [...new Set(changes.flatMap((change) => ('node' in change ? [change.node] : [])))].filter((id) =>
    document.nodes.some((node) => node.id === id),
  );

  const ask = () =>
    act.run(async () => {
      if (!(await flush())) throw new Error(t('The draft could not be saved, so nothing was asked for.'));
      const stored = await get<FlowDraft>(`/v1/flows/${flowKey}/draft`);
      const body = { rev: stored.rev, waiting, ...(comment.trim() ? { comment: comment.trim() } : {}) };
      await post(`/v1/flows/${flowKey}/publish`, body);
      await renew('/v1/flows', '/v1/approvals');
    });

  return (
    <Modal
      opened
      onClose={onClose}
      size="min(680px, 96vw)"
      title={t('Publish {{title}} v{{version}}', { title: document.title, version })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="pubf">
        {draft?.request && <RequestState request={draft.request} />}
        {errors.length > 0 && (
          <section className="block" aria-label={t('What blocks publishing')}>
            <h3 className="sec neg">
              <Icon name="lock" size={14} />
              {t('{{count}} problems block publishing', { count: errors.length })}
            </h3>
            <ul className="problems">
              {errors.map((problem, index) => (
                <Problem key={index} problem={problem} onGo={onClose} />
              ))}
            </ul>
          </section>
        )}
        <section>
          <div className="row">
            <h3 className="sec grow">
              {published ? t('What changes against v{{version}}', { version: published.version }) : t('A new flow')}
            </h3>
            {touched.length > 0 && (
              <Button
                size="sm"
                look="ghost"
                icon="flow"
                onClick={() => {
                  select(touched);
                  onClose();
                }}
              >
                {t('Show on the canvas')}
              </Button>
            )}
          </div>
          {published ? (
            <Changes changes={changes} language={i18n.language} nothing={nothing} />
          ) : (
            <p className="sub">{t('{{count}} steps', { count: document.nodes.length })}</p>
          )}
        </section>
        {problems.length > errors.length && (
          <section>
            <h3 className="sec">{t('To be looked at')}</h3>
            <ul className="problems plain">
              {problems
                .filter(({ severity }) => severity === 'warning')
                .map((problem, index) => (
                  <Problem key={index} problem={problem} onGo={onClose} />
                ))}
            </ul>
          </section>
        )}
        <section>
          <div className="row">
            <h3 className="sec">{t('Cases')}</h3>
            {check.data &&
              (check.data.cases.length === 0 ? (
                <span className="muted">{t('It has none. Save one from a simulation to keep what it should do.')}</span>
              ) : (
                <Chip tone={red.length === 0 ? 'ok' : 'bad'} icon={red.length === 0 ? 'check' : 'x'}>
                  {t('{{green}} of {{count}} as expected', {
                    green: check.data.cases.length - red.length,
                    count: check.data.cases.length,
                  })}
                </Chip>
              ))}
            {check.isPending && <span className="muted">{t('They are being run.')}</span>}
            <span className="grow" />
            {typeof check.data?.historyEvents === 'number' && (
              <span className="muted t12 num">
                {t('{{count}} history events at most', { count: check.data.historyEvents })}
              </span>
            )}
          </div>
          {check.error && <Failed error={check.error} retry={() => void check.refetch()} />}
          {red.map((each) => (
            <div key={each.id} className="case">
              <p className="m neg">
                <Icon name="x" size={12} /> {each.title}
              </p>
              <ul>
                {each.failed.map((words, index) => (
                  <li key={index}>{words}</li>
                ))}
              </ul>
            </div>
          ))}
        </section>
        <RealRuns />
        {published && <WaitingRuns plan={waiting} onChange={setWaiting} />}
        <section>
          <h3 className="sec">{t('Who must agree')}</h3>
          <p className="sub">
            {t('One person who may publish and has not made it.')}{' '}
            {t('Made by {{names}}; none of them may.', {
              names: [...new Set([...(draft?.makers ?? []), ...(me ? [me.id] : [])])].map(nameOf).join(', '),
            })}
          </p>
        </section>
        <label className="field">
          <span className="lab">{t('Comment, for whoever decides')}</span>
          <textarea
            rows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
        </label>
        {refused.length > 0 ? (
          <ul className="problems" role="alert" aria-label={t('What blocks publishing')}>
            {refused.map(({ pointer, code, message }) => (
              <li key={`${pointer ?? ''}${code}${message}`} className="is-bad">
                <Icon name="x" size={14} />
                <span>
                  {message} <span className="mono t11 muted">{pointer}</span>
                </span>
              </li>
            ))}
          </ul>
        ) : (
          act.error && <Failed error={act.error} />
        )}
        <div className="row foot">
          <span className="grow muted t12">
            {nothing
              ? t('Nothing has changed since the version in force.')
              : pending
                ? t('It has been asked for already.')
                : locked
                  ? t('Put right what blocks it, then ask.')
                  : t('Nothing is in force before it is approved.')}
          </span>
          <Button onClick={onClose}>{t('Close')}</Button>
          <Button look={locked ? 'lockd' : 'pri'} disabled={locked} busy={act.busy} onClick={() => void ask()}>
            {t('Ask for publishing')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Changes({
  changes,
  language,
  nothing,
}: {
  changes: readonly FlowChange[];
  language: string;
  nothing: boolean;
}) {
  const { t } = useTranslation();
  const { document, published } = useFlowEditor();
  const locale = language.startsWith('de') ? 'de' : 'en';
  if (changes.length === 0)
    return (
      <p className="muted">
        {nothing ? t('Nothing has changed since the version in force.') : t('Nothing that changes what runs do.')}
      </p>
    );
  return (
    <ul className="changes">
      {changes.map((change, index) => (
        <li key={index}>{changeWords(change, [document, published], t, locale)}</li>
      ))}
    </ul>
  );
}
