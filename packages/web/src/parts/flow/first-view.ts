import { nodeHeight, nodeWidth, type Place } from './layout.js';

/** How a flow is first seen: from its top, at 100 % or as much smaller as its width asks for, but never too small to read. */
export function firstView(
  places: ReadonlyMap<string, Place>,
  notes: readonly Place[],
  window: { width: number; height: number },
  /** What stands to the left of the cards besides: names of paths that go round there. */
  margin = 0,
): { x: number; y: number; zoom: number } {
  const all = [...places.values(), ...notes];
  if (all.length === 0) return { x: 0, y: 0, zoom: 1 };
  const [left, top] = [Math.min(...all.map(({ x }) => x)) - margin, Math.min(...all.map(({ y }) => y))];
  const width = Math.max(...all.map(({ x }) => x)) + nodeWidth - left;
  const height = Math.max(...all.map(({ y }) => y)) + nodeHeight - top;
  const zoom = Math.max(0.6, Math.min(1, (window.width - 40) / width));
  const small = height * zoom < window.height / 2;
  const room = window.width - width * zoom;
  // What fits stands in the middle, or at the left edge like a text; what does not begins at its left.
  return { x: (room > 40 ? room / 2 : 20) - left * zoom, y: (small ? 96 : 24) - top * zoom, zoom };
}
