import { Modal } from '@mantine/core';
import type { FlowParameters, FlowParametersChange } from '@sluice/contracts/flow';
import type { Json } from '@sluice/domain';
import type { Parameter } from '@sluice/flows';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get, patch, Problem } from '../../../lib/api.js';
import { renew, useGet } from '../../../lib/data.js';
import { useCan } from '../../../lib/session.js';
import { useNames } from '../../../lib/team.js';
import { Button } from '../../../parts/basics.js';
import { Empty, Failed, Loaded } from '../../../parts/feedback.js';
import { When } from '../../../parts/values.js';
import '../../../theme/flow-panel.css';
import { ParameterValue } from './ParameterValue.js';

/** What a flow's parameters are set to, for new runs; runs that have begun keep theirs. */
export function ParametersDialog({ flowKey, title, onClose }: { flowKey: string; title: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useGet<FlowParameters>(`/v1/flows/${flowKey}/parameters`);
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(520px, 96vw)"
      title={t('Parameters of {{title}}', { title })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <Loaded query={query} rows={3}>
        {(data) => <Values flowKey={flowKey} data={data} onClose={onClose} />}
      </Loaded>
    </Modal>
  );
}

function Values({ flowKey, data, onClose }: { flowKey: string; data: FlowParameters; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const may = useCan('flow.write');
  const path = `/v1/flows/${flowKey}/parameters`;
  // Only what was changed here; null goes back to the default.
  const [changed, setChanged] = useState<Readonly<Record<string, Json>>>({});
  // What was looked at; after a refusal, what is there now.
  const [seen, setSeen] = useState(data.rev);
  const act = useAct();
  const set = (key: string, value: Json) => setChanged({ ...changed, [key]: value });
  const save = () =>
    act.run(async () => {
      try {
        const body: FlowParametersChange = { rev: seen, values: changed };
        await patch<FlowParameters>(path, body);
      } catch (error) {
        // Somebody else was faster: what is there now is read, what was typed here stays.
        if (error instanceof Problem && error.isConflict) {
          const [now] = await Promise.all([get<FlowParameters>(path), renew(path)]);
          setSeen(now.rev);
        }
        throw error;
      }
      await renew(path);
      onClose();
    });
  if (data.parameters.length === 0)
    return <Empty>{t('This flow has no parameters. Add some under its start, in the editor.')}</Empty>;
  const { error } = act;
  const errors = error instanceof Problem && error.status === 422 ? (error.body.errors ?? []) : [];
  return (
    <form
      className="pubf"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="sub">{t('They count for new runs at once; runs that have begun keep what they began with.')}</p>
      {data.parameters.map(({ key, title, type, default: standard, value }) => {
        const own = key in changed ? changed[key] : (value as Json | undefined);
        const set_ = own !== undefined && own !== null;
        const mine = errors.filter(({ pointer }) => pointer?.endsWith(`/${key}`));
        return (
          <div key={key} className="field">
            <div className="lab">
              <span className="grow">{title || key}</span>
              {set_ && may && (
                <button type="button" className="linkish acc t11" onClick={() => set(key, null)}>
                  {t('Back to the default')}
                </button>
              )}
            </div>
            <ParameterValue
              parameter={{ type: type as Parameter['type'] }}
              label={title || key}
              value={(set_ ? own : standard) as Json}
              disabled={!may}
              templates={[]}
              onChange={(next) => set(key, next)}
            />
            <p className="help">
              {set_ ? t('Set here.') : t('The default of v{{version}}.', { version: data.version })}
            </p>
            {mine.map(({ message }) => (
              <p key={message} className="fp-err">
                {message}
              </p>
            ))}
          </div>
        );
      })}
      {data.changedAt && (
        <p className="muted t12">
          {t('Last set')} <When at={data.changedAt} form="full" />{' '}
          {t('by {{names}}, who may not approve what runs make with it.', {
            names: data.makers.map(nameOf).join(', '),
          })}
        </p>
      )}
      {error && errors.length === 0 && <Failed error={error} />}
      <div className="row foot">
        <span className="grow" />
        <Button onClick={onClose}>{t('Close')}</Button>
        {may && (
          <Button look="pri" type="submit" busy={act.busy} disabled={Object.keys(changed).length === 0}>
            {t('Set for new runs')}
          </Button>
        )}
      </div>
    </form>
  );
}
