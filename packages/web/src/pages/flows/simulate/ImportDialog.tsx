import { TextInput } from '@mantine/core';
import type { List } from '@sluice/contracts/list';
import type { RunRow } from '@sluice/contracts/run';
import type { SimulationCase } from '@sluice/flows';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { get } from '../../../lib/api.js';
import { useGet } from '../../../lib/data.js';
import { ActDialog } from '../../../parts/ActDialog.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
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
  const act = useAct();
  const runs = useGet<List<RunRow>>('/v1/runs', { flow: flowKey, limit: 12 });
  const take = (run: string) =>
    act.run(async () => onStory(await get<SimulationCase>(`/v1/runs/${encodeURIComponent(run)}/case`)));
  return (
    <ActDialog
      title={t('Tell a real run again')}
      verb={t('Take it over')}
      size="lg"
      act={act}
      disabled={id.trim() === ''}
      onClose={onClose}
      onSubmit={() => id.trim() !== '' && take(id.trim())}
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
                  <button type="button" disabled={act.busy} onClick={() => void take(run.id)}>
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
    </ActDialog>
  );
}
