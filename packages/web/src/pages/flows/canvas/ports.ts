import type { FlowDocument, FlowNode } from '@sluice/flows';
import { coreOf } from '../../../parts/flow/core.js';
import { nodeHeight, nodeWidth, sidesOf, type Place, type Side } from '../../../parts/flow/layout.js';
import { triggerId } from '../../../parts/flow/start.js';

/** A way out of a step. */
export interface Port {
  readonly key: string;
  /** A run that leaves there where nothing is drawn parks; so it need not be drawn. */
  readonly optional: boolean;
}

export interface DrawnPort extends Port {
  readonly side: Side;
  /** Where on its side, from 0 to 1. */
  readonly at: number;
  /** The step it leads to. */
  readonly to?: string;
}

/** Every way out of a step in drawing order, with those that only an edge knows. */
export function portsOf(node: FlowNode | undefined, edges: FlowDocument['edges']): Port[] {
  const core = coreOf(node?.type);
  const known: Port[] = node
    ? [
        ...(core?.ports(node.config) ?? []).map(({ key, optional }) => ({ key, optional: optional === true })),
        ...(core?.effect ? [{ key: 'on_error', optional: true }] : []),
      ]
    : [{ key: 'next', optional: false }];
  const stray = edges.filter(({ port }) => !known.some(({ key }) => key === port));
  return [...known, ...stray.map(({ port }) => ({ key: port, optional: true }))];
}

/** The way out that goes on: the first. */
export function mainPort(node: FlowNode | undefined): string | undefined {
  return node ? coreOf(node.type)?.ports(node.config)[0]?.key : 'next';
}

/**
 * Ports on the sides of a card: where a path leads, on the side towards it; where none does, the main one at the bottom and
 * others where there is room. Several on one side share it evenly.
 */
export function drawPorts(
  id: string,
  ports: readonly Port[],
  edges: FlowDocument['edges'],
  places: ReadonlyMap<string, Place>,
): DrawnPort[] {
  const here = places.get(id) ?? { x: 0, y: 0 };
  const used = new Map<Side, number>();
  const take = (side: Side): Side => {
    used.set(side, (used.get(side) ?? 0) + 1);
    return side;
  };
  const sided = ports.map((port) => {
    const to = edges.find((edge) => edge.port === port.key)?.to;
    const there = to === undefined ? undefined : places.get(to);
    return {
      port,
      to,
      x: there?.x ?? Infinity,
      side: there ? take(sidesOf(here, there, places.values()).out) : undefined,
    };
  });
  const free = (side: Side): boolean => !used.has(side) && !blocked(here, side, places);
  const drawn = sided.map(({ port, to, x, side }, index) => {
    const wanted: Side[] =
      id === triggerId ? ['right', 'bottom'] : index === 0 ? ['bottom', 'right', 'left'] : ['right', 'left', 'bottom'];
    return { ...port, ...(to === undefined ? {} : { to }), x, side: side ?? take(wanted.find(free) ?? 'bottom') };
  });
  return drawn.map(({ key, optional, to, side }) => {
    const port = { key, optional, side, ...(to === undefined ? {} : { to }) };
    const fellows = drawn.filter(({ side }) => side === port.side).sort((a, b) => a.x - b.x);
    const index = fellows.findIndex(({ key }) => key === port.key);
    return { ...port, at: (2 * index + 1) / (2 * fellows.length) };
  });
}

/** Those that need not be drawn beside those that are, without moving any: on a side that is free, else in a corner below. */
export function withOptional(
  id: string,
  drawn: readonly DrawnPort[],
  all: readonly Port[],
  places: ReadonlyMap<string, Place>,
): DrawnPort[] {
  const here = places.get(id) ?? { x: 0, y: 0 };
  const used = new Set(drawn.map(({ side }) => side));
  const more = all
    .filter(({ key }) => !drawn.some((port) => port.key === key))
    .map((port, index): DrawnPort => {
      const side = (['right', 'left'] as const).find((each) => !used.has(each) && !blocked(here, each, places));
      used.add(side ?? 'bottom');
      return { ...port, side: side ?? 'bottom', at: side ? 0.5 : index % 2 === 0 ? 0.88 : 0.12 };
    });
  return [...drawn, ...more];
}

/** Whether another card stands where the stub of an open port would be. */
function blocked(here: Place, side: Side, places: ReadonlyMap<string, Place>): boolean {
  const reach = 64;
  const near = (place: Place): boolean => {
    if (place === here) return false;
    const [dx, dy] = [place.x - here.x, place.y - here.y];
    if (side === 'bottom') return Math.abs(dx) < nodeWidth / 2 + 40 && dy > 0 && dy < nodeHeight + 44;
    if (Math.abs(dy) >= nodeHeight) return false;
    return side === 'right' ? dx > 0 && dx < nodeWidth + reach + 20 : dx < 0 && -dx < nodeWidth + reach + 20;
  };
  for (const place of places.values()) if (near(place)) return true;
  return false;
}
