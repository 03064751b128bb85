import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { nodeHeight, nodeWidth, type Place, type Side } from '../../../parts/flow/layout.js';
import { lineOf, positions } from '../../../parts/flow/line.js';
import type { PathEdge } from './draw.js';
import type { DrawnPort } from './ports.js';

interface Props {
  lines: readonly PathEdge[];
  places: ReadonlyMap<string, Place>;
  ports: ReadonlyMap<string, readonly DrawnPort[]>;
}

/** All paths as one drawing, for when so many are seen that names and `+` on them could not be read. */
export const FarPaths = memo(function FarPaths({ lines, places, ports }: Props) {
  const way = useMemo(() => lines.map((line) => lineBetween(line, places, ports)).join(''), [lines, places, ports]);
  return (
    <ViewportPortal>
      <svg className="fe-far-paths" width={1} height={1} aria-hidden="true">
        <path d={way} />
      </svg>
    </ViewportPortal>
  );
});

function lineBetween({ source, target, data }: PathEdge, places: Props['places'], ports: Props['ports']): string {
  const [from, to] = [places.get(source), places.get(target)];
  const port = ports.get(source)?.find(({ key }) => key === data?.port);
  if (!from || !to || !port || !data) return '';
  const start = onBorder(from, port.side, port.at);
  const end = onBorder(to, data.into, 0.5);
  return lineOf({
    sourceX: start.x,
    sourceY: start.y,
    targetX: end.x,
    targetY: end.y,
    sourcePosition: positions[port.side],
    targetPosition: positions[data.into],
  }).path;
}

function onBorder({ x, y }: Place, side: Side, at: number): Place {
  if (side === 'top' || side === 'bottom') return { x: x + nodeWidth * at, y: side === 'top' ? y : y + nodeHeight };
  return { x: side === 'left' ? x : x + nodeWidth, y: y + nodeHeight * at };
}
