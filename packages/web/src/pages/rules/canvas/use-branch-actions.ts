import type { Json } from '@sluice/rules/cst/value';
import { NoSuchNode } from '@sluice/rules/edit/nodes';
import type { TextEdit } from '@sluice/rules/edit/splice';
import { RULE_KIND_INFO } from '@sluice/rules/schemas/index';
import type { DecisionList } from '@sluice/rules/views/decision-list';
import {
  copyBranches,
  duplicateBranch,
  insertBranch,
  moveBranch,
  pasteBranches,
  removeBranch,
} from '@sluice/rules/views/write-branches';
import { rowText } from '@sluice/rules/views/write-row';
import { notifications } from '@mantine/notifications';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleEditor } from '../editor/context.js';
import { useEditor } from '../editor/context.js';
import { firstRow, usualFact } from './facts.js';
import type { Place } from './places.js';

export interface BranchActions {
  /** A new branch before the one at the position. */
  insert(list: DecisionList, index: number): void;
  duplicate(place: Place): void;
  remove(place: Place): void;
  /** By one up or down, or to a position. */
  move(place: Place, to: number): void;
  copy(place: Place): void;
  cut(place: Place): void;
  /** Before the position, from the clipboard. */
  paste(list: DecisionList, index: number): void;
}

/** What canvas, outline and panel can do with branches: the same edits, labels and selection for all of them. */
export function useBranchActions(): BranchActions {
  const { t } = useTranslation();
  const editor = useEditor();
  const { document, schema, rule, readOnly, edit, select } = editor;

  const run = useCallback(
    (make: () => TextEdit, label: string, then?: string) => {
      if (readOnly) return;
      try {
        edit(make(), label);
        if (then !== undefined) select(then);
      } catch (error) {
        if (!(error instanceof NoSuchNode)) throw error;
        notifications.show({ color: 'red', message: t('This branch is no longer there; nothing was changed.') });
      }
    },
    [edit, readOnly, select, t],
  );

  return useMemo(() => {
    if (!document) return NONE;
    const name = (place: Place) => t('branch {{number}}', { number: place.index + 1 });
    const copy = (place: Place) => {
      if (!place.branch) return;
      const text = copyBranches(document, place.list, [place.index]);
      void writeClipboard(text).then(() =>
        notifications.show({ message: t('Copied {{branch}} as JSON.', { branch: name(place) }) }),
      );
    };
    const remove = (place: Place) => {
      if (!place.branch) return;
      const next = Math.min(place.index, place.list.branches.length - 2);
      run(
        () => removeBranch(document, place.list, place.index),
        t('Remove {{branch}}', { branch: name(place) }),
        next < 0 ? undefined : pointerOf(place.list, next),
      );
    };
    return {
      insert: (list, index) => {
        const fact = usualFact(editor.list, schema);
        const when = fact ? rowText(firstRow(fact.path, fact.field), schema) : 'true';
        const pointer = pointerOf(list, index);
        run(() => insertBranch(document, list, index, when, startOutcome(editor)), t('Insert a branch'), pointer);
      },
      duplicate: (place) => {
        if (!place.branch) return;
        const pointer = pointerOf(place.list, place.index + 1);
        run(
          () => duplicateBranch(document, place.list, place.index),
          t('Duplicate {{branch}}', { branch: name(place) }),
          pointer,
        );
      },
      remove,
      move: (place, to) => {
        if (!place.branch || to < 0 || to >= place.list.branches.length || to === place.index) return;
        run(
          () => moveBranch(document, place.list, place.index, to),
          t('Move {{branch}} to place {{to}}', { branch: name(place), to: to + 1 }),
          pointerOf(place.list, to),
        );
      },
      copy,
      cut: (place) => {
        copy(place);
        remove(place);
      },
      paste: (list, index) => {
        void readClipboard().then((text) => {
          const pasted = pasteBranches(document, list, index, text);
          if (pasted) run(() => pasted, t('Paste branches'), pointerOf(list, index));
          else {
            notifications.show({
              color: 'red',
              message: t('The clipboard holds no branches. Copy some, or a JSON-logic “if”.'),
            });
          }
        });
      },
    };
  }, [document, schema, editor, rule.kind, run, t]);
}

const NONE: BranchActions = {
  insert: () => undefined,
  duplicate: () => undefined,
  remove: () => undefined,
  move: () => undefined,
  copy: () => undefined,
  cut: () => undefined,
  paste: () => undefined,
};

/** Where the condition of the branch at a position is, or will be. */
function pointerOf(list: DecisionList, index: number): string {
  if (list.policy === 'first') return `${list.pointer}/${String(index * 2)}`;
  const there = list.branches[index];
  return there && !(there.when.kind === 'always' && there.when.implied)
    ? there.pointer
    : `${list.pointer}/${String(index)}/if/0`;
}

/** What a new branch answers until somebody says so: the same as a new rule of the kind. */
function startOutcome({ rule, shape }: RuleEditor): Json {
  if (shape.id === 'fraud_scores') return [{ points: 10, reason: 'new_signal' }];
  return RULE_KIND_INFO[rule.kind].neutralOutcome;
}

/** The last text copied here, for browsers that do not let a page read the clipboard. */
let kept = '';

async function writeClipboard(text: string): Promise<void> {
  kept = text;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed: it can still be pasted in this tab.
  }
}

async function readClipboard(): Promise<string> {
  try {
    return (await navigator.clipboard.readText()) || kept;
  } catch {
    return kept;
  }
}
