import { readCsv, writeCsv } from '@sluice/rules/views/csv';
import type { DecisionTable } from '@sluice/rules/views/table';
import { setCells } from '@sluice/rules/views/table-edit';
import { readSheet } from '@sluice/rules/views/table-sheet';
import { insertBranches, duplicateBranch, moveBranch, removeBranch } from '@sluice/rules/views/write-branches';
import { useCallback, useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor/context.js';
import {
  cellAt,
  clamp,
  copied,
  emptyBranch,
  lastRow,
  outcomeColumn,
  placeKey,
  readInto,
  rectangle,
  type Place,
  type Rectangle,
  type Unread,
} from './grid.js';

/** What the person does in the grid: where they are, what they write, what could not be read. */
export interface GridState {
  readonly active: Place;
  readonly selection: Rectangle;
  readonly editing: { readonly place: Place; readonly text: string } | null;
  readonly unread: ReadonlyMap<string, Unread>;
  /** Counts how often the focus was sent to the active cell from outside of the grid. */
  readonly summoned: number;
  go(to: Place, extend?: boolean): void;
  /** Goes there and takes the focus along. */
  summon(to: Place): void;
  startEdit(place: Place, text?: string): void;
  write(text: string): void;
  /** Takes what was written; where it cannot be read it stays with its reason. */
  commit(move?: { readonly rows: number; readonly columns: number }): void;
  cancel(): void;
  forget(place: Place): void;
  onKeyDown(event: KeyboardEvent): void;
  onCopy(event: ClipboardEvent): void;
  onPaste(event: ClipboardEvent): void;
  insertRow(at: number): void;
  duplicateRow(at: number): void;
  removeRow(at: number): void;
  moveRow(from: number, to: number): void;
}

const ARROWS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The behaviour of the grid; `onSheet` takes what is pasted with names of columns. */
export function useGrid(table: DecisionTable, onSheet: (text: string) => void): GridState {
  const { t } = useTranslation();
  const editor = useEditor();
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<Place | null>(null);
  const [editing, setEditing] = useState<GridState['editing']>(null);
  const [unread, setUnread] = useState<ReadonlyMap<string, Unread>>(new Map());
  const [summoned, setSummoned] = useState(0);
  const active = clamp(table, at);
  const selection = rectangle(active, anchor ? clamp(table, anchor) : active);
  const { selected } = editor;
  const locked = editor.readOnly || editor.syntaxError !== null;

  // What is selected elsewhere is gone to; the table alone changing moves nobody.
  const followed = useRef(selected);
  useEffect(() => {
    if (followed.current === selected) return;
    followed.current = selected;
    const row = table.rows.findIndex(({ pointer }) => pointer === selected);
    if (row >= 0) setAt((now) => (now.row === row ? now : { ...now, row }));
  }, [selected, table]);

  /** A row that has come to stand elsewhere is selected there. */
  const follow = (pointer: string): void => {
    followed.current = pointer;
    editor.select(pointer);
    setSummoned((now) => now + 1);
  };
  const step = table.policy === 'first' ? 2 : 1;
  const pointerAt = (from: number, to: number): string => {
    const rest = (table.rows[from]?.pointer ?? '')
      .slice(table.pointer.length + 1)
      .split('/')
      .slice(1);
    return [table.pointer, String(to * step), ...rest].join('/');
  };

  const go = useCallback(
    (to: Place, extend = false) => {
      const next = clamp(table, to);
      setAnchor((now) => (extend ? (now ?? active) : null));
      setAt(next);
      const pointer = table.rows[next.row]?.pointer ?? table.otherwise?.pointer ?? null;
      if (pointer !== selected) editor.select(pointer);
    },
    [table, active, selected, editor],
  );

  const put = (texts: readonly { place: Place; text: string }[], label: string): void => {
    if (!editor.document || !editor.list || locked) return;
    const { changes, unread: bad } = readInto(table, texts);
    const ids = table.columns.map(({ id }) => id);
    editor.edit(setCells(editor.document, editor.list, ids, changes, table.context), label);
    setUnread((now) => {
      const kept = new Map(now);
      for (const { place } of texts) kept.delete(placeKey(place));
      return new Map([...kept, ...bad]);
    });
  };

  /** What could not be read goes with its row. */
  const shift = (row: (before: number) => number | undefined): void => {
    setUnread(
      (now) =>
        new Map(
          [...now].flatMap(([key, value]) => {
            const [before = 0, column = 0] = key.split(':').map(Number);
            const after = row(before);
            return after === undefined ? [] : [[placeKey({ row: after, column }), value] as const];
          }),
        ),
    );
  };

  const insertRow = (index: number): void => {
    if (!editor.document || !editor.list || locked) return;
    const branch = emptyBranch(editor.rule.kind, table.policy);
    editor.edit(
      insertBranches(editor.document, editor.list, index, [branch]),
      t('Add row {{row}}', { row: index + 1 }),
    );
    shift((row) => (row >= index ? row + 1 : row));
    setAnchor(null);
    setAt({ row: index, column: 0 });
    follow(`${table.pointer}/${String(index * step)}`);
  };
  const duplicateRow = (index: number): void => {
    if (!editor.document || !editor.list || locked || !table.rows[index]) return;
    editor.edit(duplicateBranch(editor.document, editor.list, index), t('Duplicate row {{row}}', { row: index + 1 }));
    shift((row) => (row > index ? row + 1 : row));
    setAt({ row: index + 1, column: active.column });
    follow(pointerAt(index, index + 1));
  };
  const removeRow = (index: number): void => {
    if (!editor.document || !editor.list || locked || !table.rows[index]) return;
    editor.edit(removeBranch(editor.document, editor.list, index), t('Delete row {{row}}', { row: index + 1 }));
    shift((row) => (row === index ? undefined : row > index ? row - 1 : row));
  };
  const moveRow = (from: number, to: number): void => {
    if (!editor.document || !editor.list || locked || from === to) return;
    if (!table.rows[from] || !table.rows[to]) return;
    editor.edit(
      moveBranch(editor.document, editor.list, from, to),
      t('Move row {{from}} to {{to}}', { from: from + 1, to: to + 1 }),
    );
    shift((row) => {
      if (row === from) return to;
      if (from < to) return row > from && row <= to ? row - 1 : row;
      return row >= to && row < from ? row + 1 : row;
    });
    setAnchor(null);
    setAt({ row: to, column: active.column });
    follow(pointerAt(from, to));
  };

  /** What a field begins with: what could not be read, else what the cell says; "any" is an empty field. */
  const writtenAt = (place: Place): string => {
    const cell = cellAt(table, place);
    const any = cell !== undefined && 'kind' in cell && cell.kind === 'any';
    return unread.get(placeKey(place))?.text ?? (any ? '' : (cell?.text ?? ''));
  };

  const startEdit = (place: Place, text?: string): void => {
    if (locked || !cellAt(table, place)) return;
    setAt(place);
    setAnchor(null);
    setEditing({ place, text: text ?? writtenAt(place) });
  };

  const commit: GridState['commit'] = (move) => {
    if (!editing) return;
    const { place, text } = editing;
    setEditing(null);
    if (text !== writtenAt(place) || unread.has(placeKey(place))) {
      put([{ place, text }], t('Change row {{row}}', { row: place.row + 1 }));
    }
    if (move) go({ row: place.row + move.rows, column: place.column + move.columns });
  };

  const clear = (): void => {
    const texts: { place: Place; text: string }[] = [];
    for (let row = selection.top; row <= selection.bottom; row++) {
      for (let column = selection.left; column <= selection.right; column++) {
        if (column < outcomeColumn(table) && row < table.rows.length) texts.push({ place: { row, column }, text: '' });
      }
    }
    if (texts.length > 0) put(texts, t('Clear cells'));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (editing) return;
    const arrow = ARROWS[event.key];
    const stop = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (arrow && event.altKey) {
      stop();
      if (arrow[0] !== 0) moveRow(active.row, active.row + arrow[0]);
      return;
    }
    if (arrow) {
      stop();
      const far = event.ctrlKey || event.metaKey;
      const [rows, columns] = arrow;
      const from = active;
      go(
        far
          ? { row: rows === 0 ? from.row : rows * 1e6, column: columns === 0 ? from.column : columns * 1e6 }
          : { row: from.row + rows, column: from.column + columns },
        event.shiftKey,
      );
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Home' || event.key === 'End') {
      stop();
      go({ row: active.row, column: event.key === 'Home' ? 0 : outcomeColumn(table) }, event.shiftKey);
    } else if (event.key === 'Tab') {
      const next = active.column + (event.shiftKey ? -1 : 1);
      // At the ends of the row the key leaves the grid, so that nobody is caught in it.
      if (next < 0 || next > outcomeColumn(table) || active.row === table.rows.length) return;
      stop();
      go({ row: active.row, column: next });
    } else if (event.key === 'Enter' || event.key === 'F2') {
      stop();
      startEdit(active);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      stop();
      clear();
    } else if (event.key === 'Escape' && anchor) {
      stop();
      setAnchor(null);
    } else if (event.key === 'Insert') {
      stop();
      insertRow(Math.min(active.row + 1, table.rows.length));
    } else if (event.key.length === 1 && event.key !== ' ') {
      stop();
      startEdit(active, event.key);
    }
  };

  const onCopy = (event: ClipboardEvent): void => {
    if (editing) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', writeCsv(copied(table, selection), '\t').replace(/\r\n$/, ''));
  };

  const onPaste = (event: ClipboardEvent): void => {
    if (editing || locked) return;
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    let grid;
    try {
      grid = readCsv(text, text.includes('\t') ? '\t' : undefined);
    } catch {
      // A quotation mark that is not closed: the sheet's dialog says where.
      onSheet(text);
      return;
    }
    const width = Math.max(0, ...grid.map((row) => row.length));
    const ids = table.columns.map(({ id }) => id);
    const named = grid.length > 1 && width > 1 && readSheet(grid, table.context, ids).header;
    const fits =
      active.column + width - 1 <= outcomeColumn(table) &&
      active.row + grid.length - 1 < Math.max(1, table.rows.length);
    const alone = width <= 1 && grid.length <= 1;
    if (alone) {
      const texts: { place: Place; text: string }[] = [];
      for (let row = selection.top; row <= selection.bottom; row++) {
        for (let column = selection.left; column <= selection.right; column++) {
          texts.push({ place: { row, column }, text: grid[0]?.[0] ?? text.trim() });
        }
      }
      put(texts, t('Paste'));
    } else if (named || !fits) onSheet(text);
    else {
      const texts = grid.flatMap((row, down) =>
        row.map((cell, right) => ({ place: { row: active.row + down, column: active.column + right }, text: cell })),
      );
      put(texts, t('Paste'));
      setAnchor({ row: active.row + grid.length - 1, column: active.column + width - 1 });
    }
  };

  return {
    active,
    selection,
    editing,
    unread: new Map([...unread].filter(([key]) => Number(key.split(':')[0]) <= lastRow(table))),
    summoned,
    go,
    summon: (to) => {
      go(to);
      setSummoned((now) => now + 1);
    },
    startEdit,
    write: (text) => setEditing((now) => (now ? { ...now, text } : now)),
    commit,
    cancel: () => setEditing(null),
    forget: (place) => setUnread((now) => new Map([...now].filter(([key]) => key !== placeKey(place)))),
    onKeyDown,
    onCopy,
    onPaste,
    insertRow,
    duplicateRow,
    removeRow,
    moveRow,
  };
}
