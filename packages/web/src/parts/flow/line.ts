import { getSmoothStepPath, Position } from '@xyflow/react';
import type { Place, Side } from './layout.js';

export const positions: Record<Side, Position> = {
  top: Position.Top,
  right: Position.Right,
  bottom: Position.Bottom,
  left: Position.Left,
};
export const sides = Object.keys(positions) as Side[];

interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
  sourcePosition: Position;
  targetPosition: Position;
}

/** The way of an edge, the middle of it and its arrow. The line ends before the tip, so that the arrow closes it. */
export function lineOf(ends: Ends): { path: string; middle: Place; tip: string } {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = ends;
  const end = shorten(targetX, targetY, targetPosition, 6);
  const [path, x, y] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX: end.x,
    targetY: end.y,
    sourcePosition,
    targetPosition,
    borderRadius: 8,
    offset: 14,
    // A way back up keeps beside the node it leaves, so that it does not run along the main path.
    stepPosition: Math.abs(targetX - sourceX) > 200 && targetY < sourceY - 8 ? 0.15 : 0.5,
  });
  return { path, middle: { x, y }, tip: arrow(targetX, targetY, targetPosition) };
}

function shorten(x: number, y: number, side: Position, by: number): Place {
  if (side === Position.Top) return { x, y: y - by };
  if (side === Position.Bottom) return { x, y: y + by };
  return side === Position.Left ? { x: x - by, y } : { x: x + by, y };
}

function arrow(x: number, y: number, side: Position): string {
  if (side === Position.Top) return `${x},${y} ${x - 4},${y - 7} ${x + 4},${y - 7}`;
  if (side === Position.Bottom) return `${x},${y} ${x - 4},${y + 7} ${x + 4},${y + 7}`;
  return side === Position.Left
    ? `${x},${y} ${x - 7},${y - 4} ${x - 7},${y + 4}`
    : `${x},${y} ${x + 7},${y - 4} ${x + 7},${y + 4}`;
}
