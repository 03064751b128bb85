import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../lib/session.js';
import { Button } from '../../../parts/basics.js';
import { MigrateDialog } from './MigrateDialog.js';

/** The way to moving the runs of older versions; progress is shown with the flow's runs. */
export function MoveRuns({ flowKey, newest }: { flowKey: string; newest: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useCan('flow.migrate');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('Move waiting runs…')}
      </Button>
      {open && (
        <MigrateDialog
          flowKey={flowKey}
          newest={newest}
          onClose={() => setOpen(false)}
          onBegun={(bulk) =>
            void navigate({ to: '/flows/$key', params: { key: flowKey }, search: { tab: 'runs', bulk } as never })
          }
        />
      )}
    </>
  );
}
