import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import type { Look } from './draw.js';

export type LineEdge = Edge<
  {
    look: Look;
    /** Values of a run on it. */
    label: string;
    gap: string;
    /** Puts a branch here; absent where none can be. */
    insert?: (() => void) | undefined;
    /** Shown without being pointed at: beside what is selected. */
    near: boolean;
    number: number;
  },
  'line'
>;

/** A straight line from card to card, with its arrow, what is said on it, and where a branch can be put in. */
function Line({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<LineEdge>) {
  const { t } = useTranslation();
  const down = Math.abs(targetX - sourceX) < 2;
  const end = down ? { x: targetX, y: targetY - 6 } : { x: targetX - 6, y: targetY };
  const middle = { x: (sourceX + targetX) / 2, y: (sourceY + targetY) / 2 };
  const tip = down
    ? `${targetX},${targetY} ${targetX - 4},${targetY - 7} ${targetX + 4},${targetY - 7}`
    : `${targetX},${targetY} ${targetX - 7},${targetY - 4} ${targetX - 7},${targetY + 4}`;
  const look = data?.look ?? 'plain';
  const fill = { on: 'var(--accent)', off: 'var(--line-strong)', plain: 'var(--edge)' }[look];
  const at = (x: number, y: number, more = '') => ({ transform: `${more} translate(${x}px, ${y}px)` });
  return (
    <>
      <BaseEdge id={id} path={`M${sourceX} ${sourceY}L${end.x} ${end.y}`} />
      <polygon points={tip} fill={fill} />
      {data && (
        <EdgeLabelRenderer>
          {data.insert && (
            <button
              type="button"
              className={data.near ? 'plus rc-plus near nodrag nopan' : 'plus rc-plus nodrag nopan'}
              style={at(middle.x, middle.y - 2, 'translate(-50%, -50%)')}
              aria-label={t('Insert a branch before {{number}}', { number: data.number })}
              onClick={data.insert}
            >
              <Icon name="plus" size={10} stroke={2.4} />
            </button>
          )}
          {(data.label || data.gap) && (
            <span
              className={`elab rc-lab ${down ? '' : 'val'} ${data.gap ? 'gp' : ''}`}
              style={
                down
                  ? at(middle.x + (data.near || data.gap ? 22 : 14), middle.y - 2, 'translate(0, -50%)')
                  : at(middle.x, middle.y, 'translate(-50%, -50%)')
              }
            >
              {data.gap || data.label}
            </span>
          )}
        </EdgeLabelRenderer>
      )}
    </>
  );
}

export const edgeTypes = { line: Line };
