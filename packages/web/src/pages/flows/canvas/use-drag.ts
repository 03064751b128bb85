import type { FlowDocument } from '@sluice/flows';
import type { NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Place } from '../../../parts/flow/layout.js';
import type { FlowEditorApi } from '../editor/context.js';
import type { CanvasNode } from './draw.js';
import { insideOf, moveTo } from './edits.js';

/**
 * Cards under the pointer: their places are kept here until they are let go, so that a drag changes only the cards that move
 * and is one edit.
 */
export function useDrag(
  cards: CanvasNode[],
  document: FlowDocument,
  places: ReadonlyMap<string, Place>,
  editor: FlowEditorApi,
) {
  const [moved, setMoved] = useState<ReadonlyMap<string, Place>>(none);
  const carried = useRef(new Map<string, { group: Place; things: [string, Place][] }>());

  const nodes = useMemo(
    () =>
      moved.size === 0
        ? cards
        : cards.map((card) => {
            const position = moved.get(card.id);
            return position ? { ...card, position } : card;
          }),
    [cards, moved],
  );

  const move = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const next: [string, Place][] = [];
      for (const change of changes) {
        if (change.type !== 'position' || !change.dragging || !change.position) continue;
        const { id, position } = change;
        next.push([id, position]);
        const note = document.notes.find((each) => `note:${each.id}` === id && each.kind === 'group');
        if (!note) continue;
        const load = carried.current.get(id) ?? {
          group: { x: note.x, y: note.y },
          things: insideOf(document, note, places),
        };
        carried.current.set(id, load);
        for (const [thing, place] of load.things)
          next.push([thing, { x: place.x + position.x - load.group.x, y: place.y + position.y - load.group.y }]);
      }
      if (next.length > 0) setMoved((before) => new Map([...before, ...next]));
    },
    [document, places],
  );

  const drop = useCallback(() => {
    carried.current.clear();
    setMoved((last) => {
      if (last.size > 0) queueMicrotask(() => editor.apply(moveTo(document, last)));
      return none;
    });
  }, [document, editor]);

  const ids = [...moved.keys()].join('\n');
  return { nodes, moving: ids === '' ? '' : `\n${ids}\n`, move, drop };
}

const none: ReadonlyMap<string, Place> = new Map();
