import { Handle, type NodeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import { FlowCard } from '../../../parts/flow/FlowCard.js';
import { coreOf } from '../../../parts/flow/core.js';
import type { Side } from '../../../parts/flow/layout.js';
import { positions } from '../../../parts/flow/line.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { triggerId } from '../../../parts/flow/start.js';
import { triggerWords } from '../../../parts/flow/trigger.js';
import { cardWords, portWords } from '../../../parts/flow/words.js';
import { FarContext, useCanvas } from './actions.js';
import type { StepNode } from './draw.js';
import type { DrawnPort } from './ports.js';

/** A step, or the trigger, that can be chosen, moved and led on from. */
export const StepCard = memo(function StepCard({ id, data, selected }: NodeProps<StepNode>) {
  const { t } = useTranslation();
  const far = useContext(FarContext);
  const { node, trigger, ports, into, problem, entry, readOnly } = data;
  const segments = node ? cardWords(node, t) : triggerWords(trigger, t);
  const type = node?.type ?? triggerId;
  const label = [
    node ? t(coreOf(type)?.title ?? type) : t('Trigger'),
    segments.map(({ text }) => text).join(''),
    problem ? `${t('{{count}} problems', { count: problem.count })}: ${problem.message}` : '',
  ];
  return (
    <>
      <div
        className="fe-step"
        role="button"
        aria-pressed={selected}
        aria-label={label.filter(Boolean).join(', ')}
        tabIndex={entry ? 0 : -1}
        data-step={id}
      >
        <FlowCard
          icon={<StepIcon type={type} />}
          category={stepCategory(type)}
          segments={segments}
          state={selected ? 'sel' : ''}
        >
          {problem && (
            <span className={problem.severity === 'error' ? 'badge bad' : 'badge'} title={problem.message}>
              <Icon name={problem.severity === 'error' ? 'x' : 'alert'} size={10} stroke={3} />
            </span>
          )}
        </FlowCard>
      </div>
      {into.map((side) => (
        <Mark key={side} id={`in-${side}`} side={side} type="target" at={0.5} />
      ))}
      {far && ports.map((port) => <Mark key={port.key} id={port.key} side={port.side} type="source" at={port.at} />)}
      {(far ? [] : ports).map((port) => (
        <Out key={port.key} id={id} port={port} label={portWords(node, port.key, t)} readOnly={readOnly} />
      ))}
    </>
  );
});

/** Where a path begins or ends, as React Flow looks for it. Nothing is drawn from it, so it need not follow every change. */
function Mark({ id, side, type, at }: { id: string; side: Side; type: 'source' | 'target'; at: number }) {
  const share = `${String(at * 100)}%`;
  return (
    <div
      className={`react-flow__handle react-flow__handle-${side} ${type} in`}
      data-handleid={id}
      data-handlepos={side}
      style={side === 'top' || side === 'bottom' ? { left: share } : { top: share }}
    />
  );
}

/** A way out: a circle on the border; where nothing follows, a stub with `+` and the outcome's name. */
function Out({ id, port, label, readOnly }: { id: string; port: DrawnPort; label: string; readOnly: boolean }) {
  const { t } = useTranslation();
  const { offer } = useCanvas();
  const { side, at, to, key, optional } = port;
  const share = `${String(at * 100)}%`;
  const open = to === undefined;
  const along = side === 'top' || side === 'bottom' ? { left: share } : { top: share };
  return (
    <>
      <Handle
        id={key}
        type="source"
        position={positions[side]}
        className={open ? (optional ? 'open opt' : 'open') : ''}
        style={along}
        isConnectable={!readOnly}
        title={label || undefined}
      />
      {open && (
        <span className={`fe-stub ${side} ${optional ? 'opt' : ''}`} style={along}>
          {!readOnly && (
            <button
              type="button"
              className="plus nodrag nopan"
              tabIndex={-1}
              data-plus={`${id}|${key}`}
              aria-label={label ? t('Add a step after “{{port}}”', { port: label }) : t('Add the next step')}
              onClick={(event) => offer(id, key, event.currentTarget)}
            >
              <Icon name="plus" size={10} stroke={2.4} />
            </button>
          )}
          {label && <span className="elab">{label}</span>}
        </span>
      )}
    </>
  );
}
