import { useTranslation } from 'react-i18next';
import { Button } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { useEditor } from '../editor/context.js';
import { ConditionRule } from './ConditionRule.js';

const REASONS: Readonly<Record<string, string>> = {
  constant: 'This rule gives one answer to everything; it has no branches to draw.',
  not_a_list: 'This rule is neither a list of decisions nor a collection of them; only its text shows all of it.',
};

/** The rule has no branches (a single condition has an editor of its own), or its text does not parse: what that means, and where it can be edited. */
export function NoList() {
  const { t } = useTranslation();
  const { listReason, syntaxError, showView } = useEditor();
  if (listReason === 'condition' && !syntaxError) return <ConditionRule />;
  return (
    <Empty action={<Button onClick={() => showView('json')}>{t('Edit as JSON')}</Button>}>
      {syntaxError
        ? t('The text is not JSON yet: {{message}}. Nothing is lost; it is saved as it stands.', {
            message: syntaxError.message,
          })
        : t(REASONS[listReason ?? 'not_a_list'] ?? '')}
    </Empty>
  );
}
