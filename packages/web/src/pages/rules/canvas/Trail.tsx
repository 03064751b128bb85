import type { DecisionList } from '@sluice/rules/views/decision-list';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import { trailTo } from './places.js';

/** The nested decision that is open, and the way back out of it. */
export function Trail({ list, scope }: { list: DecisionList; scope: string | null }) {
  const { t } = useTranslation();
  const { openScope } = useEditor();
  if (scope === null) return null;
  const trail = trailTo(list, scope);
  return (
    <nav className="rc-trail" aria-label={t('Nested decisions')}>
      <button type="button" className="btn ghost sm" onClick={() => openScope(null)}>
        {t('Whole rule')}
      </button>
      {trail.map((place, index) => {
        const label = place.branch ? t('Branch {{number}}', { number: place.index + 1 }) : t('Otherwise');
        const last = index === trail.length - 1;
        return (
          <span key={place.pointer} className="row">
            <span aria-hidden="true">/</span>
            {last ? (
              <span className="m" aria-current="location">
                {label}
              </span>
            ) : (
              <button type="button" className="btn ghost sm" onClick={() => openScope(place.outcome.pointer)}>
                {label}
              </button>
            )}
          </span>
        );
      })}
    </nav>
  );
}
