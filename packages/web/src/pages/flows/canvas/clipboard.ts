import type { FlowDocument, FlowNote } from '@sluice/flows';
import { addItem, copy, freeId, paste, type Clipping, type FlowEdit } from '@sluice/flows/edit/index';
import { inOne } from './insert.js';

/** Steps, the paths among them and notes, as they lie in the clipboard. */
interface Clip extends Clipping {
  notes: FlowNote[];
}

const MARK = 'sluice-steps';

/** What is selected as JSON that can be pasted into this or another flow, or into a text editor; undefined for nothing. */
export function clipText(document: FlowDocument, selection: readonly string[]): string | undefined {
  const chosen = new Set(selection);
  const { nodes, edges } = copy(document, selection);
  const notes = document.notes.filter(({ id }) => chosen.has(`note:${id}`));
  if (nodes.length === 0 && notes.length === 0) return undefined;
  return JSON.stringify({ [MARK]: 1, nodes, edges, notes }, null, 2);
}

/** Reads what was copied here, or any JSON with steps in it such as a flow's file; undefined where the text is something else. */
export function readClip(text: string): Clip | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(json) || !Array.isArray(json.nodes)) return undefined;
  const nodes = json.nodes.filter(isNode).map(({ id, type, title, config, x, y }) => ({
    id,
    type,
    ...(typeof title === 'string' ? { title } : {}),
    config,
    ...(typeof x === 'number' && typeof y === 'number' ? { x, y } : {}),
  }));
  if (nodes.length !== json.nodes.length) return undefined;
  const edges = list(json.edges)
    .filter(isEdge)
    .map(({ from, port, to }) => ({ from, port, to }));
  const notes = list(json.notes).filter(isNote);
  return nodes.length + notes.length > 0 ? { nodes, edges, notes } : undefined;
}

/** Pastes under free ids, beside what is there; answers the selection of what came in. */
export function pasteClip(document: FlowDocument, clip: Clip): { edit: FlowEdit; selection: string[] } {
  const by = freeOffset(document, clip);
  const { ids, ...steps } = paste(document, clip, { x: by, y: by });
  const taken = new Set(document.notes.map(({ id }) => id));
  const notes = clip.notes.map((note) => {
    const id = freeId(note.id, taken);
    taken.add(id);
    return { ...note, id, x: note.x + by, y: note.y + by };
  });
  const edit = inOne(document, { code: 'paste', params: { count: ids.length + notes.length } }, [
    () => steps,
    ...notes.map((note) => (flow: FlowDocument) => addItem(flow, 'notes', note)),
  ]);
  return { edit, selection: [...ids, ...notes.map(({ id }) => `note:${id}`)] };
}

/** How far to the right and down nothing stands exactly where something comes in. */
function freeOffset(document: FlowDocument, clip: Clip): number {
  const taken = new Set([...document.nodes, ...document.notes].map(({ x, y }) => `${String(x)} ${String(y)}`));
  const all = [...clip.nodes, ...clip.notes];
  let by = 0;
  while (all.some(({ x, y }) => x !== undefined && y !== undefined && taken.has(`${String(x + by)} ${String(y + by)}`)))
    by += 32;
  return by;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNode(value: unknown): value is Clip['nodes'][number] {
  return isObject(value) && typeof value.id === 'string' && typeof value.type === 'string' && isObject(value.config);
}

function isEdge(value: unknown): value is Clip['edges'][number] {
  return isObject(value) && [value.from, value.port, value.to].every((each) => typeof each === 'string');
}

function isNote(value: unknown): value is FlowNote {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.text === 'string' &&
    typeof value.x === 'number' &&
    typeof value.y === 'number'
  );
}
