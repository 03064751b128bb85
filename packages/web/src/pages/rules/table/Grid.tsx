import { Menu } from '@mantine/core';
import { cellProblemText } from '@sluice/rules/views/cells-problem';
import type { OutcomeCell, DecisionTable, TableCell } from '@sluice/rules/views/table';
import { outcomeLabel } from '@sluice/rules/views/table-sheet';
import { useLayoutEffect, useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { CellInput } from './CellInput.js';
import type { GapRow, RowMark, RowNews } from './evidence.js';
import { inRectangle, outcomeColumn, placeKey, type Place } from './grid.js';
import { Gap, Marks } from './Marks.js';
import type { GridState } from './useGrid.js';

/** How often a row has decided, and the label of the period; undefined where it is not known. */
export interface HitsColumn {
  readonly label: string;
  readonly rows: readonly (number | undefined)[];
}

/** The table itself: a grid for the keyboard, gaps in their place, evidence and analysis beside each row. */
export function Grid({
  table,
  grid,
  gaps,
  marks,
  news,
  hits,
  cases,
}: {
  table: DecisionTable;
  grid: GridState;
  gaps: readonly GapRow[];
  marks: readonly (readonly RowMark[])[];
  news: readonly (RowNews | undefined)[];
  hits: HitsColumn | undefined;
  cases: readonly number[];
}) {
  const { t } = useTranslation();
  const { locale } = table.context;
  const body = useRef<HTMLTableElement>(null);
  const { row, column } = grid.active;
  const editing = grid.editing !== null;

  // The cell gone to has the focus as long as the grid had it, also in a field that has just gone.
  const wrote = useRef(false);
  const answered = useRef(0);
  const { summoned } = grid;
  useLayoutEffect(() => {
    const root = body.current;
    const left = wrote.current && document.activeElement === document.body;
    const called = summoned !== answered.current;
    wrote.current = editing;
    answered.current = summoned;
    if (editing || !root || !(left || called || root.contains(document.activeElement))) return;
    root.querySelector<HTMLElement>(`[data-place="${placeKey({ row, column })}"]`)?.focus();
  }, [row, column, editing, table, summoned]);

  const facts = table.columns.length;
  const otherwise = table.rows.length;
  return (
    <div className="dt-scroll">
      <table
        ref={body}
        className="dt"
        role="grid"
        aria-label={t('Decision table')}
        aria-multiselectable="true"
        onKeyDown={grid.onKeyDown}
        onCopy={grid.onCopy}
        onPaste={grid.onPaste}
      >
        <thead>
          <tr className="g">
            <th scope="col" aria-label={t('Row')} />
            {facts > 0 && (
              <th scope="colgroup" colSpan={facts}>
                {t('When')}
              </th>
            )}
            <th scope="colgroup" className="o">
              {t('Then')}
            </th>
            <th scope="colgroup" colSpan={hits ? 2 : 1}>
              {t('Evidence')}
            </th>
            <th />
          </tr>
          <tr>
            <th scope="col" className="n">
              #
            </th>
            {table.columns.map((each) => (
              <th key={each.id} scope="col" title={each.kind === 'fact' ? each.id : undefined}>
                {each.label}
              </th>
            ))}
            <th scope="col" className="o">
              {outcomeLabel(table.context.shape, locale)}
            </th>
            {hits && (
              <th scope="col" className="r">
                {hits.label}
              </th>
            )}
            <th scope="col" className="r">
              {t('Cases')}
            </th>
            <th scope="col">{t('Analysis')}</th>
          </tr>
        </thead>
        <tbody>
          {gaps
            .filter(({ after }) => after < 0)
            .map((gap) => (
              <Gap key={gap.finding.pointer} gap={gap} hits={hits !== undefined} />
            ))}
          {table.rows.flatMap((each) => [
            <Row
              key={each.index}
              table={table}
              grid={grid}
              row={each.index}
              marks={marks[each.index] ?? []}
              news={news[each.index]}
              hits={hits ? { count: hits.rows[each.index] } : undefined}
              cases={cases[each.index] ?? 0}
            />,
            ...gaps
              .filter(({ after }) => after === each.index)
              .map((gap, at) => (
                <Gap key={`${String(each.index)}gap${String(at)}`} gap={gap} hits={hits !== undefined} />
              )),
          ])}
          {table.otherwise && (
            <tr className={row === otherwise ? 'else cur' : 'else'}>
              <th scope="row" className="n">
                –
              </th>
              {facts > 0 && <td colSpan={facts}>{t('Otherwise')}</td>}
              <Cell
                table={table}
                grid={grid}
                place={{ row: otherwise, column: outcomeColumn(table) }}
                news={undefined}
              />
              {hits && <td className="num r">{hits.rows[otherwise]?.toLocaleString(locale) ?? ''}</td>}
              <td className="num r">{cases[otherwise] ?? 0}</td>
              <td className="mk">
                <Marks marks={marks[otherwise] ?? []} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  table,
  grid,
  row,
  marks,
  news,
  hits,
  cases,
}: {
  table: DecisionTable;
  grid: GridState;
  row: number;
  marks: readonly RowMark[];
  news: RowNews | undefined;
  hits: { count: number | undefined } | undefined;
  cases: number;
}) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const never = marks.some(({ kind }) => kind === 'never');
  const { selected, readOnly } = useEditor();
  const current = table.rows[row]?.pointer === selected;
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const from = Number(event.dataTransfer.getData('application/x-sluice-row'));
    if (Number.isInteger(from)) grid.moveRow(from, row);
  };
  const isRow = (event: DragEvent): boolean => event.dataTransfer.types.includes('application/x-sluice-row');
  return (
    <tr
      className={[current ? 'cur' : '', never ? 'shadow' : '', over ? 'drop' : ''].filter(Boolean).join(' ')}
      aria-selected={current}
      onDragOver={(event) => {
        if (!isRow(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <th scope="row" className="num n">
        {readOnly ? (
          row + 1
        ) : (
          <Menu position="bottom-start">
            <Menu.Target>
              <button
                type="button"
                className="dt-row"
                draggable
                tabIndex={grid.active.row === row ? 0 : -1}
                aria-label={t('Row {{row}}: move, duplicate, delete', { row: row + 1 })}
                onDragStart={(event) => {
                  event.dataTransfer.setData('application/x-sluice-row', String(row));
                  event.dataTransfer.effectAllowed = 'move';
                }}
              >
                {row + 1}
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => grid.insertRow(row)}>{t('Row above')}</Menu.Item>
              <Menu.Item onClick={() => grid.insertRow(row + 1)}>{t('Row below')}</Menu.Item>
              <Menu.Item onClick={() => grid.duplicateRow(row)}>{t('Duplicate')}</Menu.Item>
              <Menu.Item
                disabled={row === 0}
                rightSection={<kbd>Alt ↑</kbd>}
                onClick={() => grid.moveRow(row, row - 1)}
              >
                {t('Move up')}
              </Menu.Item>
              <Menu.Item
                disabled={row === table.rows.length - 1}
                rightSection={<kbd>Alt ↓</kbd>}
                onClick={() => grid.moveRow(row, row + 1)}
              >
                {t('Move down')}
              </Menu.Item>
              <Menu.Item color="red" onClick={() => grid.removeRow(row)}>
                {t('Delete row')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </th>
      {[...table.columns.keys(), outcomeColumn(table)].map((column) => (
        <Cell key={column} table={table} grid={grid} place={{ row, column }} news={news} />
      ))}
      {hits && <td className="num r">{hits.count?.toLocaleString(table.context.locale) ?? ''}</td>}
      <td className="num r">{cases}</td>
      <td className="mk">
        <Marks marks={marks} />
      </td>
    </tr>
  );
}

function Cell({
  table,
  grid,
  place,
  news,
}: {
  table: DecisionTable;
  grid: GridState;
  place: Place;
  news: RowNews | undefined;
}) {
  const { t } = useTranslation();
  const { locale } = table.context;
  const isOutcome = place.column === outcomeColumn(table);
  const active = grid.active.row === place.row && grid.active.column === place.column;
  const unread = grid.unread.get(placeKey(place));
  const editing = grid.editing && placeKey(grid.editing.place) === placeKey(place) ? grid.editing : undefined;
  const several = grid.selection.top !== grid.selection.bottom || grid.selection.left !== grid.selection.right;
  const within = several && inRectangle(grid.selection, place);
  const column = table.columns[place.column];
  const problem = unread && cellProblemText(unread.problem, locale);
  return (
    <td
      role="gridcell"
      data-place={placeKey(place)}
      tabIndex={active && !editing ? 0 : -1}
      aria-selected={active || within}
      aria-invalid={unread !== undefined || undefined}
      title={problem}
      className={[
        isOutcome ? 'o' : '',
        active ? 'act' : '',
        within ? 'in' : '',
        unread ? 'unread' : '',
        editing ? 'ing' : '',
        column?.kind === 'fact' && isNumeric(column.fact.type.type) ? 'num' : '',
      ]
        .filter(Boolean)
        .join(' ')}
      onMouseDown={(event) => {
        if (editing || event.button !== 0) return;
        grid.go(place, event.shiftKey);
      }}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !active) grid.go(place);
      }}
      onDoubleClick={() => grid.startEdit(place)}
    >
      {editing ? (
        <CellInput
          table={table}
          place={place}
          text={editing.text}
          label={
            isOutcome
              ? t('Row {{row}}, {{column}}', { row: place.row + 1, column: t('Then') })
              : t('Row {{row}}, {{column}}', { row: place.row + 1, column: column?.label ?? '' })
          }
          onWrite={grid.write}
          onCommit={grid.commit}
          onCancel={grid.cancel}
        />
      ) : unread ? (
        <>
          <Icon name="alert" size={12} />
          <span>{unread.text || '…'}</span>
          <span className="sr">{problem}</span>
        </>
      ) : isOutcome ? (
        <Outcome
          cell={place.row === table.rows.length ? table.otherwise : table.rows[place.row]?.outcome}
          news={news}
        />
      ) : (
        <Condition cell={table.rows[place.row]?.cells[place.column]} />
      )}
    </td>
  );
}

const isNumeric = (type: string): boolean => type === 'money' || type === 'integer' || type === 'decimal';

function Condition({ cell }: { cell: TableCell | undefined }) {
  if (!cell) return null;
  if (cell.kind === 'any') return <span className="any">{cell.text}</span>;
  if (cell.kind === 'advanced') return <Advanced text={cell.text} />;
  return <>{cell.text}</>;
}

function Advanced({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <span className="dt-chip" title={text}>
      <Icon name="lock" size={12} />
      {t('advanced expression')}
    </span>
  );
}

function Outcome({ cell, news }: { cell: OutcomeCell | undefined; news: RowNews | undefined }) {
  const { t } = useTranslation();
  if (!cell) return null;
  return (
    <>
      {cell.words ? (
        <>
          <b className={/\d/.test(cell.words.lead) ? 'num' : 'word'}>{cell.words.lead}</b>
          {cell.words.rest && (
            <span className={/\d/.test(cell.words.lead) ? 'rest' : 'rest muted'}> {cell.words.rest}</span>
          )}
        </>
      ) : (
        <Advanced text={cell.text} />
      )}
      {news?.kind === 'was' && (
        <span className="was num">
          <span className="sr">{t('in force:')} </span>
          {news.outcome}
        </span>
      )}
      {news?.kind === 'new' && (
        <span className="nw">
          <Chip tone="acc">{t('new')}</Chip>
        </span>
      )}
    </>
  );
}
