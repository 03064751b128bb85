import type { FlowDocument, FlowNode, FlowNote, FlowProblem, Trigger } from '@sluice/flows';
import type { Edge, Node, NodeHandle } from '@xyflow/react';
import type { TFunction } from 'i18next';
import { nodeHeight, nodeWidth, sidesOf, type Place, type Side } from '../../../parts/flow/layout.js';
import { positions } from '../../../parts/flow/line.js';
import { triggerId } from '../../../parts/flow/start.js';
import { portWords } from '../../../parts/flow/words.js';
import { drawPorts, portsOf, withOptional, type DrawnPort } from './ports.js';

export type StepNode = Node<
  {
    /** Undefined for the trigger. */
    node: FlowNode | undefined;
    trigger: Trigger;
    ports: readonly DrawnPort[];
    /** Sides by which paths come in. */
    into: readonly Side[];
    problem: { severity: FlowProblem['severity']; message: string; count: number } | undefined;
    /** Where Tab comes into the canvas. */
    entry: boolean;
    readOnly: boolean;
  },
  'step'
>;
export type NoteNode = Node<{ note: FlowNote; readOnly: boolean }, 'note' | 'frame'>;
export type CanvasNode = StepNode | NoteNode;
export type PathEdge = Edge<{ from: string; port: string; into: Side; label: string; readOnly: boolean }, 'path'>;

export interface Look {
  document: FlowDocument;
  places: ReadonlyMap<string, Place>;
  /** All ways out of each step, drawn or not. */
  ports: ReadonlyMap<string, readonly DrawnPort[]>;
  into: ReadonlyMap<string, readonly Side[]>;
  problems: ReadonlyMap<string, NonNullable<StepNode['data']['problem']>>;
  selection: ReadonlySet<string>;
  entry: string;
  readOnly: boolean;
}

