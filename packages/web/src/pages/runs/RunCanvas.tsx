import type { TFunction } from 'i18next';
import '@xyflow/react/dist/style.css';
import type { RunDetail } from '@sluice/contracts/run';
import {
  Background,
  BaseEdge,
  EdgeLabelRenderer,
  Handle,
  Position,
  ReactFlow,
  ReactFlowProvider,
  type Edge,
  type EdgeProps,
  type Node as FlowNode,
  type NodeProps,
} from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FlowCard } from '../../parts/flow/FlowCard.js';
import { nodeHeight, placeNodes, sidesOf, type Place, type Side } from '../../parts/flow/layout.js';
import { lineOf, positions, sides } from '../../parts/flow/line.js';
import { edgeKey, startOf, triggerId } from '../../parts/flow/start.js';
import { triggerWords } from '../../parts/flow/trigger.js';
import { ZoomBox } from '../../parts/flow/ZoomBox.js';
import { Icon } from '../../parts/icons.js';
import { edgeText } from './label.js';
import { kindOf, paramsOf, sentenceOf, titleOf } from './nodeKinds.js';
import { drawnEdges, readPath, type EdgeLook, type NodeLook } from './path.js';
import { ActionStrip, type Command } from './ActionStrip.js';
import { WaitCard } from './WaitCard.js';
import type { SentenceSegment } from '@sluice/contracts/commission';
import type { IconName } from '../../parts/icons.js';

type CardData = {
  icon: IconName;
  category: string;
  segments: SentenceSegment[];
  look: NodeLook;
  picked: boolean;
  out: { side: Side; look: EdgeLook }[];
};
type CardNode = FlowNode<CardData, 'card'>;
type ClockNode = FlowNode<{ run: RunDetail }, 'clock'>;
type ActsNode = FlowNode<{ run: RunDetail; onCommand: (command: Command) => void }, 'acts'>;
type AnyNode = CardNode | ClockNode | ActsNode;
type LabelEdge = Edge<{ look: EdgeLook; text: string; value: boolean }, 'step'>;

interface Props {
  run: RunDetail;
  picked: string | undefined;
  onPick: (node: string | undefined) => void;
  onCommand: (command: Command) => void;
}

/** The run on its flow: path taken, where it waits, what is parked, the values passed on. */
export default function RunCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ run, picked, onPick, onCommand }: Props) {
  const { t, i18n } = useTranslation();
  const { nodes, edges } = useMemo(
    () => draw(run, picked, onCommand, t, i18n.language),
    [run, picked, onCommand, t, i18n.language],
  );
  return (
    <ReactFlow<AnyNode, LabelEdge>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(_, node) => {
        if (node.type === 'card' && node.id !== triggerId) onPick(node.id);
      }}
      onPaneClick={() => onPick(undefined)}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable
      edgesFocusable={false}
      minZoom={0.3}
      maxZoom={2}
      fitView
      fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
      panOnScroll
      proOptions={{ hideAttribution: true }}
      ariaLabelConfig={{ 'node.a11yDescription.default': t('Press Enter to show this step') }}
      onKeyDown={(event) => {
        const id = (event.target as HTMLElement).dataset?.id;
        if (event.key === 'Enter' && id && id !== triggerId) onPick(id);
      }}
    >
      <Background gap={20} size={1} color="var(--canvas-dot)" />
      <ZoomBox />
      <div className="float keybox">
        <span>
          <i /> {t('path taken')}
        </span>
        <span>
          <i className="k2" /> {t('not taken')}
        </span>
        <span>
          <i className="k3" /> {t('still ahead')}
        </span>
        <span>
          <b className="elab val">$</b> {t('value passed on')}
        </span>
      </div>
    </ReactFlow>
  );
}

