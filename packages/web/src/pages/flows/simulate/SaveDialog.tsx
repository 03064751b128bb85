import { TextInput } from '@mantine/core';
import { daysBetween } from '@sluice/domain';
import type { CaseRun, Expectation, FlowDocument, SimulationCase } from '@sluice/flows';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../../lib/act.js';
import { ActDialog } from '../../../parts/ActDialog.js';
import { expectationsFrom, freshId } from './scenario-edits.js';
import { expectationWords } from './words.js';

interface Props {
  flow: FlowDocument;
  story: SimulationCase;
  run: CaseRun;
  cases: readonly SimulationCase[];
  zone: string;
  onClose: () => void;
  onSave: (story: SimulationCase) => Promise<void>;
}

/** Keeps the story with the draft; what came of it becomes what is expected, as far as a person wants it to. */
export function SaveDialog({ flow, story, run, cases, zone, onClose, onSave }: Props) {
  const { t } = useTranslation();
  const known = cases.some(({ id }) => id === story.id);
  const [title, setTitle] = useState(known || story.id !== 'sample' ? story.title : '');
  const [offered] = useState<readonly Expectation[]>(() =>
    together(
      story.expect,
      expectationsFrom(run, flow, (at) => daysBetween(new Date(run.startedAt), new Date(at), zone)),
    ),
  );
  // A case that has its expectations keeps them: what else happened is only offered.
  const [wanted, setWanted] = useState(
    () => new Set((story.expect.length > 0 ? story.expect : offered).map((each) => JSON.stringify(each))),
  );
  const act = useAct();
  const [missing, setMissing] = useState(false);
  const save = () => {
    if (title.trim() === '') return setMissing(true);
    const id = known || story.id !== 'sample' ? story.id : freshId(cases, 'case');
    const expect = offered.filter((each) => wanted.has(JSON.stringify(each)));
    void act.run(() => onSave({ ...story, id, title: title.trim(), expect }));
  };
  const broken = new Set(run.failed.map(({ expectation }) => JSON.stringify(expectation)));
  return (
    <ActDialog
      title={known ? t('Save the case') : t('Save as case')}
      verb={t('Keep in the draft')}
      size="lg"
      act={act}
      onClose={onClose}
      onSubmit={save}
    >
      <TextInput
        label={t('Title')}
        description={t('What the story is about, e.g. quiet newcomer.')}
        data-autofocus
        maxLength={200}
        value={title}
        error={missing ? t('A case has a name.') : undefined}
        onChange={(event) => {
          setTitle(event.currentTarget.value);
          setMissing(false);
        }}
      />
      <fieldset className="sim-expect">
        <legend className="sec">{t('Expected from now on')}</legend>
        <p className="muted t12">
          {t('It is run with each check and before publishing. Take away what is not the point of the story.')}
        </p>
        <ul>
          {offered.map((expectation) => {
            const key = JSON.stringify(expectation);
            return (
              <li key={key}>
                <label>
                  <input
                    type="checkbox"
                    checked={wanted.has(key)}
                    onChange={() => {
                      const next = new Set(wanted);
                      if (!next.delete(key)) next.add(key);
                      setWanted(next);
                    }}
                  />
                  <span>{expectationWords(expectation, flow, t)}</span>
                  {broken.has(key) && <span className="neg t12">{t('not so at present')}</span>}
                </label>
              </li>
            );
          })}
        </ul>
      </fieldset>
    </ActDialog>
  );
}

/** What was expected before comes first; of what happened, that which is not said yet. */
function together(before: readonly Expectation[], now: readonly Expectation[]): Expectation[] {
  const known = new Set(before.map((each) => JSON.stringify(each)));
  return [...before, ...now.filter((each) => !known.has(JSON.stringify(each)))];
}
