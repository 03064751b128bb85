import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { stepTitle } from '../../../parts/flow/words.js';
import { useFlowEditor } from '../editor/context.js';
import { findSteps } from '../find/search.js';
import { STEP_DATA } from './drag.js';
import { findKinds, foldedAtFirst, type StepKind } from './kinds.js';

/** Every kind of step: drag one onto the canvas, a path or a card, or press it to put it after what is chosen. */
export function Palette({ onInsert }: { onInsert: (type: string) => void }) {
  const { t } = useTranslation();
  const { document, reveal } = useFlowEditor();
  const [query, setQuery] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set(foldedAtFirst));
  const searching = query.trim() !== '';
  const groups = useMemo(() => findKinds(query, t), [query, t]);
  const steps = useMemo(
    () => (searching ? findSteps(document, query, t).slice(0, 12) : []),
    [searching, document, query, t],
  );
  const first = groups[0]?.kinds[0];
  const fold = (category: string) =>
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(category)) next.add(category);
      return next;
    });
  return (
    <aside className="fe-pal" aria-label={t('Steps')}>
      <label className="inp soft">
        <Icon name="search" size={14} />
        <input
          type="search"
          data-page-search
          aria-label={t('Find a step')}
          placeholder={t('Find a step')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && searching && first) onInsert(first.type);
            if (event.key === 'Escape') setQuery('');
          }}
        />
        <Kbd>/</Kbd>
      </label>
      <div className="fe-pal-list">
        {groups.map(({ category, title, kinds }) => {
          const open = searching || !folded.has(category);
          return (
            <section key={category} className={`k-${category}`}>
              <h3>
                <button type="button" aria-expanded={open} onClick={() => fold(category)}>
                  <Icon name={open ? 'down' : 'right'} size={12} />
                  {t(title)}
                  <span>{kinds.length}</span>
                </button>
              </h3>
              {open && (
                <ul>
                  {kinds.map((kind) => (
                    <li key={kind.type}>
                      <Kind kind={kind} onInsert={onInsert} />
                    </li>
                  ))}
                </ul>
              )}
            </section>
          );
        })}
        {steps.length > 0 && (
          <section>
            <h3 className="cap">{t('In this flow')}</h3>
            <ul>
              {steps.map((node) => (
                <li key={node.id} className={`k-${stepCategory(node.type)}`}>
                  <button type="button" className="fe-kind" onClick={() => reveal(node.id, true)}>
                    <span className="fe-pi">
                      <StepIcon type={node.type} size={14} />
                    </span>
                    <span className="ell">{stepTitle(node, t)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {groups.length === 0 && steps.length === 0 && (
          <p className="muted t12 none">{t('No step is called that. Try a shorter word.')}</p>
        )}
      </div>
      <p className="fe-pal-foot">
        {t('Drag onto the canvas, or select a')}{' '}
        <span className="plusmini">
          <Icon name="plus" size={8} stroke={2.6} />
        </span>{' '}
        {t('and press a key.')}
      </p>
    </aside>
  );
}

function Kind({ kind, onInsert }: { kind: StepKind; onInsert: (type: string) => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="fe-kind"
      draggable
      title={t(kind.title)}
      aria-label={t(kind.title)}
      onDragStart={(event) => {
        event.dataTransfer.setData(STEP_DATA, kind.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => onInsert(kind.type)}
    >
      <span className="fe-pi">
        <StepIcon type={kind.type} size={14} />
      </span>
      <span className="lbl ell">{t(kind.title)}</span>
      {kind.key && <Kbd>{kind.key}</Kbd>}
    </button>
  );
}