/** Ports of every step, those of the trigger first. */
export function allPorts(document: FlowDocument, places: ReadonlyMap<string, Place>): Map<string, DrawnPort[]> {
  const out = new Map<string, FlowDocument['edges']>();
  for (const edge of document.edges) {
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const ports = (id: string, node: FlowNode | undefined): [string, DrawnPort[]] => {
    const edges = out.get(id) ?? [];
    // What need not be drawn is not placed either: it comes out when its card is chosen.
    const shown = portsOf(node, edges).filter(
      ({ key, optional }) => !optional || edges.some(({ port }) => port === key),
    );
    return [id, drawPorts(id, shown, edges, places)];
  };
  return new Map([ports(triggerId, undefined), ...document.nodes.map((node) => ports(node.id, node))]);
}

/** Sides by which paths come into each step. */
export function waysIn(lines: readonly PathEdge[]): Map<string, Side[]> {
  const found = new Map<string, Set<Side>>();
  for (const { target, data } of lines) {
    if (data) found.set(target, (found.get(target) ?? new Set()).add(data.into));
  }
  return new Map([...found].map(([id, sides]) => [id, [...sides].sort()]));
}

/** Worst problem of each step and how many there are. */
export function problemsByStep(
  problems: readonly FlowProblem[],
): Map<string, NonNullable<StepNode['data']['problem']>> {
  const found = new Map<string, NonNullable<StepNode['data']['problem']>>();
  for (const { node, severity, message } of problems) {
    if (node === undefined) continue;
    const other = found.get(node);
    const worse = !other || (other.severity === 'warning' && severity === 'error');
    found.set(node, { ...(worse ? { severity, message } : other), count: (other?.count ?? 0) + 1 });
  }
  return found;
}

/** Draws a flow again and again, and hands out the very same card where nothing about it has changed. */
export class Drawing {
  private cards = new Map<string, { is: readonly unknown[]; card: CanvasNode }>();

  cardsOf(look: Look): CanvasNode[] {
    const before = this.cards;
    this.cards = new Map();
    const keep = (id: string, is: readonly unknown[], draw: () => CanvasNode): CanvasNode => {
      const old = before.get(id);
      const same = old !== undefined && old.is.every((each, index) => each === is[index]);
      const card = same ? old.card : draw();
      this.cards.set(id, { is: same ? old.is : is, card });
      return card;
    };
    const { document, selection, readOnly } = look;
    const notes = document.notes.map((note) => {
      const id = `note:${note.id}`;
      const selected = selection.has(id);
      return keep(id, [note, selected, readOnly], () => noteCard(id, note, selected, readOnly));
    });
    const steps = [undefined, ...document.nodes].map((node) => {
      const id = node?.id ?? triggerId;
      const { x, y } = look.places.get(id) ?? { x: 0, y: 0 };
      const selected = selection.has(id);
      const ports = this.portsOf(look, id, node, selected);
      const into = look.into.get(id) ?? [];
      const problem = look.problems.get(id);
      const entry = look.entry === id;
      const is = [
        node,
        node ? undefined : document.trigger,
        x,
        y,
        selected,
        text(ports),
        into.join(),
        problem?.message,
        problem?.count,
        entry,
        readOnly,
      ];
      return keep(id, is, () => ({
        id,
        type: 'step',
        position: { x, y },
        width: nodeWidth,
        height: nodeHeight,
        measured: { width: nodeWidth, height: nodeHeight },
        handles: handlesOf(ports, into),
        selected,
        draggable: !readOnly && node !== undefined,
        data: { node, trigger: document.trigger, ports, into, problem, entry, readOnly },
      }));
    });
    return [...notes.filter(({ type }) => type === 'frame'), ...notes.filter(({ type }) => type !== 'frame'), ...steps];
  }

  private portsOf(look: Look, id: string, node: FlowNode | undefined, selected: boolean): readonly DrawnPort[] {
    const drawn = look.ports.get(id) ?? [];
    if (!selected || look.readOnly || look.selection.size > 1) return drawn;
    const edges = look.document.edges.filter(({ from }) => from === id);
    const all = portsOf(node, edges);
    return all.length === drawn.length ? drawn : withOptional(id, drawn, all, look.places);
  }
}

export function pathEdges(
  { document, places }: Pick<Look, 'document' | 'places'>,
  readOnly: boolean,
  t: TFunction,
): PathEdge[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  return document.edges.flatMap(({ from, port, to }): PathEdge[] => {
    const [start, end] = [places.get(from), places.get(to)];
    if (!start || !end) return [];
    const label = portWords(nodes.get(from), port, t);
    const into = sidesOf(start, end, places.values()).in;
    return [
      {
        id: `path:${from}|${port}`,
        type: 'path',
        source: from,
        target: to,
        sourceHandle: port,
        targetHandle: `in-${into}`,
        data: { from, port, into, label: from === triggerId ? '' : label, readOnly },
      },
    ];
  });
}

const PORT = 9;

/** Handles as React Flow would measure them: ports on the border, ways in at the middle of each side. */
function handlesOf(ports: readonly DrawnPort[], into: readonly Side[]): NodeHandle[] {
  const at = (side: Side, share: number, size: number): Place => {
    const along = side === 'top' || side === 'bottom' ? nodeWidth * share : nodeHeight * share;
    if (side === 'top') return { x: along - size / 2, y: -size / 2 };
    if (side === 'bottom') return { x: along - size / 2, y: nodeHeight - size / 2 };
    return side === 'left' ? { x: -size / 2, y: along - size / 2 } : { x: nodeWidth - size / 2, y: along - size / 2 };
  };
  return [
    ...ports.map(({ key, side, at: share }): NodeHandle => ({
      id: key,
      type: 'source',
      position: positions[side],
      width: PORT,
      height: PORT,
      ...at(side, share, PORT),
    })),
    ...into.map((side): NodeHandle => ({
      id: `in-${side}`,
      type: 'target',
      position: positions[side],
      width: 0,
      height: 0,
      ...at(side, 0.5, 0),
    })),
  ];
}

function noteCard(id: string, note: FlowNote, selected: boolean, readOnly: boolean): NoteNode {
  const group = note.kind === 'group';
  const width = note.width ?? nodeWidth;
  const height = note.height ?? noteHeight(note.text);
  return {
    id,
    type: group ? 'frame' : 'note',
    position: { x: note.x, y: note.y },
    width,
    height,
    measured: { width, height },
    handles: [],
    selected,
    draggable: !readOnly,
    zIndex: group ? -2 : -1,
    data: { note, readOnly },
  };
}

/** As high as its text at the design's width. */
function noteHeight(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 32)), 0);
  return Math.max(2, lines) * 16 + 18;
}

function text(ports: readonly DrawnPort[]): string {
  return ports.map(({ key, side, at, to }) => `${key} ${side} ${String(at)} ${to ?? ''}`).join('|');
}
