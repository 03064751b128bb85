import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { useFlowEditor } from '../editor/context.js';

/** Quiet with a lock while something blocks, but always pressable. */
export function PublishButton() {
  const { t } = useTranslation();
  const { problems, readOnly } = useFlowEditor();
  if (readOnly) return null;
  const blocked = problems.some(({ severity }) => severity === 'error');
  return (
    <Button look={blocked ? 'lockd' : 'pri'} icon={blocked ? 'lock' : 'send'}>
      {t('Publish…')}
    </Button>
  );
}
