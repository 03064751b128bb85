import '@xyflow/react/dist/style.css';
import type { SentenceSegment } from '@sluice/contracts/commission';
import type { FlowDocument } from '@sluice/flows';
import {
  Background,
  BaseEdge,
  EdgeLabelRenderer,
  Handle,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
  type ReactFlowInstance,
} from '@xyflow/react';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStable } from '../../lib/stable.js';
import { Icon } from '../icons.js';
import { FlowCard } from './FlowCard.js';
import { firstView } from './first-view.js';
import { nodeHeight, nodeWidth, placeNodes, sidesOf, type Place, type Side } from './layout.js';
import { lineOf, positions, sides } from './line.js';
import { StepIcon, stepCategory } from './StepIcon.js';
import { edgeKey, startOf, triggerId } from './start.js';
import { triggerWords } from './trigger.js';
import { cardWords } from './words.js';
import { givenValues, type Params } from './params.js';

export type NodeLook = 'on' | 'wait' | 'park' | 'off' | 'ahead';
export type EdgeLook = 'on' | 'off' | 'bad' | 'ahead';
type CardBadge = 'ok' | 'bad' | 'tried';

export interface CardState {
  look: NodeLook;
  badge?: CardBadge;
  /** Said to a screen reader behind the card's words. */
  says?: string;
}

export type EdgeState = {
  look: EdgeLook;
  /** At most 24 letters. */
  text?: string;
  /** A value that was passed on, not the name of the way. */
  value?: boolean;
};

/** Something of the page's own beside the cards: a clock, a strip of buttons, the day of a row, figures of a step. */
export interface Beside {
  id: string;
  at: Place;
  content: ReactNode;
  /** Draws a dashed line from here to this step. */
  to?: string;
  above?: boolean;
}

interface Props {
  document: FlowDocument;
  params?: Params;
  cards: ReadonlyMap<string, CardState>;
  /** By `edgeKey`; an edge that is not in here is not drawn. */
  edges: ReadonlyMap<string, EdgeState>;
  picked?: string | undefined;
  onPick?: (node: string | undefined) => void;
  beside?: (places: ReadonlyMap<string, Place>) => Beside[];
  /** Room to the left of the cards for what stands there. */
  margin?: number;
  /** The first view is no smaller than this, even where the flow does not fit; what is followed is brought into view. */
  atLeast?: number;
  /** Comes into view when it changes. */
  follow?: string | undefined;
  legend?: ReactNode;
}

type CardData = {
  type: string;
  segments: SentenceSegment[];
  state: CardState;
  picked: boolean;
  out: { side: Side; look: EdgeLook }[];
};
type CardNode = Node<CardData, 'card'>;
type BesideNode = Node<{ content: ReactNode; joined: boolean }, 'beside'>;
type AnyNode = CardNode | BesideNode;
type PathEdge = Edge<EdgeState & { clock?: boolean }, 'path'>;

/** A flow to look at: what was taken, what is ahead, what stands beside it. Nothing can be moved. */
export default function PathCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({
  document,
  params,
  cards,
  edges,
  picked,
  onPick,
  beside,
  margin = 0,
  atLeast = 0,
  follow,
  legend,
}: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const flow = useReactFlow<AnyNode, PathEdge>();
  const places = useMemo(() => placeNodes(document), [document]);
  const drawn = useMemo(
    () => drawing({ document, params, cards, edges, picked, beside: beside?.(places) ?? [], places, t }),
    [document, params, cards, edges, picked, beside, places, t],
  );
  const begin = useStable((instance: ReactFlowInstance<AnyNode, PathEdge>) => {
    const box = frame.current?.getBoundingClientRect();
    const own = drawn.nodes.filter(({ type }) => type === 'beside').map(({ position }) => position);
    if (!box) return;
    const view = firstView(places, own, box, margin);
    const left = Math.min(...[...places.values(), ...own].map(({ x }) => x));
    const near = { x: 16 - left * atLeast, y: view.y * (atLeast / view.zoom), zoom: atLeast };
    void instance.setViewport(view.zoom < atLeast ? near : view);
  });
  useEffect(() => {
    const place = follow === undefined ? undefined : places.get(follow);
    const box = frame.current?.getBoundingClientRect();
    if (!place || !box) return;
    const { x, y, zoom } = flow.getViewport();
    const [left, top] = [place.x * zoom + x, place.y * zoom + y];
    const inside =
      left > 20 && top > 12 && left + nodeWidth * zoom < box.width - 20 && top + nodeHeight * zoom < box.height - 40;
    if (inside) return;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    void flow.setCenter(place.x + nodeWidth / 2 - margin / 2, place.y + nodeHeight / 2, {
      zoom,
      duration: still ? 0 : 180,
    });
  }, [follow, places, flow, margin]);
  return (
    <div className="pathcanvas" ref={frame}>
      <ReactFlow<AnyNode, PathEdge>
        nodes={drawn.nodes}
        edges={drawn.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, node) => {
          if (node.type === 'card' && node.id !== triggerId) onPick?.(node.id);
        }}
        onPaneClick={() => onPick?.(undefined)}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable
        edgesFocusable={false}
        minZoom={0.2}
        maxZoom={2}
        panOnScroll
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{ 'node.a11yDescription.default': t('Press Enter to show this step') }}
        onInit={begin}
        onKeyDown={(event) => {
          const id = (event.target as HTMLElement).dataset?.id;
          if (event.key === 'Enter' && id && id !== triggerId) onPick?.(id);
        }}
      >
        <Background gap={20} size={1} color="var(--canvas-dot)" />
        {legend}
      </ReactFlow>
    </div>
  );
}

