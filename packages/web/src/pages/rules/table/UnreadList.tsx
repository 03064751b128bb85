import { cellProblemText } from '@sluice/rules/views/cells-problem';
import type { DecisionTable } from '@sluice/rules/views/table';
import { outcomeLabel } from '@sluice/rules/views/table-sheet';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import type { Place, Unread } from './grid.js';

/** Cells whose text could not be read: the rule is as it was there, and what was typed is kept. */
export function UnreadList({
  table,
  unread,
  onGo,
  onForget,
}: {
  table: DecisionTable;
  unread: ReadonlyMap<string, Unread>;
  onGo: (place: Place) => void;
  onForget: (place: Place) => void;
}) {
  const { t } = useTranslation();
  const { locale, shape } = table.context;
  if (unread.size === 0) return null;
  return (
    <section className="probl" aria-label={t('Cells that cannot be read')}>
      <ol>
        {[...unread].map(([key, { text, problem }]) => {
          const [row = 0, column = 0] = key.split(':').map(Number);
          const name = table.columns[column]?.label ?? outcomeLabel(shape, locale);
          return (
            <li key={key} className="is-bad">
              <Icon name="x" size={14} />
              <button type="button" className="place" onClick={() => onGo({ row, column })}>
                <b>{t('Row {{row}}, {{column}}', { row: row + 1, column: name })}.</b>{' '}
                {cellProblemText(problem, locale)}{' '}
                {text && t('The rule is as it was; “{{text}}” stays in the cell.', { text })}
              </button>
              <button type="button" className="fix" onClick={() => onForget({ row, column })}>
                {t('Give it up')}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
