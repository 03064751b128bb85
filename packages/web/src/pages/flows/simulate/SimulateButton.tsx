import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../lib/session.js';
import { Button } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';

/** Tells the draft a story; what is not saved yet is saved first, because the simulation reads what is stored. */
export function SimulateButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useCan('flow.simulate');
  const { flowKey, document, flush, save, readOnly } = useFlowEditor();
  if (!may || readOnly || document.nodes.length === 0) return null;
  const open = async () => {
    if (save.state !== 'saved' && !(await flush())) return;
    await navigate({ to: '/flows/$key/simulate', params: { key: flowKey } });
  };
  return (
    <Button icon="play" onClick={() => void open()}>
      {t('Simulate')}
    </Button>
  );
}
