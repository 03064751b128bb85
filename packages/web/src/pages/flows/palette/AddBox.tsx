import type { FlowDocument } from '@sluice/flows';
import { useMemo, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { stepTitle } from '../../../parts/flow/words.js';
import { Kbd } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { findSteps } from '../find/search.js';
import { findKinds } from './kinds.js';

interface Props {
  document: FlowDocument;
  /** Kinds of steps are offered, and with `onStep` the steps that are there, to lead the path to. */
  onKind: (type: string) => void;
  onStep?: (id: string) => void;
  onClose: () => void;
  style?: CSSProperties;
}

interface Choice {
  id: string;
  type: string;
  title: string;
  key?: string;
  take: () => void;
}

/** What can stand on a path: a new step, or one that is there. Type to search, arrows and Enter to take. */
export function AddBox({ document, onKind, onStep, onClose, style }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const choices = useMemo<Choice[]>(() => {
    const kinds = findKinds(query, t)
      .flatMap((group) => group.kinds)
      .map((kind) => ({
        id: `kind-${kind.type}`,
        type: kind.type,
        title: t(kind.title),
        ...(kind.key === undefined ? {} : { key: kind.key }),
        take: () => onKind(kind.type),
      }));
    const steps = onStep
      ? findSteps(document, query, t)
          .slice(0, 20)
          .map((node) => ({
            id: `step-${node.id}`,
            type: node.type,
            title: t('Lead to “{{step}}”', { step: stepTitle(node, t) }),
            take: () => onStep(node.id),
          }))
      : [];
    return [...kinds, ...steps];
  }, [document, query, t, onKind, onStep]);
  const chosen = Math.min(at, choices.length - 1);
  return (
    <div
      className="float fe-add nowheel nopan"
      style={style}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <label className="inp soft">
        <Icon name="search" size={14} />
        <input
          type="text"
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls="fe-add-list"
          aria-activedescendant={choices[chosen]?.id}
          aria-label={t('Find a step to add')}
          placeholder={t('Find a step')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (step !== 0) {
              event.preventDefault();
              const next = (chosen + step + choices.length) % Math.max(choices.length, 1);
              setAt(next);
              window.document.getElementById(choices[next]?.id ?? '')?.scrollIntoView({ block: 'nearest' });
            }
            if (event.key === 'Enter') {
              event.preventDefault();
              choices[chosen]?.take();
            }
            if (event.key === 'Escape') {
              event.preventDefault();
              onClose();
            }
          }}
        />
      </label>
      <ul id="fe-add-list" role="listbox" aria-label={t('Steps')} tabIndex={-1}>
        {choices.map((choice, index) => (
          <li
            key={choice.id}
            id={choice.id}
            role="option"
            aria-selected={index === chosen}
            className={`k-${stepCategory(choice.type)} ${index === chosen ? 'on' : ''}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={choice.take}
            onMouseMove={() => setAt(index)}
          >
            <span className="fe-pi">
              <StepIcon type={choice.type} size={14} />
            </span>
            <span className="ell">{choice.title}</span>
            {choice.key && <Kbd>{choice.key}</Kbd>}
          </li>
        ))}
        {choices.length === 0 && <li className="muted none">{t('No step is called that. Try a shorter word.')}</li>}
      </ul>
    </div>
  );
}
