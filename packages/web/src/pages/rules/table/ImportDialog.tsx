import { Modal, Select } from '@mantine/core';
import { cellProblemText } from '@sluice/rules/views/cells-problem';
import { CsvError, readCsv, type Grid } from '@sluice/rules/views/csv';
import { ALSO, columnFacts, type DecisionTable } from '@sluice/rules/views/table';
import { importSheet } from '@sluice/rules/views/table-import';
import {
  IGNORE,
  NUMBER,
  OUTCOME,
  outcomeLabel,
  readSheet,
  type SheetMapping,
  type SheetTarget,
} from '@sluice/rules/views/table-sheet';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Seg } from '../../../parts/basics.js';
import { Icon } from '../../../parts/icons.js';
import { useEditor } from '../editor/context.js';
import { readFile } from './files.js';

/** What is brought in: a text from the clipboard, or rows of a file; nothing yet. */
export type Incoming = { readonly text: string } | { readonly grid: Grid; readonly name: string };

const SHOWN = 200;

/** Rows from a spreadsheet: what each column is taken for and what cannot be read, before anything changes. */
export function ImportDialog({
  table,
  incoming,
  onClose,
}: {
  table: DecisionTable;
  incoming: Incoming;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const editor = useEditor();
  const { locale } = table.context;
  const [given, setGiven] = useState(incoming);
  const [chosen, setMode] = useState<'append' | 'replace'>();
  const [mapping, setMapping] = useState<SheetMapping>();
  const [failed, setFailed] = useState<string>();
  const errors = useId();
  const { grid, broken } = useMemo(() => gridOf(given), [given]);
  const known = useMemo(() => table.columns.map(({ id }) => id), [table]);
  const sheet = useMemo(() => readSheet(grid, table.context, known, mapping), [grid, table, known, mapping]);
  // A sheet that was written from this table comes back in its place; anything else is added.
  const ours = sheet.otherwise !== undefined && sheet.columns.some(({ target }) => target === NUMBER);
  const mode = chosen ?? (ours || table.rows.length === 0 ? 'replace' : 'append');
  const bad = new Map(sheet.problems.map((problem) => [`${String(problem.line)}:${String(problem.column)}`, problem]));
  const ready = sheet.problems.length === 0 && sheet.rows.length > 0 && !broken;
  const width = sheet.columns.length;

  const take = (next: Incoming): void => {
    setGiven(next);
    setMapping(undefined);
    setFailed(undefined);
  };
  const choose = (column: number, target: SheetTarget): void =>
    setMapping({
      header: mapping?.header ?? sheet.header,
      targets: sheet.columns.map((each, at) => (at === column ? target : each.target)),
    });
  const apply = (): void => {
    if (!editor.document || !editor.list || !ready) return;
    editor.edit(
      importSheet(editor.document, editor.list, sheet, mode, table.context),
      t('Bring in {{count}} rows', { count: sheet.rows.length }),
    );
    onClose();
  };

  const targets = [
    { value: IGNORE || ' ', label: t('leave out') },
    { value: OUTCOME, label: outcomeLabel(table.context.shape, locale) },
    { value: NUMBER, label: t('row number') },
    ...columnFacts(table.context).map(({ id, label }) => ({ value: id, label: `${label} (${id})` })),
    { value: ALSO, label: t('And also (JSON-logic)') },
  ];

  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1080px, 96vw)"
      title={t('Rows from a spreadsheet')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="imp">
        <div className="row imp-bar">
          <label className="btn">
            <Icon name="upload" size={14} />
            {t('CSV or XLSX file…')}
            <input
              type="file"
              className="sr"
              accept=".csv,.tsv,.txt,.xlsx"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                event.currentTarget.value = '';
                if (!file) return;
                readFile(file, locale).then(
                  (rows) => take({ grid: rows, name: file.name }),
                  (error: unknown) =>
                    setFailed(
                      t('“{{file}}” could not be read: {{why}} Nothing was changed.', {
                        file: file.name,
                        why: error instanceof Error ? error.message : String(error),
                      }),
                    ),
                );
              }}
            />
          </label>
          <span className="muted t12">{'name' in given ? given.name : t('or paste cells into the field')}</span>
          <span className="grow" />
          {table.rows.length > 0 && (
            <Seg
              label={t('What happens to the rows that are there')}
              value={mode}
              small
              options={[
                { value: 'append', label: t('Add after them') },
                { value: 'replace', label: t('In their place') },
              ]}
              onChange={setMode}
            />
          )}
        </div>
        {!('grid' in given) && (
          <textarea
            className="imp-text mono"
            aria-label={t('Cells, as copied from a spreadsheet')}
            placeholder={t('Tier	Order, net	Pay')}
            rows={given.text === '' ? 6 : 3}
            value={given.text}
            onChange={(event) => take({ text: event.currentTarget.value })}
          />
        )}
        {(failed ?? broken) && (
          <p className="err" role="alert">
            {failed ?? broken}
          </p>
        )}
        {grid.length > 0 && (
          <>
            <label className="row t12">
              <input
                type="checkbox"
                checked={sheet.header}
                onChange={(event) =>
                  setMapping({
                    header: event.currentTarget.checked,
                    targets: sheet.columns.map(({ target }) => target),
                  })
                }
              />
              {t('The first line names the columns')}
            </label>
            <div className="dt-scroll imp-scroll" role="region" aria-label={t('Preview')} tabIndex={0}>
              <table className="dt">
                <thead>
                  <tr>
                    <th className="n">#</th>
                    {sheet.columns.map(({ name, target }, at) => (
                      <th key={at} scope="col">
                        <Select
                          aria-label={t('Column {{column}} is', { column: name || String(at + 1) })}
                          data={targets}
                          value={target || ' '}
                          searchable
                          allowDeselect={false}
                          comboboxProps={{ withinPortal: true }}
                          onChange={(value) => choose(at, (value ?? '').trim())}
                        />
                        {name && <span className={bad.has(`0:${String(at)}`) ? 'neg' : ''}>{name}</span>}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {grid.slice(sheet.header ? 1 : 0, SHOWN).map((row, index) => {
                    const line = index + (sheet.header ? 1 : 0);
                    return (
                      <tr key={line}>
                        <th scope="row" className="n num">
                          {line + 1}
                        </th>
                        {Array.from({ length: width }, (_, at) => {
                          const problem = bad.get(`${String(line)}:${String(at)}`);
                          return (
                            <td
                              key={at}
                              className={problem ? 'unread' : sheet.columns[at]?.target === IGNORE ? 'muted' : ''}
                              title={problem && cellProblemText(problem.problem, locale)}
                            >
                              {problem && <Icon name="alert" size={12} />}
                              {row[at] ?? ''}
                            </td>
                          );
                        })}
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
            {grid.length > SHOWN && (
              <p className="muted t12">{t('{{count}} lines more', { count: grid.length - SHOWN })}</p>
            )}
            {sheet.problems.length > 0 && (
              <ul id={errors} className="imp-errors" aria-label={t('What cannot be read')}>
                {sheet.problems.slice(0, 20).map((problem) => (
                  <li key={`${String(problem.line)}:${String(problem.column)}`}>
                    <Icon name="x" size={14} />
                    <b>
                      {t('Line {{line}}, {{column}}:', {
                        line: problem.line + 1,
                        column: sheet.columns[problem.column]?.name || t('column {{n}}', { n: problem.column + 1 }),
                      })}
                    </b>{' '}
                    {cellProblemText(problem.problem, locale)}
                  </li>
                ))}
                {sheet.problems.length > 20 && (
                  <li>{t('and {{count}} more', { count: sheet.problems.length - 20 })}</li>
                )}
              </ul>
            )}
          </>
        )}
        <div className="row imp-foot">
          <span className="muted t12 grow" aria-live="polite">
            {grid.length === 0
              ? t('Nothing is changed before you have seen it.')
              : t('{{count}} rows', { count: sheet.rows.length }) +
                (sheet.problems.length > 0
                  ? `, ${t('{{count}} cells cannot be read', { count: sheet.problems.length })}`
                  : '')}
          </span>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look={ready ? 'pri' : 'lockd'} disabled={!ready} aria-describedby={errors} onClick={apply}>
            {mode === 'append'
              ? t('Add {{count}} rows', { count: sheet.rows.length })
              : t('Put {{count}} rows in their place', { count: sheet.rows.length })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function gridOf(given: Incoming): { grid: Grid; broken?: string } {
  if ('grid' in given) return { grid: given.grid };
  try {
    return { grid: given.text.trim() === '' ? [] : readCsv(given.text) };
  } catch (error) {
    if (error instanceof CsvError) return { grid: [], broken: error.message };
    throw error;
  }
}
