import { cellProblemText } from '@sluice/rules/views/cells-problem';
import { nameLabel, YES_NO } from '@sluice/rules/views/cells-values';
import type { DecisionTable } from '@sluice/rules/views/table';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { outcomeColumn, readInto, type Place } from './grid.js';

/** The field in a cell: says while it is written whether it can be read, and what may be written. */
export function CellInput({
  table,
  place,
  text,
  label,
  onWrite,
  onCommit,
  onCancel,
}: {
  table: DecisionTable;
  place: Place;
  text: string;
  label: string;
  onWrite: (text: string) => void;
  onCommit: (move?: { rows: number; columns: number }) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  const { locale } = table.context;
  const problem = [...readInto(table, [{ place, text }]).unread.values()][0]?.problem;
  useEffect(() => {
    const input = field.current;
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  }, []);
  const finish = (act: () => void): void => {
    if (done.current) return;
    done.current = true;
    act();
  };
  return (
    <span className="dt-edit">
      <input
        ref={field}
        value={text}
        size={Math.max(8, Math.min(text.length + 2, 48))}
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={id}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onWrite(event.currentTarget.value)}
        onBlur={() => finish(() => onCommit())}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') {
            event.preventDefault();
            finish(() => onCommit({ rows: event.shiftKey ? -1 : 1, columns: 0 }));
          } else if (event.key === 'Tab') {
            event.preventDefault();
            finish(() => onCommit({ rows: 0, columns: event.shiftKey ? -1 : 1 }));
          } else if (event.key === 'Escape') {
            event.preventDefault();
            finish(onCancel);
          }
        }}
      />
      <span id={id} className={problem ? 'dt-hint bad' : 'dt-hint'} role={problem ? 'alert' : undefined}>
        {problem ? cellProblemText(problem, locale) : <Hint table={table} place={place} t={t} />}
      </span>
    </span>
  );
}

/** What may be written here, by example. */
function Hint({ table, place, t }: { table: DecisionTable; place: Place; t: (key: string) => string }) {
  const { locale } = table.context;
  const column = table.columns[place.column];
  const en = locale === 'en';
  if (place.column === outcomeColumn(table)) {
    return (
      <>
        {table.context.shape.kind === 'variants' ? t('“20 % of net”, “$25.00”, “none: reason”') : t('A value, or JSON')}
      </>
    );
  }
  if (column?.kind !== 'fact') return <>{t('JSON-logic')}</>;
  const { type } = column.fact;
  if (type.type === 'boolean') return <>{YES_NO[locale].join(' · ')}</>;
  if (type.type === 'enum') {
    const names = type.values.slice(0, 6).map((each) => nameLabel(each, locale));
    return <>{`${names.join(', ')} · ${en ? 'not' : 'nicht'} …`}</>;
  }
  if (type.type === 'string') return <>{t('“DE, AT” · “not US” · “starts with KES”')}</>;
  if (type.type === 'day' || type.type === 'instant') return <>{t('“≥ 19 Dec 2026” · “1 Jan 2026 – 31 Mar 2026”')}</>;
  return <>{t('“≥ 100” · “100 – 500” · “< 50”')}</>;
}
