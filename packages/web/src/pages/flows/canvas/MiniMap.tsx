import { useReactFlow, useStore } from '@xyflow/react';
import { memo, useMemo, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeHeight, nodeWidth, type Place } from '../../../parts/flow/layout.js';

interface Props {
  places: ReadonlyMap<string, Place>;
  selection: readonly string[];
}

const WIDTH = 146;
const HEIGHT = 102;

/** The whole flow in small, with what the window shows of it; press or drag in it to go there. One drawing however many steps. */
export const MiniMap = memo(function MiniMap({ places, selection }: Props) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const box = useMemo(() => boundsOf(places), [places]);
  const all = useMemo(() => cardsPath([...places.values()]), [places]);
  const chosen = useMemo(() => cardsPath(selection.flatMap((id) => places.get(id) ?? [])), [places, selection]);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const matrix = event.currentTarget.getScreenCTM();
    if (!matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <div className="float fe-mini">
      <svg
        viewBox={`${String(box.x)} ${String(box.y)} ${String(box.width)} ${String(box.height)}`}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t('The whole flow in small')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={go}
      >
        <path d={all} />
        <path d={chosen} className="sel" />
        <Window box={box} />
      </svg>
    </div>
  );
});

type Box = ReturnType<typeof boundsOf>;

/** What the window shows, as far as it lies on the map. */
function Window({ box }: { box: Box }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const stroke = (box.width / WIDTH) * 1.5;
  const left = Math.max(-x / zoom, box.x + stroke);
  const top = Math.max(-y / zoom, box.y + stroke);
  const right = Math.min((width - x) / zoom, box.x + box.width - stroke);
  const bottom = Math.min((height - y) / zoom, box.y + box.height - stroke);
  return (
    <rect
      className="window"
      x={left}
      y={top}
      width={Math.max(right - left, 0)}
      height={Math.max(bottom - top, 0)}
      rx={stroke}
      strokeWidth={stroke}
    />
  );
}

function boundsOf(places: ReadonlyMap<string, Place>): { x: number; y: number; width: number; height: number } {
  const xs = [...places.values()].map(({ x }) => x);
  const ys = [...places.values()].map(({ y }) => y);
  const [left, top] = [Math.min(...xs) - 60, Math.min(...ys) - 60];
  const [right, bottom] = [Math.max(...xs) + nodeWidth + 60, Math.max(...ys) + nodeHeight + 60];
  // A small flow does not fill the map: it is seen in the window.
  return { x: left, y: top, width: Math.max(right - left, 1200), height: Math.max(bottom - top, 840) };
}

function cardsPath(places: readonly Place[]): string {
  return places
    .map(({ x, y }) => `M${String(x)} ${String(y)}h${String(nodeWidth)}v${String(nodeHeight)}h${String(-nodeWidth)}z`)
    .join('');
}