interface Drawing {
  document: FlowDocument;
  params: Params | undefined;
  cards: Props['cards'];
  edges: Props['edges'];
  picked: string | undefined;
  beside: Beside[];
  places: Map<string, Place>;
  t: TFunction;
}

function drawing({ document, params = {}, cards, edges: looks, picked, beside, places, t }: Drawing): {
  nodes: AnyNode[];
  edges: PathEdge[];
} {
  const at = (id: string): Place => places.get(id) ?? { x: 0, y: 0 };
  const line = (id: string, from: string, to: string, state: EdgeState): PathEdge => {
    const { out, in: into } = sidesOf(at(from), at(to), from === triggerId ? [] : places.values());
    return {
      id,
      type: 'path',
      source: from,
      target: to,
      sourceHandle: `out-${out}`,
      targetHandle: `in-${into}`,
      className: state.look === 'ahead' ? '' : state.look,
      data: state,
    };
  };
  const edges = document.edges.flatMap((edge) => {
    const state = looks.get(edgeKey(edge));
    return state && edge.from !== triggerId ? [line(edgeKey(edge), edge.from, edge.to, state)] : [];
  });
  const start = startOf(document);
  const begun = cards.get(triggerId) ?? { look: 'on' };
  if (start) edges.unshift(line(triggerId, triggerId, start, { look: begun.look === 'on' ? 'on' : 'ahead' }));
  const outOf = (id: string): CardData['out'] =>
    edges
      .filter(({ source }) => source === id)
      .map(({ sourceHandle, data }) => ({
        side: sides.find((side) => sourceHandle === `out-${side}`) ?? 'bottom',
        look: data?.look ?? 'ahead',
      }));
  const card = (id: string, type: string, segments: SentenceSegment[]): CardNode => {
    const state = id === triggerId ? begun : (cards.get(id) ?? { look: 'ahead' });
    const words = segments.map(({ text }) => text).join('');
    return {
      id,
      type: 'card',
      position: at(id),
      ariaLabel: [words, t(lookWords[state.look]), state.says].filter(Boolean).join(', '),
      data: { type, segments, state, picked: picked === id, out: outOf(id) },
    };
  };
  const nodes: AnyNode[] = document.nodes.map((node) =>
    card(node.id, node.type, cardWords(givenValues(node, params), t)),
  );
  if (start) nodes.unshift({ ...card(triggerId, triggerId, triggerWords(document.trigger, t)), focusable: false });
  for (const { id, at: position, content, to, above } of beside) {
    nodes.push({
      id,
      type: 'beside',
      position,
      focusable: false,
      selectable: false,
      ...(above ? { zIndex: 5 } : {}),
      data: { content, joined: to !== undefined },
    });
    if (to !== undefined)
      edges.push({
        id,
        type: 'path',
        source: id,
        target: to,
        sourceHandle: 'out-right',
        targetHandle: 'in-left',
        className: 'clock',
        data: { look: 'on', clock: true },
      });
  }
  return { nodes, edges };
}

const lookWords: Record<NodeLook, string> = {
  on: 'path taken',
  wait: 'waiting here',
  park: 'parked',
  off: 'not taken',
  ahead: 'still ahead',
};

const badges: Record<CardBadge, readonly [string, 'check' | 'pause' | 'retry']> = {
  ok: ['badge ok', 'check'],
  bad: ['badge bad', 'pause'],
  tried: ['badge', 'retry'],
};

function Card({ data }: NodeProps<CardNode>) {
  const { type, segments, state, picked, out } = data;
  const { look } = state;
  const kind = state.badge ?? (look === 'on' ? 'ok' : look === 'park' ? 'bad' : undefined);
  const badge = kind && badges[kind];
  return (
    <FlowCard
      icon={<StepIcon type={type} />}
      category={stepCategory(type)}
      segments={segments}
      state={`${look === 'ahead' ? '' : look} ${picked ? 'picked' : ''}`}
    >
      {badge && (
        <span className={badge[0]}>
          <Icon name={badge[1]} size={10} stroke={3} />
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
        const uses = out.filter((each) => each.side === side);
        const tone = uses.some((each) => each.look === 'bad')
          ? 'bad'
          : uses.some((each) => each.look === 'on')
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

function BesideCard({ data }: NodeProps<BesideNode>) {
  return (
    <div className="nodrag nopan">
      {data.content}
      {data.joined && (
        <Handle
          id="out-right"
          type="source"
          position={Position.Right}
          className="in"
          isConnectable={false}
          style={{ top: 52 }}
        />
      )}
    </div>
  );
}

const tones: Record<EdgeLook, string> = {
  on: 'var(--accent)',
  bad: 'var(--bad)',
  off: 'var(--control)',
  ahead: 'var(--edge)',
};

function Path(props: EdgeProps<PathEdge>) {
  const { data } = props;
  const { path, middle, tip } = lineOf(props);
  const look = data?.look ?? 'ahead';
  return (
    <>
      <BaseEdge id={props.id} path={path} />
      {!data?.clock && <polygon points={tip} fill={tones[look]} opacity={look === 'off' ? 0.75 : 1} />}
      {data?.text && (
        <EdgeLabelRenderer>
          <span
            className={`elab ${data.value ? (look === 'bad' ? 'bad' : 'val') : look === 'off' ? 'off' : ''}`}
            style={{ left: 0, top: 0, transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            {data.text}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const nodeTypes = { card: Card, beside: BesideCard };
const edgeTypes = { path: Path };
