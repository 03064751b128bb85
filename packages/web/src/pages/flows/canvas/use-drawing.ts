import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { placeNodes, type Place } from '../../../parts/flow/layout.js';
import { triggerId } from '../../../parts/flow/start.js';
import type { FlowEditorApi } from '../editor/context.js';
import { allPorts, Drawing, pathEdges, problemsByStep, waysIn, type PathEdge } from './draw.js';
import { useDrag } from './use-drag.js';

/**
 * Cards and paths of the flow as React Flow takes them. `entry` is where Tab comes in, `far` whether only shapes can be told
 * apart, `over` the path that something is dragged onto.
 */
export function useDrawing(editor: FlowEditorApi, entry: string, far: boolean, over: string | undefined) {
  const { t } = useTranslation();
  const { document, problems, selection, readOnly } = editor;
  const places = useMemo(() => placesOf(document), [document]);
  const ports = useMemo(() => allPorts(document, places), [document, places]);
  const marks = useMemo(() => problemsByStep(problems), [problems]);
  const [drawing] = useState(() => new Drawing());
  const lines = useMemo(() => pathEdges({ document, places }, readOnly, t), [document, places, readOnly, t]);
  const into = useMemo(() => waysIn(lines), [lines]);
  const cards = useMemo(() => {
    const there = places.has(entry) || entry.startsWith('note:');
    return drawing.cardsOf({
      document,
      places,
      ports,
      into,
      problems: marks,
      selection: new Set(selection),
      entry: there ? entry : triggerId,
      readOnly,
    });
  }, [drawing, document, places, ports, into, marks, selection, entry, readOnly]);
  const { nodes, moving, move, drop } = useDrag(cards, document, places, editor);
  // From afar the paths are one drawing; only those of what is moved are drawn on their own.
  const resting = useMemo(
    () => (moving === '' ? lines : lines.filter((line) => !touches(line, moving))),
    [lines, moving],
  );
  const edges = useMemo(
    () =>
      (far ? lines.filter((line) => touches(line, moving)) : lines).map((line) =>
        selection.includes(line.id) || line.id === over ? { ...line, selected: true } : line,
      ),
    [lines, far, moving, selection, over],
  );
  return { places, ports, lines, resting, nodes, edges, move, drop };
}

/** Whether a path begins or ends at one of the cards that are moved; `moving` lists them, each between line breaks. */
function touches({ source, target }: PathEdge, moving: string): boolean {
  return moving !== '' && (moving.includes(`\n${source}\n`) || moving.includes(`\n${target}\n`));
}

/** Where cards stand: the trigger of an empty flow at the origin. */
function placesOf(document: Parameters<typeof placeNodes>[0]): Map<string, Place> {
  const places = placeNodes(document);
  if (!places.has(triggerId)) places.set(triggerId, { x: 0, y: 0 });
  return places;
}
