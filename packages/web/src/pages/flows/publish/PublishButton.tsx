import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../lib/session.js';
import { Button } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';

const PublishDialog = lazy(() => import('./PublishDialog.js'));

/** Quiet with a lock while something blocks, but always pressable: it opens what blocks. */
export function PublishButton() {
  const { t } = useTranslation();
  const { version, problems, readOnly } = useFlowEditor();
  const may = useCan('flow.publish');
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const [open, setOpen] = useState(false);
  if (readOnly || !may) return null;
  const label = t('Publish v{{version}}…', { version });
  return (
    <>
      <Button
        look={errors > 0 ? 'lockd' : 'pri'}
        {...(errors > 0 ? { icon: 'lock' as const } : {})}
        title={errors > 0 ? t('{{count}} problems block publishing', { count: errors }) : undefined}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <PublishDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
