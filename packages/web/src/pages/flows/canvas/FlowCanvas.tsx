import '@xyflow/react/dist/style.css';
import {
  Background,
  ConnectionLineType,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowInstance,
} from '@xyflow/react';
import { connect, type FlowEdit } from '@sluice/flows/edit/index';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStable } from '../../../lib/stable.js';
import { nodeHeight, nodeWidth } from '../../../parts/flow/layout.js';
import { triggerId } from '../../../parts/flow/start.js';
import { ZoomBox } from '../../../parts/flow/ZoomBox.js';
import { useFlowEditor } from '../editor/context.js';
import { AddBox } from '../palette/AddBox.js';
import { STEP_DATA } from '../palette/drag.js';
import { CanvasContext, FarContext, type CanvasActions } from './actions.js';
import type { allPorts, CanvasNode, PathEdge } from './draw.js';
import { addNote, deleteSelection, resizeNote, writeNote } from './edits.js';
import { EmptyFlow } from './EmptyFlow.js';
import { dropTarget, splitPath, stepAt } from './hit.js';
import { insertStep, type Spot } from './insert.js';
import { FarPaths } from './FarPaths.js';
import { MiniMap } from './MiniMap.js';
import { NoteCard } from './NoteCard.js';
import { PathLine } from './PathLine.js';
import { mainPort } from './ports.js';
import { refusal } from './refusal.js';
import { StepCard } from './StepCard.js';
import { useCanvasKeys } from './use-canvas-keys.js';
import { useBring } from './use-bring.js';
import { useDrawing } from './use-drawing.js';
import { useEditKeys } from './use-edit-keys.js';
import { firstView } from './view.js';
import { nearestStep } from './walk.js';

const nodeTypes = { step: StepCard, note: NoteCard, frame: NoteCard };
const edgeTypes = { path: PathLine };
const MORE_KEYS = ['Shift', 'Control', 'Meta'];
const NO_LABEL = { hideAttribution: true };

/** The flow as cards and paths: everything can be drawn by mouse and by keyboard. */
export default function FlowCanvas({
  onOpen,
  insertAt,
}: {
  onOpen: (focus: boolean) => void;
  insertAt: (insert: (type: string) => void) => void;
}) {
  return (
    <ReactFlowProvider>
      <Canvas onOpen={onOpen} insertAt={insertAt} />
    </ReactFlowProvider>
  );
}

