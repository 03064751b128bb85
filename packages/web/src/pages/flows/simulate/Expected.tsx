import type { CaseRun, Expectation, FlowDocument, SimulationCase } from '@sluice/flows';
import { useTranslation } from 'react-i18next';
import { Chip, IconButton } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { expectationWords } from './words.js';

interface Props {
  story: SimulationCase;
  run: CaseRun;
  flow: FlowDocument;
  readOnly: boolean;
  onChange: (story: SimulationCase) => void;
}

/** What is to come of the story, and whether it did. */
export function Expected({ story, run, flow, readOnly, onChange }: Props) {
  const { t } = useTranslation();
  const complaint = (expectation: Expectation) =>
    run.failed.find((each) => JSON.stringify(each.expectation) === JSON.stringify(expectation))?.message;
  const met = story.expect.length - run.failed.length;
  return (
    <section className="sim-expected" aria-label={t('Expected')}>
      <div className="sec row sim-h">
        <h3 className="t13 b grow">{t('Expected')}</h3>
        <Chip tone={run.failed.length === 0 ? 'ok' : 'bad'} icon={run.failed.length === 0 ? 'check' : 'x'}>
          {t('{{met}} of {{all}}', { met: Math.max(0, met), all: story.expect.length })}
        </Chip>
      </div>
      <ul>
        {story.expect.map((expectation, index) => {
          const wrong = complaint(expectation);
          return (
            <li key={index} className={wrong ? 'bad' : ''}>
              <Icon name={wrong ? 'x' : 'check'} size={12} stroke={2.4} />
              <span className="grow">
                {expectationWords(expectation, flow, t)}
                {wrong && <span className="neg block t12">{wrong}</span>}
              </span>
              {!readOnly && (
                <IconButton
                  small
                  icon="x"
                  label={t('Expect this no more')}
                  onClick={() => onChange({ ...story, expect: story.expect.filter((_, other) => other !== index) })}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
