import { connect, setNode } from '@sluice/flows/edit/index';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../../../lib/hotkeys.js';
import { triggerId } from '../../../parts/flow/start.js';
import { clipText, pasteClip, readClip } from '../canvas/clipboard.js';
import { deleteSelection, duplicate } from '../canvas/edits.js';
import { insertStep } from '../canvas/insert.js';
import { mainPort } from '../canvas/ports.js';
import { refusal } from '../canvas/refusal.js';
import { useClipboard } from '../canvas/use-clipboard.js';
import { useFlowEditor } from '../editor/context.js';
import { kindOfKey } from '../palette/kinds.js';
import { moveStep } from './move.js';
import { outlineOf, rowOrder } from './tree.js';

/** Rows of the outline, where the person is in it, and what each key and button does. */
export function useOutline(onOpen: () => void) {
  const { t } = useTranslation();
  const { document, selection, select, apply, reveal, shown, readOnly } = useFlowEditor();
  const [adding, setAdding] = useState<string>();
  const [said, setSaid] = useState<string>();
  const frame = useRef<HTMLDivElement>(null);
  const { rows, loose } = useMemo(() => outlineOf(document), [document]);
  const order = useMemo(() => [...rowOrder(rows), ...loose.flatMap(rowOrder)], [rows, loose]);
  const bring = useCallback(
    (id: string, focus: boolean) =>
      requestAnimationFrame(() => {
        const row = frame.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
        if (focus) row?.focus();
        row?.scrollIntoView({ block: 'nearest' });
      }),
    [],
  );
  const focusOn = (id: string) => bring(id, true);
  useEffect(() => {
    if (shown) bring(shown.id, shown.focus);
  }, [shown, bring]);

  const put = (type: string, from: string, port: string) => {
    const { edit, id } = insertStep(document, type, { from, port });
    setAdding(undefined);
    apply(edit);
    reveal(id, true);
  };
  const join = (from: string, port: string, to: string) => {
    setAdding(undefined);
    const no = refusal(document, { from, port, to });
    if (no) return setSaid(t(no));
    setSaid(undefined);
    apply(connect(document, { from, port, to }));
  };
  const shift = (id: string, by: 1 | -1) => {
    const edit = moveStep(document, id, by);
    if (!edit) return setSaid(t('It cannot change places there: paths branch off or come together between the two.'));
    setSaid(undefined);
    apply(edit);
    focusOn(id);
  };
  const remove = (id: string) => {
    const before = order[order.indexOf(id) - 1] ?? triggerId;
    apply(deleteSelection(document, [id]));
    focusOn(before);
  };
  const copied = (id: string) => {
    const made = duplicate(document, [id]);
    const [copy] = made?.selection ?? [];
    if (!made || copy === undefined) return;
    apply(made.edit);
    reveal(copy, true);
  };
  const open = (id: string) => {
    select([id]);
    onOpen();
  };
  useClipboard({
    copy: () => clipText(document, selection),
    cut: () => {
      if (!readOnly) apply(deleteSelection(document, selection));
    },
    paste: (text) => {
      const clip = readOnly ? undefined : readClip(text);
      if (clip) apply(pasteClip(document, clip).edit);
      return clip !== undefined;
    },
  });
  useHotkeys({ Escape: () => select([]) });

  const press = (event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const id = target?.dataset.row;
    if (id === undefined || event.ctrlKey || event.metaKey) return;
    const at = order.indexOf(id);
    const node = document.nodes.find((each) => each.id === id);
    const go = (to: string | undefined) => {
      if (to === undefined) return;
      select([to]);
      focusOn(to);
    };
    const done = (run: () => void) => {
      event.preventDefault();
      run();
    };
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      if (!readOnly && node) done(() => shift(id, event.key === 'ArrowUp' ? -1 : 1));
      return;
    }
    if (event.altKey) return;
    if (event.key === 'ArrowDown') return done(() => go(order[at + 1]));
    if (event.key === 'ArrowUp') return done(() => go(order[at - 1]));
    if (event.key === 'Home') return done(() => go(order[0]));
    if (event.key === 'End') return done(() => go(order.at(-1)));
    if (readOnly) return;
    if (event.key === 'Delete' && node) return done(() => remove(id));
    const kind = event.key.length === 1 && !event.shiftKey ? kindOfKey(event.key) : undefined;
    const port = mainPort(node);
    if (kind && port !== undefined) done(() => put(kind.type, id, port));
  };

  const [renaming, setRenaming] = useState<string>();
  const named = (id: string, title: string) => {
    if (renaming !== id) return;
    setRenaming(undefined);
    apply(setNode(document, id, { title: title === '' ? undefined : title }));
    focusOn(id);
  };

  return {
    frame,
    rows,
    loose,
    order,
    adding,
    setAdding,
    said,
    renaming,
    setRenaming,
    put,
    join,
    shift,
    remove,
    copied,
    open,
    named,
    press,
  };
}
