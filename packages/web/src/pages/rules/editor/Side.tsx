import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../../parts/feedback.js';
import { useEditor } from './context.js';
import { SIDE } from './slots.js';

/** The panel at the right: what was opened there, else the branch that is selected. */
export function Side() {
  const { t } = useTranslation();
  const { side } = useEditor();
  const slot = SIDE.find((each) => each.id === side) ?? SIDE[0];
  if (!slot) return null;
  return (
    <aside className="panel k-logic" aria-label={t(slot.label)} data-side={slot.id}>
      <Suspense fallback={<Skeleton rows={6} />}>
        <slot.Component />
      </Suspense>
    </aside>
  );
}
