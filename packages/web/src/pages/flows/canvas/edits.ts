import type { FlowDocument, FlowNote } from '@sluice/flows';
import {
  addItem,
  disconnect,
  freeId,
  moveNodes,
  removeItem,
  removeNodes,
  setItem,
  type FlowEdit,
} from '@sluice/flows/edit/index';
import { layOut, nodeHeight, nodeWidth, placeNodes, type Place } from '../../../parts/flow/layout.js';
import { clipText, pasteClip, readClip } from './clipboard.js';
import { fixPlaces, grid, inOne, isPlaced } from './insert.js';
import { nearestStep } from './walk.js';

/** Takes away what is selected: steps (one alone is bridged), paths, notes. */
export function deleteSelection(document: FlowDocument, selection: readonly string[]): FlowEdit {
  const chosen = new Set(selection);
  const ids = document.nodes.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const paths = document.edges.filter(({ from, port }) => chosen.has(`path:${from}|${port}`));
  const notes = document.notes.filter(({ id }) => chosen.has(`note:${id}`));
  const count = ids.length + paths.length + notes.length;
  const [node] = ids;
  const label: FlowEdit['label'] =
    ids.length === 0 && notes.length === 0
      ? {
          code: 'disconnect',
          params: { from: paths[0]?.from ?? '', port: paths[0]?.port ?? '', to: paths[0]?.to ?? '' },
        }
      : { code: 'remove_node', params: { count, node: node ?? '' } };
  return inOne(document, label, [
    ...paths.map((path) => (flow: FlowDocument) => disconnect(flow, path)),
    (flow) => (ids.length > 0 ? removeNodes(flow, ids) : { label, operations: [] }),
    ...notes.map(
      ({ id }) =>
        (flow: FlowDocument) =>
          removeItem(
            flow,
            'notes',
            flow.notes.findIndex((note) => note.id === id),
          ),
    ),
  ]);
}

/** Puts steps and notes where they were dragged to. */
export function moveTo(document: FlowDocument, places: ReadonlyMap<string, Place>): FlowEdit {
  const steps = document.nodes.flatMap(({ id }) => {
    const place = places.get(id);
    return place ? [{ id, x: grid(place.x), y: grid(place.y) }] : [];
  });
  const notes = document.notes.flatMap((note, index) => {
    const place = places.get(`note:${note.id}`);
    return place ? [{ index, note: { ...note, x: grid(place.x), y: grid(place.y) } }] : [];
  });
  const edit = inOne(document, { code: 'move', params: { count: steps.length + notes.length } }, [
    (flow) =>
      isPlaced(flow) || steps.length === 0 ? { label: { code: 'move', params: {} }, operations: [] } : fixPlaces(flow),
    (flow) => moveNodes(flow, steps),
    ...notes.map(
      ({ index, note }) =>
        (flow: FlowDocument) =>
          setItem(flow, 'notes', index, note),
    ),
  ]);
  return edit;
}

/** Lays the whole flow out anew; groups go on framing what they framed, and a note stays beside the step next to it. */
export function layoutEdit(document: FlowDocument): FlowEdit {
  const before = placeNodes(document);
  const after = layOut(document);
  const label: FlowEdit['label'] = { code: 'layout', params: { count: after.size } };
  return inOne(document, label, [
    (flow) =>
      moveNodes(
        flow,
        [...after].map(([id, { x, y }]) => ({ id, x, y })),
      ),
    ...document.notes.map(
      (note, index) => (flow: FlowDocument) => setItem(flow, 'notes', index, follow(document, note, before, after)),
    ),
  ]);
}

function follow(
  document: FlowDocument,
  note: FlowNote,
  before: ReadonlyMap<string, Place>,
  after: ReadonlyMap<string, Place>,
): FlowNote {
  if (note.kind === 'group') {
    const inside = insideOf(document, note, before).flatMap(([id]) => after.get(id) ?? []);
    return inside.length === 0 ? note : { ...note, ...frameOf(inside) };
  }
  const near = nearestStep(new Map([...before, [note.id, note]]), note.id, new Set(['trigger']));
  const [from, to] = [before.get(near ?? ''), after.get(near ?? '')];
  return from && to ? { ...note, x: grid(note.x + to.x - from.x), y: grid(note.y + to.y - from.y) } : note;
}

