import { BaseEdge, EdgeLabelRenderer, Position, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeWidth } from '../../../parts/flow/layout.js';
import { lineOf } from '../../../parts/flow/line.js';
import { Icon } from '../../../parts/icons.js';
import { useCanvas } from './actions.js';
import type { PathEdge } from './draw.js';

/** A path from step to step, with its outcome's name and the place to add a step on it. */
export const PathLine = memo(function PathLine(props: EdgeProps<PathEdge>) {
  const { t } = useTranslation();
  const { offer } = useCanvas();
  const { id, data, selected, sourceX, sourceY, targetX, sourcePosition, targetPosition } = props;
  const { path, middle, tip } = lineOf(props);
  if (!data) return null;
  const { from, port, label, readOnly } = data;
  const upright = Math.abs(sourceX - targetX) < 2;
  // Several that leave below a card for the same place would have their middle in common: each is named where it leaves.
  const early = !upright && sourcePosition === Position.Bottom && Math.abs(sourceX - targetX) < nodeWidth / 2;
  // One that goes round beside the cards has its name on the far side.
  const round = sourcePosition === targetPosition ? sourcePosition : undefined;
  const aside = round === Position.Left ? 'before' : upright || early || round === Position.Right ? 'left' : '';
  const name = early
    ? { x: sourceX + 6, y: sourceY + 12 }
    : { x: middle.x + (upright ? 14 : round === Position.Left ? -2 : round ? 2 : 0), y: middle.y };
  const at = (x: number, y: number) => ({ left: 0, top: 0, translate: `${String(x)}px ${String(y)}px` });
  const short = label.length > 24 ? `${label.slice(0, 23)}…` : label;
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={20} />
      <polygon points={tip} className={selected ? 'on' : ''} />
      <EdgeLabelRenderer>
        {label && (
          <span className={`elab ${aside}`} style={at(name.x, name.y)} title={label}>
            {short}
          </span>
        )}
        {!readOnly && (
          <button
            type="button"
            className={`plus nodrag nopan ${label && !upright ? 'quiet' : ''} ${selected ? 'hot' : ''}`}
            style={early ? at(sourceX, sourceY + 14) : at(middle.x, middle.y)}
            tabIndex={-1}
            data-plus={`${from}|${port}`}
            aria-label={label ? t('Add a step on “{{port}}”', { port: label }) : t('Add a step on this path')}
            onClick={(event) => offer(from, port, event.currentTarget)}
          >
            <Icon name="plus" size={10} stroke={2.4} />
          </button>
        )}
      </EdgeLabelRenderer>
    </>
  );
});
