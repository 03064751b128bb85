import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { nodeHeight, nodeWidth, type Place } from '../../../parts/flow/layout.js';
import { useFlowEditor } from '../editor/context.js';

/** Brings a card into the window, and the keyboard to it; does so by itself for what the editor wants to be shown. */
export function useBring(
  frame: RefObject<HTMLElement | null>,
  places: ReadonlyMap<string, Place>,
  setEntry: (id: string) => void,
) {
  const flow = useReactFlow();
  const { document, shown } = useFlowEditor();
  const focusOn = useCallback(
    (id: string) => {
      setEntry(id);
      const started = performance.now();
      const look = () => {
        const card = frame.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`);
        // The card may only be drawn once the view has come to it.
        if (card) card.focus({ preventScroll: true });
        else if (performance.now() - started < 1000) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    [frame, setEntry],
  );
  const bring = useCallback(
    (id: string) => {
      const place = places.get(id) ?? noteAt(document, id);
      const box = frame.current?.getBoundingClientRect();
      if (!place || !box) return;
      const { x, y, zoom } = flow.getViewport();
      const [left, top] = [place.x * zoom + x, place.y * zoom + y];
      const seen =
        left > 8 && top > 8 && left + nodeWidth * zoom < box.width - 8 && top + nodeHeight * zoom < box.height - 8;
      if (!seen)
        void flow.setCenter(place.x + nodeWidth / 2, place.y + nodeHeight / 2, {
          zoom: Math.max(zoom, 0.6),
          duration: 180,
        });
    },
    [frame, document, places, flow],
  );
  const handled = useRef(shown);
  useEffect(() => {
    if (!shown || handled.current === shown) return;
    handled.current = shown;
    bring(shown.id);
    if (shown.focus) focusOn(shown.id);
  }, [shown, bring, focusOn]);
  return { bring, focusOn };
}

function noteAt(document: { notes: readonly { id: string; x: number; y: number }[] }, id: string): Place | undefined {
  return document.notes.find((note) => `note:${note.id}` === id);
}