function Canvas({
  onOpen,
  insertAt,
}: {
  onOpen: (focus: boolean) => void;
  insertAt: (insert: (type: string) => void) => void;
}) {
  const { t } = useTranslation();
  const editor = useFlowEditor();
  const { document, selection, select, reveal, apply, readOnly } = editor;
  const flow = useReactFlow<CanvasNode, PathEdge>();
  const frame = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState<string>();
  const [adding, setAdding] = useState<{ from: string; port: string; left: number; top: number }>();
  const [over, setOver] = useState<string>();
  const [entry, setEntry] = useState(triggerId);
  const far = useStore((state) => state.transform[2] < 0.45);

  const drawing = useDrawing(editor, entry, far, over);
  const { places, ports, lines, resting, nodes, edges, move, drop } = drawing;
  const { bring, focusOn } = useBring(frame, places, setEntry);

  const put = useCallback(
    (type: string, spot: Spot) => {
      const { edit, id } = insertStep(document, type, spot);
      setAdding(undefined);
      apply(edit);
      reveal(id, true);
    },
    [document, apply, reveal],
  );
  // What the palette's click inserts: after what is selected, else in the middle of what is seen.
  useEffect(() => {
    insertAt((type) => {
      const path = selection.find((id) => id.startsWith('path:'))?.slice(5);
      const chosen = document.nodes.find(({ id }) => id === selection[0]);
      const port = mainPort(chosen);
      const from = chosen?.id ?? (selection[0] === triggerId || document.nodes.length === 0 ? triggerId : undefined);
      if (path !== undefined) return put(type, splitPath(path));
      if (from !== undefined && port !== undefined) return put(type, { from, port });
      const box = frame.current?.getBoundingClientRect();
      const middle = flow.screenToFlowPosition({
        x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
        y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
      });
      return put(type, { x: middle.x - nodeWidth / 2, y: middle.y - nodeHeight / 2 });
    });
  }, [insertAt, document, selection, flow, put]);

  const join = useCallback(
    (from: string, port: string, to: string) => {
      setAdding(undefined);
      const no = refusal(document, { from, port, to });
      if (no) return setSaid(t(no));
      setSaid(undefined);
      apply(connect(document, { from, port, to }));
    },
    [document, apply, t],
  );
  const offer = useCallback(
    (from: string, port: string, near: { left: number; top: number; height: number; width: number }) => {
      const box = frame.current?.getBoundingClientRect();
      if (!box) return;
      const left = Math.max(8, Math.min(near.left + near.width / 2 - box.left - 130, box.width - 268));
      const below = near.top + near.height + 6 - box.top;
      const top = below + 320 > box.height ? Math.max(8, near.top - box.top - 326) : below;
      setAdding({ from, port, left, top });
    },
    [],
  );

  const latest = useRef({ document, apply });
  latest.current = { document, apply };
  const actions = useMemo<CanvasActions>(
    () => ({
      offer: (from, port, near) => offer(from, port, near.getBoundingClientRect()),
      setNote: (id, text) => latest.current.apply(writeNote(latest.current.document, id, text)),
      resizeNote: (id, size) => latest.current.apply(resizeNote(latest.current.document, id, size)),
    }),
    [offer],
  );

  const remove = () => {
    const gone = new Set(selection);
    const [first] = selection;
    const next = first === undefined ? undefined : nearestStep(places, first, gone);
    apply(deleteSelection(document, selection));
    if (next !== undefined && !first?.startsWith('path:')) focusOn(next);
  };
  const press = useCanvasKeys(frame, {
    document,
    places,
    selection,
    readOnly,
    select,
    focus: (id) => {
      bring(id);
      focusOn(id);
    },
    insert: (from, port, type) => put(type, { from, port }),
    offer: (from, port, near) => actions.offer(from, port, near),
    open: () => onOpen(true),
    remove,
  });

  const added = (made: { edit: FlowEdit; id: string } | undefined) => {
    if (!made) return;
    apply(made.edit);
    select([made.id]);
  };
  useEditKeys(frame, places, {
    added,
    remove,
    leave: () => (said === undefined ? select([]) : setSaid(undefined)),
  });

  const changed = useStable((changes: NodeChange<CanvasNode>[]) => {
    move(changes);
    const picks = changes.filter((change) => change.type === 'select');
    if (picks.length === 0) return;
    const chosen = new Set(selection.filter((id) => !id.startsWith('path:')));
    for (const { id, selected } of picks) {
      if (selected) chosen.add(id);
      else chosen.delete(id);
    }
    select([...chosen]);
  });
  const connected = useStable((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { fromNode, fromHandle } = state;
    if (!fromNode || !fromHandle?.id) return;
    const point = 'clientX' in event ? event : event.changedTouches[0];
    if (!point) return;
    const to = stepAt(point.clientX, point.clientY);
    if (to !== undefined) return join(fromNode.id, fromHandle.id, to);
    offer(fromNode.id, fromHandle.id, { left: point.clientX, top: point.clientY, width: 0, height: 0 });
  });
  const cardClicked = useStable((event: React.MouseEvent, node: CanvasNode) => {
    if (node.type === 'step' && !event.shiftKey) onOpen(false);
  });
  const pathClicked = useStable((_: React.MouseEvent, edge: PathEdge) => {
    select([edge.id]);
    frame.current?.querySelector<HTMLElement>(`[data-plus="${CSS.escape(edge.id.slice(5))}"]`)?.focus();
  });
  const paneClicked = useStable(() => {
    select([]);
    setSaid(undefined);
  });
  const begin = useStable((instance: ReactFlowInstance<CanvasNode, PathEdge>) => {
    const box = frame.current?.getBoundingClientRect();
    const margin = roundOnTheLeft(lines, ports) ? 80 : 0;
    if (box) void instance.setViewport(firstView(places, document.notes, box, margin));
  });
  const closeBox = () => {
    setAdding(undefined);
    // Closed by a key, the keyboard goes back to where the box was opened.
    const path = adding && `${adding.from}|${adding.port}`;
    requestAnimationFrame(() => {
      if (path === undefined || window.document.activeElement !== window.document.body) return;
      frame.current?.querySelector<HTMLElement>(`[data-plus="${CSS.escape(path)}"]`)?.focus();
    });
  };
  const dropped = (event: React.DragEvent) => {
    const type = event.dataTransfer.getData(STEP_DATA);
    setOver(undefined);
    if (type === '') return;
    event.preventDefault();
    const target = dropTarget(event.clientX, event.clientY);
    const at = flow.screenToFlowPosition({ x: event.clientX - 20, y: event.clientY - 20 });
    if (type === 'note') return added(addNote(document, at));
    if (target?.path) return put(type, splitPath(target.path));
    const port = target?.step ? mainPort(document.nodes.find(({ id }) => id === target.step)) : undefined;
    put(type, target?.step !== undefined && port !== undefined ? { from: target.step, port } : at);
  };

  return (
    <CanvasContext.Provider value={actions}>
      <FarContext.Provider value={far}>
        <div
          className={`canvas fe-canvas ${far ? 'far' : ''}`}
          ref={frame}
          onKeyDownCapture={press}
          onFocusCapture={(event) => {
            const id = event.target.dataset.step;
            if (id !== undefined && id !== entry) setEntry(id);
          }}
          onDragOver={(event) => {
            if (readOnly || !event.dataTransfer.types.includes(STEP_DATA)) return;
            event.preventDefault();
            const path = dropTarget(event.clientX, event.clientY)?.path;
            setOver(path === undefined ? undefined : `path:${path}`);
          }}
          onDragLeave={() => setOver(undefined)}
          onDrop={dropped}
        >
          <ReactFlow<CanvasNode, PathEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={changed}
            onNodeDragStop={drop}
            onSelectionDragStop={drop}
            onNodeClick={cardClicked}
            onEdgeClick={pathClicked}
            onPaneClick={paneClicked}
            onConnectEnd={connected}
            connectOnClick={false}
            connectionLineType={ConnectionLineType.SmoothStep}
            nodesConnectable={!readOnly}
            nodesDraggable={!readOnly}
            nodeDragThreshold={3}
            nodesFocusable={false}
            edgesFocusable={false}
            disableKeyboardA11y
            selectionKeyCode="Shift"
            multiSelectionKeyCode={MORE_KEYS}
            selectionMode={SelectionMode.Partial}
            deleteKeyCode={null}
            zIndexMode="manual"
            elevateNodesOnSelect={false}
            onlyRenderVisibleElements
            minZoom={0.1}
            maxZoom={2}
            panOnScroll
            zoomOnDoubleClick={false}
            proOptions={NO_LABEL}
            onInit={begin}
          >
            <Background gap={20} size={1.6} color="var(--canvas-dot)" />
            <ZoomBox />
            <MiniMap places={places} selection={selection} />
            {far && <FarPaths lines={resting} places={places} ports={ports} />}
          </ReactFlow>
          {adding && (
            <AddBox
              document={document}
              style={{ left: adding.left, top: adding.top }}
              onKind={(type) => put(type, adding)}
              onStep={(id) => join(adding.from, adding.port, id)}
              onClose={closeBox}
            />
          )}
          {document.nodes.length === 0 && !adding && (
            <EmptyFlow readOnly={readOnly} onAdd={(near) => actions.offer(triggerId, 'next', near)} />
          )}
          <div className="fe-said" role="status">
            {said !== undefined && <p className="float">{said}</p>}
          </div>
        </div>
      </FarContext.Provider>
    </CanvasContext.Provider>
  );
}

/** Whether a path goes round on the left of the cards. */
function roundOnTheLeft(lines: readonly PathEdge[], ports: ReturnType<typeof allPorts>): boolean {
  return lines.some(
    ({ data, source }) =>
      data?.into === 'left' && ports.get(source)?.some(({ key, side }) => key === data.port && side === 'left'),
  );
}
