import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { useConditions } from './condition-context.js';

/** The text of an expression that only JSON can show, and the way there. */
export function AdvancedText({ pointer, text }: { pointer: string; text: string }) {
  const { t } = useTranslation();
  const { select, showView } = useConditions();
  return (
    <>
      <pre className="json adv" tabIndex={0}>
        {text}
      </pre>
      <Button
        look="ghost"
        size="sm"
        icon="braces"
        onClick={() => {
          select(pointer);
          showView('json');
        }}
      >
        {t('Edit as JSON')}
      </Button>
    </>
  );
}
