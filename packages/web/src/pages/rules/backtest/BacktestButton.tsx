import { useTranslation } from 'react-i18next';
import { useCan } from '../../../lib/session.js';
import { Button } from '../../../parts/basics.js';
import { useEditor } from '../editor/context.js';

/** Opens the backtest beside the rule. */
export default function BacktestButton() {
  const { t } = useTranslation();
  const { side, showSide, rule } = useEditor();
  const open = side === 'backtest';
  if (!useCan('rule.backtest') || rule.kind !== 'commission') return null;
  return (
    <Button icon="chart" aria-pressed={open} onClick={() => showSide(open ? null : 'backtest')}>
      {t('Backtest')}
    </Button>
  );
}