function draw(
  run: RunDetail,
  picked: string | undefined,
  onCommand: (command: Command) => void,
  t: TFunction,
  locale: string,
): { nodes: AnyNode[]; edges: LabelEdge[] } {
  const { document } = run;
  const places = placeNodes(document);
  const path = readPath(run);
  const start = startOf(document);
  const at = (id: string): Place => places.get(id) ?? { x: 0, y: 0 };

  const drawn = drawnEdges(document, path);
  const params = paramsOf(document, run.vars);
  const edges: LabelEdge[] = drawn.map((edge) => {
    const { look, label } = path.edges.get(edgeKey(edge)) ?? { look: 'ahead' as const };
    const { out, in: into } = sidesOf(at(edge.from), at(edge.to), places.values());
    const only = drawn.filter(({ from }) => from === edge.from).length === 1;
    const text = edgeText(edge.port, look === 'on' || look === 'bad' ? label : undefined, only, t, locale);
    return {
      id: edgeKey(edge),
      type: 'step',
      source: edge.from,
      target: edge.to,
      sourceHandle: `out-${out}`,
      targetHandle: `in-${into}`,
      className: look === 'ahead' ? '' : look,
      data: { look, text, value: (look === 'on' || look === 'bad') && label !== undefined },
    };
  });
  if (start) {
    const { out, in: into } = sidesOf(at(triggerId), at(start));
    edges.unshift({
      id: triggerId,
      type: 'step',
      source: triggerId,
      target: start,
      sourceHandle: `out-${out}`,
      targetHandle: `in-${into}`,
      className: 'on',
      data: { look: 'on', text: '', value: false },
    });
  }
  const outOf = (id: string) =>
    edges
      .filter((edge) => edge.source === id)
      .map((edge) => ({
        side: (edge.sourceHandle ?? 'out-bottom').slice(4) as Side,
        look: edge.data?.look ?? 'ahead',
      }));

  const cards: AnyNode[] = document.nodes.map((node) => ({
    id: node.id,
    type: 'card',
    position: at(node.id),
    ariaLabel: `${titleOf(node, t, params)}, ${t(lookWords[path.nodes.get(node.id)?.look ?? 'ahead'])}`,
    data: {
      icon: kindOf(node.type).icon,
      category: kindOf(node.type).category,
      segments: sentenceOf(node, t, params),
      look: path.nodes.get(node.id)?.look ?? 'ahead',
      picked: picked === node.id,
      out: outOf(node.id),
    },
  }));
  if (start)
    cards.unshift({
      id: triggerId,
      type: 'card',
      position: at(triggerId),
      data: {
        icon: 'bolt',
        category: 'referral',
        segments: triggerWords(document.trigger, t),
        look: 'on',
        picked: false,
        out: outOf(triggerId),
      },
    });

  const here = run.current && path.nodes.has(run.current.node) ? run.current : undefined;
  if (here?.phase === 'parked') {
    const place = at(here.node);
    cards.push({
      id: '__acts',
      type: 'acts',
      position: { x: place.x, y: place.y + nodeHeight + 7 },
      zIndex: 5,
      focusable: false,
      data: { run, onCommand },
    });
  }
  if (here?.phase === 'wait' && here.wait) {
    const place = at(here.node);
    const left = { x: place.x - 308, y: place.y - 24 };
    const blocked = [...places.values()].some(
      (other) => Math.abs(other.x - left.x - 8) < 232 && other.y > left.y - 70 && other.y < left.y + 180,
    );
    const spot = blocked ? { x: Math.min(...[...places.values()].map(({ x }) => x)) - 272, y: place.y - 24 } : left;
    cards.push({ id: '__clock', type: 'clock', position: spot, focusable: false, data: { run } });
    edges.push({
      id: '__clock',
      type: 'step',
      source: '__clock',
      target: here.node,
      sourceHandle: 'out-right',
      targetHandle: 'in-left',
      className: 'clock',
      data: { look: 'on', text: '', value: false },
    });
  }
  return { nodes: cards, edges };
}

const lookWords: Record<NodeLook, string> = {
  on: 'path taken',
  wait: 'waiting here',
  park: 'parked',
  off: 'not taken',
  ahead: 'still ahead',
};

function Card({ data }: NodeProps<CardNode>) {
  const { look } = data;
  return (
    <FlowCard
      icon={<Icon name={data.icon} size={17} />}
      category={data.category}
      segments={data.segments}
      state={`${look === 'ahead' ? '' : look} ${data.picked ? 'picked' : ''}`}
    >
      {look === 'on' && (
        <span className="badge ok">
          <Icon name="check" size={10} stroke={3} />
        </span>
      )}
      {look === 'park' && (
        <span className="badge bad">
          <Icon name="pause" size={10} stroke={3} />
        </span>
      )}
      {sides.map((side) => (
        <Handle
          key={`in${side}`}
          id={`in-${side}`}
          type="target"
          position={positions[side]}
          className="in"
          isConnectable={false}
        />
      ))}
      {sides.map((side) => {
        const uses = data.out.filter((out) => out.side === side);
        const tone = uses.some(({ look: each }) => each === 'bad')
          ? 'bad'
          : uses.some(({ look: each }) => each === 'on')
            ? 'on'
            : '';
        return (
          <Handle
            key={`out${side}`}
            id={`out-${side}`}
            type="source"
            position={positions[side]}
            className={uses.length === 0 ? 'in' : tone}
            isConnectable={false}
          />
        );
      })}
    </FlowCard>
  );
}

function Clock({ data }: NodeProps<ClockNode>) {
  return (
    <div className="nodrag nopan">
      <WaitCard run={data.run} />
      <Handle
        id="out-right"
        type="source"
        position={Position.Right}
        className="in"
        isConnectable={false}
        style={{ top: 52 }}
      />
    </div>
  );
}

function Acts({ data }: NodeProps<ActsNode>) {
  return (
    <div className="nodrag nopan">
      <ActionStrip run={data.run} onCommand={data.onCommand} />
    </div>
  );
}

function Step(props: EdgeProps<LabelEdge>) {
  const { data } = props;
  const { path, middle, tip } = lineOf(props);
  const look = data?.look ?? 'ahead';
  const clock = props.id === '__clock';
  const tone = { on: 'var(--accent)', bad: 'var(--bad)', off: 'var(--control)', ahead: 'var(--edge)' }[look];
  return (
    <>
      <BaseEdge id={props.id} path={path} />
      {!clock && <polygon points={tip} fill={tone} opacity={look === 'off' ? 0.75 : 1} />}
      {data?.text && (
        <EdgeLabelRenderer>
          <span
            className={`elab ${data.value ? 'val' : look === 'off' ? 'off' : ''}`}
            style={{ left: 0, top: 0, transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            {data.text}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const nodeTypes = { card: Card, clock: Clock, acts: Acts };
const edgeTypes = { step: Step };
