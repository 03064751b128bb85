import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';

/** Ctrl Enter: evaluates the next case, beginning with the first; says so where there is none. */
export function useEvaluate(): () => void {
  const { t } = useTranslation();
  const { cases, caseRuns, activeCase, evaluate } = useEditor();
  return useCallback(() => {
    const at = cases.findIndex(({ id }) => id === activeCase);
    const next = cases[(at + 1) % Math.max(1, cases.length)];
    if (!next) notifications.show({ message: t('There is no case yet. Add one below to see the way it takes.') });
    else if (!caseRuns.has(next.id))
      notifications.show({ color: 'red', message: t('The rule has errors; it can be evaluated once they are gone.') });
    else evaluate(next.id);
  }, [cases, caseRuns, activeCase, evaluate, t]);
}
