import type { CaseRun, FlowDocument } from '@sluice/flows';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDay } from '../../../lib/time.js';
import { Icon } from '../../../parts/icons.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { dayNumber, type Cursor } from './clock.js';
import type { Shown } from './Evidence.js';
import { titleOfStep } from './words.js';

interface Props {
  document: FlowDocument;
  run: CaseRun;
  cursor: Cursor;
  zone: string;
  onShow: (shown: Shown) => void;
}

/** The story as a list, for small screens: each step on its day, with the mails that it sent. */
export function StoryList({ document, run, cursor, zone, onShow }: Props) {
  const { t, i18n } = useTranslation();
  const options = { locale: i18n.language, zone };
  return (
    <section className="sim-list" aria-label={t('Steps')}>
      <ol>
        {run.steps.map((step, index) => {
          const at = new Date(step.startedAt);
          const day = dayNumber(run, at.getTime(), zone);
          const before = run.steps[index - 1];
          const fresh = !before || dayNumber(run, Date.parse(before.startedAt), zone) !== day;
          const done = index <= cursor.step;
          return [
            fresh && (
              <li key={`day ${String(index)}`} className="sim-list-day">
                <b>{t('Day {{day}}', { day })}</b> {formatDay(at, options)}
              </li>
            ),
            <li
              key={step.number}
              className={done ? '' : 'ahead'}
              aria-current={index === cursor.step ? 'step' : undefined}
            >
              <button type="button" onClick={() => onShow({ kind: 'step', step: index })}>
                <span className={`ic2 k-${stepCategory(step.type)}`}>
                  <StepIcon type={step.type} size={16} />
                </span>
                <span className="grow">{titleOfStep(document, step.node, t)}</span>
                <span className="num muted t12">{formatClock(at, options)}</span>
                {done && <Icon name={step.status === 'parked' ? 'pause' : 'check'} size={12} />}
              </button>
            </li>,
          ];
        })}
      </ol>
    </section>
  );
}
