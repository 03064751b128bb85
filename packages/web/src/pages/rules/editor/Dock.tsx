import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../parts/basics.js';
import { Skeleton } from '../../../parts/feedback.js';
import { useEditor } from './context.js';
import { DOCK } from './slots.js';

/** Problems, cases, changes below the view. */
export function Dock() {
  const { t } = useTranslation();
  const editor = useEditor();
  const { dock, showDock } = editor;
  const [closed, setClosed] = useState(false);
  if (DOCK.length === 0) return null;
  const open = closed ? undefined : (DOCK.find((slot) => slot.id === dock) ?? DOCK[0]);
  return (
    <section className={open ? 'dock' : 'dock shut'} aria-label={t('Problems, cases and changes')}>
      <div className="tabs">
        <div role="tablist" aria-label={t('Below the rule')} className="tablist">
          {DOCK.map((slot, index) => {
            const badge = slot.badge?.(editor);
            const on = slot.id === open?.id;
            return (
              <button
                key={slot.id}
                type="button"
                role="tab"
                id={`dock-${slot.id}`}
                aria-selected={on}
                aria-controls="dock-panel"
                tabIndex={on || (!open && index === 0) ? 0 : -1}
                className={on ? 'on' : ''}
                onClick={() => {
                  setClosed(false);
                  showDock(slot.id);
                }}
                onKeyDown={(event) => {
                  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                  const next = DOCK[(index + step + DOCK.length) % DOCK.length];
                  if (step === 0 || !next) return;
                  setClosed(false);
                  showDock(next.id);
                  document.getElementById(`dock-${next.id}`)?.focus();
                }}
              >
                {t(slot.label)}
                {badge && badge.count > 0 && <span className={badge.bad ? 'cnt hot' : 'cnt'}>{badge.count}</span>}
              </button>
            );
          })}
        </div>
        <span className="grow" />
        {open?.Tools && (
          <Suspense fallback={null}>
            <open.Tools />
          </Suspense>
        )}
        <IconButton
          small
          icon={open ? 'down' : 'up'}
          label={open ? t('Fold away') : t('Unfold')}
          aria-expanded={open !== undefined}
          onClick={() => setClosed(open !== undefined)}
        />
      </div>
      {open && (
        <div className="dock-body" role="tabpanel" id="dock-panel" aria-labelledby={`dock-${open.id}`} tabIndex={0}>
          <Suspense fallback={<Skeleton rows={3} />}>
            <open.Component />
          </Suspense>
        </div>
      )}
    </section>
  );
}
