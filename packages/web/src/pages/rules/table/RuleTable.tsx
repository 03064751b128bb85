import { Menu } from '@mantine/core';
import type { RuleHits } from '@sluice/contracts/rule';
import { parse } from '@sluice/rules/cst/parse';
import { printNode } from '@sluice/rules/cst/print';
import { nodeAt } from '@sluice/rules/edit/nodes';
import type { CstDocument } from '@sluice/rules/cst/cst';
import { columnFacts, type DecisionTable } from '@sluice/rules/views/table';
import { writeSheet } from '@sluice/rules/views/table-sheet';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Empty } from '../../../parts/feedback.js';
import { useEditor } from '../editor/context.js';
import { gapRows, marksOf, newsOf } from './evidence.js';
import { saveCsv, saveXlsx } from './files.js';
import { Grid, type HitsColumn } from './Grid.js';
import { ImportDialog, type Incoming } from './ImportDialog.js';
import { NumberLine } from './NumberLine.js';
import { UnreadList } from './UnreadList.js';
import { useDecisionTable, useTableInForce } from './useTable.js';
import { useGrid } from './useGrid.js';

/** The rule as a table: facts across, branches down. */
export default function RuleTable() {
  const { t } = useTranslation();
  const editor = useEditor();
  const [extra, setExtra] = useState<readonly string[]>([]);
  const table = useDecisionTable(extra);
  if (!table) {
    return (
      <section className="tv">
        <Empty action={<Button onClick={() => editor.showView('json')}>{t('Show the JSON')}</Button>}>
          {editor.document
            ? t('This rule is no list of branches, so it has no rows.')
            : t('The text has to be JSON before it can be a table.')}
        </Empty>
      </section>
    );
  }
  if ('reason' in table) {
    return (
      <section className="tv">
        <Empty action={<Button onClick={() => editor.showView('canvas')}>{t('Show the canvas')}</Button>}>
          {table.reason === 'too_wide'
            ? t('This rule asks for more facts than a table can show side by side.')
            : t(
                'Most branches of this rule ask for several facts at once, with “or”. A table shows conditions that must all hold.',
              )}
        </Empty>
      </section>
    );
  }
  return <Shown table={table} addColumn={(id) => setExtra((now) => [...now, id])} />;
}

function Shown({ table, addColumn }: { table: DecisionTable; addColumn: (id: string) => void }) {
  const { t } = useTranslation();
  const editor = useEditor();
  const [incoming, setIncoming] = useState<Incoming | null>(null);
  const grid = useGrid(table, (text) => setIncoming({ text }));
  const inForce = useTableInForce();
  const { analysis, caseRuns } = editor;
  const gaps = useMemo(() => gapRows(analysis, table), [analysis, table]);
  const marks = useMemo(
    () => [...table.rows.keys(), table.rows.length].map((row) => marksOf(analysis, table, row)),
    [analysis, table],
  );
  const news = useMemo(() => newsOf(table, inForce), [table, inForce]);
  const cases = useMemo(() => {
    const counts = Array.from({ length: table.rows.length + 1 }, () => 0);
    for (const { branch } of caseRuns.values()) if (branch !== undefined) counts[branch] = (counts[branch] ?? 0) + 1;
    return counts;
  }, [caseRuns, table]);
  const hits = useHits(table);
  const stale = editor.syntaxError !== null;
  const { locale } = table.context;
  const name = editor.rule.key;
  const absent = columnFacts(table.context).filter(({ id }) => !table.columns.some((column) => column.id === id));
  return (
    <section className="tv" aria-label={t('Table')}>
      <div className="tbar" role="toolbar" aria-label={t('Table')}>
        <Chip tone="line">{table.policy === 'first' ? t('Hit policy: first') : t('Hit policy: collect and sum')}</Chip>
        <span className="muted t12 tbar-say">
          {table.policy === 'first'
            ? t('Top to bottom, the first row that matches pays')
            : t('Every row that matches counts; the answers are added up')}
        </span>
        <span className="grow" />
        {!editor.readOnly && (
          <>
            <Button
              size="sm"
              icon="plus"
              disabled={stale}
              onClick={() => grid.insertRow(Math.min(grid.active.row + 1, table.rows.length))}
            >
              {t('Row')}
            </Button>
            <Menu position="bottom-end" width={280}>
              <Menu.Target>
                <Button size="sm" icon="plus" disabled={stale || absent.length === 0}>
                  {t('Column')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
                {absent.map(({ id, label }) => (
                  <Menu.Item
                    key={id}
                    rightSection={<span className="mono muted t11">{id}</span>}
                    onClick={() => addColumn(id)}
                  >
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="sm" icon="download">
              {t('CSV')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => saveCsv(name, writeSheet(table), locale)}>{t('Save as CSV')}</Menu.Item>
            <Menu.Item onClick={() => void saveXlsx(name, writeSheet(table))}>{t('Save as XLSX')}</Menu.Item>
            {!editor.readOnly && (
              <Menu.Item disabled={stale} onClick={() => setIncoming({ text: '' })}>
                {t('Bring in rows…')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      {stale && (
        <p className="dt-stale" role="status">
          {t('The text has an error, so the table shows it as it was before. Nothing is lost.')}{' '}
          <button type="button" className="fix" onClick={() => editor.showView('json')}>
            {t('Mend it in the JSON')}
          </button>
        </p>
      )}
      <div className="tv-body">
        <Grid table={table} grid={grid} gaps={gaps} marks={marks} news={news} hits={hits} cases={cases} />
        <NumberLine table={table} row={grid.active.row} gaps={gaps} />
        <UnreadList table={table} unread={grid.unread} onGo={grid.summon} onForget={grid.forget} />
      </div>
      {incoming && <ImportDialog table={table} incoming={incoming} onClose={() => setIncoming(null)} />}
    </section>
  );
}

const DAYS = 90;

/** How many orders each row has taken in the last days; known for rows that stand in the version in force as they are. */
function useHits(table: DecisionTable): HitsColumn | undefined {
  const { t } = useTranslation();
  const { rule, document } = useEditor();
  const [from] = useState(() => new Date(Date.now() - DAYS * 86_400_000).toISOString());
  const query = useGet<RuleHits>(
    rule.inForce && rule.kind === 'commission' ? `/v1/rules/${rule.key}/hits` : undefined,
    { from },
  );
  const logic = rule.inForce?.logic;
  return useMemo(() => {
    if (!query.data || logic === undefined || !document) return undefined;
    const before = parse(logic);
    const texts = new Map<string, number>();
    for (const { pointer, count } of query.data.branches) {
      const text = textAt(before, pointer);
      if (text !== undefined) texts.set(text, (texts.get(text) ?? 0) + count);
    }
    const countAt = (pointer: string | undefined): number | undefined => {
      const text = pointer === undefined ? undefined : textAt(document, pointer);
      return text === undefined ? undefined : texts.get(text);
    };
    const rows = [...table.rows.map(({ pointer }) => countAt(pointer)), countAt(table.otherwise?.pointer)];
    return { label: t('Hits, {{count}} days', { count: DAYS }), rows };
  }, [query.data, logic, document, table, t]);
}

function textAt(document: CstDocument, pointer: string): string | undefined {
  const node = nodeAt(document, pointer);
  return node && printNode(node);
}
