import { Modal, TextInput } from '@mantine/core';
import type { List } from '@sluice/contracts/list';
import type { RunRow } from '@sluice/contracts/run';
import type { SimulationCase } from '@sluice/flows';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../../../lib/api.js';
import { useGet } from '../../../lib/data.js';
import { Button } from '../../../parts/basics.js';
import { Empty, Failed, Loaded } from '../../../parts/feedback.js';
import { StateChip } from '../../../parts/states.js';
import { When } from '../../../parts/values.js';

interface Props {
  flowKey: string;
  onClose: () => void;
  onStory: (story: SimulationCase) => void;
}

/** Takes a real run as a story: what it was told, answered and what failed, as of now. */
export function ImportDialog({ flowKey, onClose, onStory }: Props) {
  const { t } = useTranslation();
  const [id, setId] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Error>();
  const runs = useGet<List<RunRow>>('/v1/runs', { flow: flowKey, limit: 12 });
  const take = async (run: string) => {
    setBusy(true);
    setFailed(undefined);
    try {
      onStory(await get<SimulationCase>(`/v1/runs/${encodeURIComponent(run)}/case`));
    } catch (error) {
      setFailed(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('Tell a real run again')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() !== '') void take(id.trim());
        }}
      >
        <p className="sub">
          {t(
            'Its events, answers and failures become a story for this draft. What is stored about its subject is copied; nothing of the run changes.',
          )}
        </p>
        <Loaded query={runs} rows={4}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty>{t('This flow has no runs yet.')}</Empty>
            ) : (
              <ul className="sim-runs">
                {data.map((run) => (
                  <li key={run.id}>
                    <button type="button" disabled={busy} onClick={() => void take(run.id)}>
                      <span className="grow ell">{run.subject.title ?? run.subject.id}</span>
                      <StateChip kind="run" state={run.status} />
                      <When at={run.startedAt} form="full" className="muted t12" />
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <TextInput
          label={t('Another run, by its id')}
          placeholder="run_…"
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        {failed && <Failed error={failed} />}
        <div className="btnrow">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="pri" type="submit" busy={busy} disabled={id.trim() === ''}>
            {t('Take it over')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
