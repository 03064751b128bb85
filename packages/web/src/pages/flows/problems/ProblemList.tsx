import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip, IconButton } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { useFlowEditor } from '../editor/context.js';

/** What is wrong with the flow, worst first, each with the way to its place. */
export function ProblemList() {
  const { t } = useTranslation();
  const { problems, select } = useFlowEditor();
  const [open, setOpen] = useState(true);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return (
    <section className="flow-problems float" aria-label={t('Problems')}>
      <div className="row head">
        <h2 className="sec">{t('Problems')}</h2>
        {errors.length > 0 && (
          <Chip tone="bad" icon="x">
            {errors.length}
          </Chip>
        )}
        {warnings.length > 0 && (
          <Chip tone="warn" icon="alert">
            {warnings.length}
          </Chip>
        )}
        <span className="grow" />
        <IconButton
          small
          icon={open ? 'down' : 'up'}
          label={open ? t('Fold the problems') : t('Unfold the problems')}
          onClick={() => setOpen(!open)}
        />
      </div>
      {open && (
        <ol>
          {[...errors, ...warnings].map((problem, index) => (
            <li key={index} className={problem.severity === 'error' ? 'is-bad' : 'is-warn'}>
              <Icon name={problem.severity === 'error' ? 'x' : 'alert'} size={14} />
              <button
                type="button"
                className="place"
                onClick={() => select(problem.node === undefined ? [] : [problem.node])}
              >
                {problem.message}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
