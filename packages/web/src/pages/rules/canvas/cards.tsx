import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../parts/icons.js';
import type { CaseRun } from '../editor/context.js';
import { CaseCard } from './CaseCard.js';
import type { DrawnBranch } from './draw.js';
import { DOWN } from './geometry.js';
import { Words } from './Words.js';

export type FactsNode = Node<{ title: string; on: boolean }, 'facts'>;
export type BranchNode = Node<{ drawn: DrawnBranch; selected: boolean; last: boolean }, 'branch'>;
export type OutcomeNode = Node<{ drawn: DrawnBranch; selected: boolean; open: () => void }, 'outcome'>;
export type CaseNode = Node<{ run: CaseRun }, 'case'>;
export type CanvasNode = FactsNode | BranchNode | OutcomeNode | CaseNode;

const still = { isConnectable: false } as const;

function FactsCard({ data }: NodeProps<FactsNode>) {
  const { t } = useTranslation();
  return (
    <div className={data.on ? 'node rc k-partner' : 'node rc k-partner'}>
      <span className="ic">
        <Icon name="braces" size={17} />
      </span>
      <span className="s">
        <em>{t('Facts')}</em>, {data.title}
      </span>
      <Handle {...still} type="source" position={Position.Right} id="out" className={data.on ? 'on' : ''} />
    </div>
  );
}

function BranchCard({ data }: NodeProps<BranchNode>) {
  const { t } = useTranslation();
  const { drawn, selected, last } = data;
  const { place, badge } = drawn;
  const look = selected ? 'sel' : drawn.tried ? 'on' : drawn.never ? 'off' : '';
  return (
    <div className={`node rc k-logic ${look} ${drawn.tried ? 'tried' : ''}`}>
      <span className="ic">
        <Icon name={place.branch ? (drawn.advanced ? 'lock' : 'diamond') : 'flag'} size={17} />
      </span>
      <span className="s">
        <Words parts={drawn.parts} />
      </span>
      <span className="ix num" aria-hidden="true">
        {place.index + 1}
      </span>
      {badge && (
        <span
          className={badge.tone === 'bad' ? 'badge bad' : 'badge'}
          title={t('{{count}} problems', { count: badge.count })}
        >
          <Icon name={badge.tone === 'bad' ? 'x' : 'alert'} size={10} stroke={3} />
        </span>
      )}
      <Handle {...still} type="target" position={Position.Top} id="top" className="in" style={{ left: DOWN }} />
      <Handle {...still} type="target" position={Position.Left} id="left" className="in" />
      <Handle {...still} type="source" position={Position.Right} id="yes" className={drawn.taken ? 'on' : ''} />
      <Handle
        {...still}
        type="source"
        position={Position.Bottom}
        id="no"
        className={last ? 'in' : drawn.tried && !drawn.taken ? 'on' : ''}
        style={{ left: DOWN }}
      />
    </div>
  );
}

function OutcomeCard({ data }: NodeProps<OutcomeNode>) {
  const { t } = useTranslation();
  const { drawn, selected, open } = data;
  const { cover, never, place } = drawn;
  const look = selected && !drawn.taken ? '' : drawn.taken ? 'on' : never ? 'off' : '';
  return (
    <div className={`node rc k-${drawn.category} ${look}`}>
      <span className="ic">
        <Icon name={drawn.icon} size={17} />
      </span>
      <span className="s">
        <Words parts={drawn.outcome} />
      </span>
      {place.outcome.kind === 'list' ? (
        <button type="button" className="btn sm ghost nodrag" onClick={open}>
          {t('Open…')}
        </button>
      ) : (
        cover && (
          <span className={cover.never || cover.cases === 0 ? 'cov zero' : 'cov'}>
            {cover.never
              ? t('never reached')
              : cover.cases === 0
                ? t('no case')
                : t('{{count}} cases', { count: cover.cases })}
          </span>
        )
      )}
      <Handle {...still} type="target" position={Position.Left} id="left" className="in" />
    </div>
  );
}

function CaseOnCanvas({ data }: NodeProps<CaseNode>) {
  return <CaseCard run={data.run} />;
}

export const nodeTypes = { facts: FactsCard, branch: BranchCard, outcome: OutcomeCard, case: CaseOnCanvas };