/** The frame around steps, with room for its name. */
function frameOf(inside: readonly Place[]): Required<Pick<FlowNote, 'x' | 'y' | 'width' | 'height'>> {
  const [left, top] = [Math.min(...inside.map(({ x }) => x)), Math.min(...inside.map(({ y }) => y))];
  const right = Math.max(...inside.map(({ x }) => x)) + nodeWidth;
  const bottom = Math.max(...inside.map(({ y }) => y)) + nodeHeight;
  return { x: grid(left - 20), y: grid(top - 36), width: grid(right - left + 40), height: grid(bottom - top + 56) };
}

export function duplicate(
  document: FlowDocument,
  selection: readonly string[],
): ReturnType<typeof pasteClip> | undefined {
  const clip = readClip(clipText(document, selection) ?? '');
  return clip && pasteClip(document, clip);
}

export function addNote(document: FlowDocument, place: Place): { edit: FlowEdit; id: string } {
  const id = freeNote(document, 'note');
  const note: FlowNote = { id, text: '', x: grid(place.x), y: grid(place.y) };
  return { edit: addItem(document, 'notes', note), id: `note:${id}` };
}

/** A frame around steps; none where nothing is selected. */
export function addGroup(
  document: FlowDocument,
  selection: readonly string[],
  places: ReadonlyMap<string, Place>,
): { edit: FlowEdit; id: string } | undefined {
  const inside = document.nodes.flatMap(({ id }) => (selection.includes(id) ? [places.get(id) ?? { x: 0, y: 0 }] : []));
  if (inside.length === 0) return undefined;
  const id = freeNote(document, 'group');
  const group: FlowNote = { id, text: '', ...frameOf(inside), kind: 'group' };
  const fixed = isPlaced(document) ? document : undefined;
  const edit = inOne(document, { code: 'add_item', params: { list: 'notes' } }, [
    (flow) => (fixed ? { label: { code: 'move', params: {} }, operations: [] } : fixPlaces(flow)),
    (flow) => addItem(flow, 'notes', group),
  ]);
  return { edit, id: `note:${id}` };
}

/** Writes in a note; a note without words is none. */
export function writeNote(document: FlowDocument, id: string, text: string): FlowEdit {
  const index = document.notes.findIndex((note) => note.id === id);
  const note = document.notes[index];
  if (!note) return { label: { code: 'set_item', params: {} }, operations: [] };
  return text === '' && note.kind !== 'group'
    ? removeItem(document, 'notes', index)
    : setItem(document, 'notes', index, { ...note, text });
}

export function resizeNote(
  document: FlowDocument,
  id: string,
  size: Required<Pick<FlowNote, 'x' | 'y' | 'width' | 'height'>>,
): FlowEdit {
  const index = document.notes.findIndex((note) => note.id === id);
  const note = document.notes[index];
  if (!note) return { label: { code: 'set_item', params: {} }, operations: [] };
  const { kind, text } = note;
  const { x, y, width, height } = size;
  return setItem(document, 'notes', index, {
    id,
    text,
    x: grid(x),
    y: grid(y),
    width: grid(width),
    height: grid(height),
    ...(kind ? { kind } : {}),
  });
}

/** What lies in a group and goes with it: steps and notes wholly inside of it. */
export function insideOf(
  document: FlowDocument,
  group: FlowNote,
  places: ReadonlyMap<string, Place>,
): [string, Place][] {
  const [width, height] = [group.width ?? 0, group.height ?? 0];
  const holds = (x: number, y: number, w: number, h: number): boolean =>
    x >= group.x && y >= group.y && x + w <= group.x + width && y + h <= group.y + height;
  return [
    ...document.nodes.flatMap(({ id }): [string, Place][] => {
      const place = places.get(id);
      return place && holds(place.x, place.y, nodeWidth, nodeHeight) ? [[id, place]] : [];
    }),
    ...document.notes.flatMap((note): [string, Place][] =>
      note.id !== group.id && holds(note.x, note.y, note.width ?? nodeWidth, note.height ?? nodeHeight)
        ? [[`note:${note.id}`, { x: note.x, y: note.y }]]
        : [],
    ),
  ];
}

function freeNote(document: FlowDocument, wished: string): string {
  return freeId(wished, new Set(document.notes.map(({ id }) => id)));
}
