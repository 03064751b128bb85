import type { FlowEdit } from '@sluice/flows/edit/index';
import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { isTyping, overlayOpen, useHotkeys } from '../../../lib/hotkeys.js';
import { useStable } from '../../../lib/stable.js';
import type { Place } from '../../../parts/flow/layout.js';
import { useFlowEditor } from '../editor/context.js';
import { clipText, pasteClip, readClip } from './clipboard.js';
import { addGroup, addNote, deleteSelection, duplicate, layoutEdit } from './edits.js';
import { useClipboard } from './use-clipboard.js';

interface Actions {
  /** Puts in a note or a group and chooses it. */
  added(made: { edit: FlowEdit; id: string } | undefined): void;
  remove(): void;
  leave(): void;
}

/** Keys that count anywhere on the page but in a field: layout, notes, groups, copies, removing. */
export function useEditKeys(
  frame: RefObject<HTMLElement | null>,
  places: ReadonlyMap<string, Place>,
  { added, remove, leave }: Actions,
): void {
  const flow = useReactFlow();
  const { document, selection, select, reveal, apply, readOnly } = useFlowEditor();
  const pasted = (clip: ReturnType<typeof pasteClip> | undefined) => {
    if (!clip) return;
    apply(clip.edit);
    const [first] = clip.selection;
    if (first !== undefined) reveal(first, true);
    select(clip.selection);
  };
  useHotkeys(
    {
      l: () => {
        apply(layoutEdit(document));
        requestAnimationFrame(() => void flow.fitView({ padding: 0.08, maxZoom: 1, duration: 180 }));
      },
      n: () => {
        const box = frame.current?.getBoundingClientRect();
        added(addNote(document, flow.screenToFlowPosition({ x: (box?.left ?? 0) + 40, y: (box?.top ?? 0) + 80 })));
      },
      Delete: remove,
      Backspace: remove,
    },
    !readOnly,
  );
  useHotkeys({ Escape: leave });
  // In a field these keys are the field's own.
  const withMod = useStable((key: string): boolean => {
    if (key === 'a') select(document.nodes.map(({ id }) => id));
    else if (key === 'g' && !readOnly) added(addGroup(document, selection, places));
    else if (key === 'd' && !readOnly) pasted(duplicate(document, selection));
    else return false;
    return true;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (isTyping(event.target) || overlayOpen() || event.defaultPrevented) return;
      if (withMod(event.key.toLowerCase())) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [withMod]);
  useClipboard({
    copy: () => clipText(document, selection),
    cut: () => {
      if (!readOnly) apply(deleteSelection(document, selection));
    },
    paste: (text) => {
      const clip = readOnly ? undefined : readClip(text);
      if (clip) pasted(pasteClip(document, clip));
      return clip !== undefined;
    },
  });
}
