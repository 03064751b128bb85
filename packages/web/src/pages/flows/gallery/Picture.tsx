import type { FlowDocument } from '@sluice/flows';
import { useMemo } from 'react';
import { nodeHeight, nodeWidth, placeNodes } from '../../../parts/flow/layout.js';
import { stepCategory } from '../../../parts/flow/StepIcon.js';

/** A flow in small: its cards with their category's rail, and the paths between them. Decorative. */
export function Picture({ document }: { document: FlowDocument }) {
  const { boxes, lines, view } = useMemo(() => drawn(document), [document]);
  return (
    <svg viewBox={view} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {lines.map((path, index) => (
        <path key={index} d={path} strokeWidth={6} />
      ))}
      {boxes.map(({ id, x, y, category }) => (
        <g key={id}>
          <rect x={x} y={y} width={nodeWidth} height={nodeHeight} rx={10} strokeWidth={4} />
          <rect
            x={x}
            y={y + 8}
            width={14}
            height={nodeHeight - 16}
            style={{ fill: `var(--c-${category})`, stroke: 'none' }}
          />
        </g>
      ))}
    </svg>
  );
}

function drawn(document: FlowDocument) {
  const places = placeNodes(document);
  const boxes = [...places].map(([id, { x, y }]) => ({
    id,
    x,
    y,
    category: stepCategory(document.nodes.find((node) => node.id === id)?.type ?? 'trigger'),
  }));
  const lines = document.edges.flatMap(({ from, to }) => {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b) return [];
    const [x1, y1, x2, y2] = [a.x + nodeWidth / 2, a.y + nodeHeight / 2, b.x + nodeWidth / 2, b.y + nodeHeight / 2];
    return [`M${String(x1)} ${String(y1)}H${String(x2)}V${String(y2)}`];
  });
  const left = Math.min(0, ...boxes.map(({ x }) => x));
  const top = Math.min(0, ...boxes.map(({ y }) => y));
  const right = Math.max(nodeWidth, ...boxes.map(({ x }) => x + nodeWidth));
  const bottom = Math.max(nodeHeight, ...boxes.map(({ y }) => y + nodeHeight));
  return {
    boxes,
    lines,
    view: `${String(left - 6)} ${String(top - 6)} ${String(right - left + 12)} ${String(bottom - top + 12)}`,
  };
}
