import type { LintProblem } from '@sluice/flows/lint/index';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip, IconButton } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { triggerId } from '../../../parts/flow/start.js';
import { stepTitle } from '../../../parts/flow/words.js';
import '../../../theme/flow-panel.css';
import { useFlowEditor } from '../editor/context.js';
import { fixWords, problemWords } from './words.js';

/** What is wrong with the flow, worst first: each with its step, the way there and its cures. */
export function ProblemList() {
  const { t } = useTranslation();
  const { problems } = useFlowEditor();
  const [open, setOpen] = useState(true);
  const count = (severity: LintProblem['severity']) => problems.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return (
    <section
      className={problems.length === 0 ? 'flow-problems float none' : 'flow-problems float'}
      aria-label={t('Problems')}
    >
      <div className="row head">
        <h2 className="sec">{problems.length === 0 ? t('No problems') : t('Problems')}</h2>
        {problems.length === 0 && <Icon name="check" size={14} />}
        {errors > 0 && (
          <Chip tone="bad" icon="x">
            {errors}
            <span className="sr"> {t('errors')}</span>
          </Chip>
        )}
        {warnings > 0 && (
          <Chip tone="warn" icon="alert">
            {warnings}
            <span className="sr"> {t('warnings')}</span>
          </Chip>
        )}
        <span className="grow" />
        {problems.length > 0 && (
          <IconButton
            small
            icon={open ? 'down' : 'up'}
            aria-expanded={open}
            label={open ? t('Fold the problems') : t('Unfold the problems')}
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      {open && problems.length > 0 && (
        <ol>
          {problems.map((problem, index) => (
            <Problem key={index} problem={problem} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** One problem with its place and its cures. `onGo` is told when somebody leaves for its place. */
export function Problem({ problem, onGo }: { problem: LintProblem; onGo?: () => void }) {
  const { t, i18n } = useTranslation();
  const { document, reveal, apply, readOnly } = useFlowEditor();
  const node = document.nodes.find(({ id }) => id === problem.node);
  const bad = problem.severity === 'error';
  const go = () => {
    onGo?.();
    // What is of no step is a setting of the flow: it stands with the start.
    reveal(problem.node ?? triggerId, true);
  };
  return (
    <li className={bad ? 'is-bad' : 'is-warn'}>
      <Icon name={bad ? 'x' : 'alert'} size={14} />
      <div className="grow">
        <button type="button" className="place" onClick={go}>
          <span className="sr">{bad ? t('Error') : t('Warning')}: </span>
          {node && <>{stepTitle(node, t)}: </>}
          {problemWords(problem, i18n.language, t).map((part, at) =>
            part.value ? <b key={at}>{part.text}</b> : part.text,
          )}
        </button>
        {!readOnly && problem.fixes.length > 0 && (
          <span className="fixes">
            {problem.fixes.slice(0, 2).map((fix, at) => (
              <button key={at} type="button" className="linkish acc" onClick={() => apply(fix.edit)}>
                {fixWords(fix, document, i18n.language, t)}
              </button>
            ))}
          </span>
        )}
      </div>
    </li>
  );
}
