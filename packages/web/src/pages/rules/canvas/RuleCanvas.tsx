import type { TFunction } from 'i18next';
import '@xyflow/react/dist/style.css';
import { Background, ReactFlow, ReactFlowProvider, useReactFlow, useViewport, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../../../lib/hotkeys.js';
import { Button, IconButton } from '../../../parts/basics.js';
import { useEditor } from '../editor/context.js';
import { useAltKeys } from '../editor/use-alt-keys.js';
import { nodeTypes, type CanvasNode } from './cards.js';
import { drawBranches, titleOf, type DrawnBranch } from './draw.js';
import { edgeTypes, type LineEdge } from './edges.js';
import { gapLabel } from './gap-label.js';
import { BRANCH, CASE, FACTS, indexAt, OUTCOME, RIGHT_EDGE, rowAt } from './geometry.js';
import { listAt, placeAt } from './places.js';
import { plainText } from '@sluice/rules/views/parts';
import { Trail } from './Trail.js';
import { useBranchActions } from './use-branch-actions.js';
import { useEvaluate } from './use-evaluate.js';
import { useLanguage } from './use-language.js';
import { NoList } from './NoList.js';

/** The rule as cards: facts, branches in the order they are tried, and what each answers. */
export default function RuleCanvas() {
  const { list } = useEditor();
  if (!list) return <NoList />;
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  );
}

function Canvas() {
  const { t } = useTranslation();
  const language = useLanguage();
  const editor = useEditor();
  const { schema, selected, select, scope, openScope, activeCase, caseRuns, readOnly } = editor;
  const actions = useBranchActions();
  const evaluate = useEvaluate();
  const [dragged, setDragged] = useState<{ id: string; y: number }>();
  const frame = useRef<HTMLDivElement>(null);
  const whole = editor.list;
  const shown = useMemo(() => (whole ? listAt(whole, scope) : null), [whole, scope]);
  const list = shown?.list ?? null;
  const run = activeCase === null ? undefined : caseRuns.get(activeCase);
  const drawn = useMemo(
    () => (list ? drawBranches(editor, list, shown?.scope ?? null, run, language) : []),
    // The analysis and the document behind the list are what a drawing is made of.
    [editor.analysis, editor.schema, editor.shape, list, shown?.scope, run, language],
  );
  const chosen = whole ? placeAt(whole, selected) : undefined;
  const chosenId = chosen?.pointer ?? null;

  const focusOn = useCallback((id: string) => {
    // The card may only be drawn with the next frame.
    requestAnimationFrame(() => {
      frame.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
    });
  }, []);

  // A branch that was put in, moved or left after another was removed takes the focus, where it was among the cards.
  const focused = useRef(chosenId);
  useEffect(() => {
    if (focused.current === chosenId) return;
    focused.current = chosenId;
    const active = document.activeElement;
    if (chosenId !== null && (active === document.body || frame.current?.contains(active))) focusOn(chosenId);
  }, [chosenId, focusOn]);

  const open = useCallback(
    (pointer: string) => {
      openScope(pointer);
    },
    [openScope],
  );

  const nodes = useMemo<CanvasNode[]>(() => {
    if (!list) return [];
    const cards: CanvasNode[] = [
      {
        id: 'facts',
        type: 'facts',
        position: { x: FACTS.x, y: FACTS.y },
        width: FACTS.width,
        height: FACTS.height,
        draggable: false,
        data: { title: `${schema.id} ${String(schema.version)}`, on: run !== undefined },
        ariaLabel: t('Facts, {{schema}}', { schema: `${schema.id} ${String(schema.version)}` }),
      },
    ];
    drawn.forEach((each, index) => {
      const { place } = each;
      const isSelected = chosenId === place.pointer;
      const y = rowAt(index);
      const id = place.pointer;
      cards.push({
        id,
        type: 'branch',
        position: { x: BRANCH.x, y: dragged?.id === id ? dragged.y : y },
        width: BRANCH.width,
        height: BRANCH.height,
        draggable: !readOnly && place.branch !== undefined,
        zIndex: dragged?.id === id ? 10 : 0,
        data: { drawn: each, selected: isSelected, last: index === drawn.length - 1 },
        ariaLabel: labelOf(each, t),
      });
      cards.push({
        id: `out:${id}`,
        type: 'outcome',
        position: { x: OUTCOME.x, y },
        width: OUTCOME.width,
        height: BRANCH.height,
        draggable: false,
        data: { drawn: each, selected: isSelected, open: () => open(place.outcome.pointer) },
        ariaLabel: t('Outcome of {{number}}: {{outcome}}', {
          number: index + 1,
          outcome: plainText(each.outcome),
        }),
      });
    });
    if (run)
      cards.push({
        id: 'case',
        type: 'case',
        position: { x: CASE.x, y: CASE.y },
        width: CASE.width,
        draggable: false,
        focusable: false,
        data: { run },
      });
    return cards;
  }, [drawn, list, schema, run, chosenId, dragged, readOnly, t, open]);

  const edges = useMemo<LineEdge[]>(() => {
    if (!list) return [];
    const first = drawn[0];
    const insert = (index: number) => (readOnly ? undefined : () => actions.insert(list, index));
    const lines: LineEdge[] = [];
    if (first)
      lines.push({
        id: 'start',
        type: 'line',
        source: 'facts',
        target: first.place.pointer,
        sourceHandle: 'out',
        targetHandle: 'left',
        className: run ? 'on' : '',
        data: {
          look: run ? 'on' : 'plain',
          label: '',
          gap: '',
          near: drawn.length === 1 || chosenId === first.place.pointer,
          insert: insert(0),
          number: 1,
        },
      });
    drawn.forEach((each, index) => {
      const { pointer } = each.place;
      const next = drawn[index + 1];
      const off = each.never ? 'off' : 'plain';
      lines.push({
        id: `yes:${pointer}`,
        type: 'line',
        source: pointer,
        target: `out:${pointer}`,
        sourceHandle: 'yes',
        targetHandle: 'left',
        className: each.taken ? 'on' : '',
        data: { look: each.taken ? 'on' : off, label: each.taken ? each.why : '', gap: '', near: false, number: index },
      });
      if (!next) return;
      const on = each.tried && next.tried;
      lines.push({
        id: `no:${pointer}`,
        type: 'line',
        source: pointer,
        target: next.place.pointer,
        sourceHandle: 'no',
        targetHandle: 'top',
        className: on ? 'on' : '',
        data: {
          look: on ? 'on' : 'plain',
          label: on && !each.taken ? each.why : '',
          gap: each.gap ? gapLabel(each.gap, language) : '',
          near: chosenId === pointer,
          insert: insert(index + 1),
          number: index + 2,
        },
      });
    });
    return lines;
  }, [drawn, list, run, chosenId, readOnly, actions, language]);

  const place = (id: string | undefined): DrawnBranch | undefined =>
    drawn.find((each) => each.place.pointer === id?.replace(/^out:/, ''));

  const press = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const id = target.dataset.id;
    if (!id || !target.classList.contains('react-flow__node') || !list) return;
    const at = place(id);
    const index = at ? drawn.indexOf(at) : -1;
    const outcome = id.startsWith('out:');
    const goTo = (to: number, side: boolean) => {
      const there = drawn[to];
      if (there) focusOn(side ? `out:${there.place.pointer}` : there.place.pointer);
      else if (to < 0) focusOn('facts');
    };
    const mod = event.ctrlKey || event.metaKey;
    const keys: Record<string, (() => void) | undefined> = {
      ArrowDown: () => goTo(index + 1, outcome),
      ArrowUp: () => goTo(index - 1, outcome && index > 0),
      ArrowRight: () => goTo(Math.max(index, 0), index >= 0),
      ArrowLeft: () => goTo(outcome ? index : -1, false),
      Home: () => goTo(0, outcome),
      End: () => goTo(drawn.length - 1, outcome),
      Enter: at
        ? () => {
            select(at.place.pointer);
            if (outcome && at.place.outcome.kind === 'list') open(at.place.outcome.pointer);
            else requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-panel-start]')?.focus());
          }
        : undefined,
      ' ': at ? () => select(at.place.pointer) : undefined,
      Insert: () => actions.insert(list, index + 1),
      '+': () => actions.insert(list, Math.min(index + 1, list.branches.length)),
      Delete: at ? () => actions.remove(at.place) : undefined,
      Backspace: at ? () => actions.remove(at.place) : undefined,
    };
    const withMod: Record<string, (() => void) | undefined> = {
      c: at && (() => actions.copy(at.place)),
      x: at && (() => actions.cut(at.place)),
      d: at && (() => actions.duplicate(at.place)),
      v: () => actions.paste(list, Math.min(index + 1, list.branches.length)),
    };
    const action = mod ? withMod[event.key.toLowerCase()] : event.altKey ? undefined : keys[event.key];
    if (!action || (mod && event.key.toLowerCase() === 'c' && String(getSelection()) !== '')) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  const shift = (by: number) => {
    const at = (document.activeElement as HTMLElement | null)?.dataset.id;
    const moving = place(at)?.place ?? chosen;
    if (!moving) return;
    actions.move(moving, moving.index + by);
  };
  useAltKeys({ ArrowUp: () => shift(-1), ArrowDown: () => shift(1) });
  useHotkeys({
    'mod+Enter': evaluate,
    Escape: () => (activeCase !== null ? editor.evaluate(null) : select(null)),
    F8: () => nextProblem(drawn, chosenId, select),
  });
  useAnnounced(frame, scope);

  const changes = (all: NodeChange<CanvasNode>[]) => {
    for (const change of all) {
      if (change.type !== 'position' || !change.dragging || !change.position) continue;
      setDragged({ id: change.id, y: change.position.y });
    }
  };
  const drop = (id: string, y: number) => {
    setDragged(undefined);
    const moving = place(id)?.place;
    if (moving && list) actions.move(moving, indexAt(y, list.branches.length));
  };

  return (
    <div className="canvas rcanvas" ref={frame} onKeyDownCapture={press}>
      {whole && <Trail list={whole} scope={shown?.scope ?? null} />}
      <ReactFlow<CanvasNode, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={changes}
        onNodeDragStop={(_, node) => drop(node.id, node.position.y)}
        nodeDragThreshold={4}
        onNodeClick={(_, node) => {
          const at = place(node.id);
          if (at) select(at.place.pointer);
        }}
        onNodeDoubleClick={(_, node) => {
          const at = place(node.id);
          if (at?.place.outcome.kind === 'list') open(at.place.outcome.pointer);
        }}
        onPaneClick={() => select(null)}
        nodesConnectable={false}
        elementsSelectable={false}
        nodesFocusable
        edgesFocusable={false}
        minZoom={0.3}
        maxZoom={2}
        panOnScroll
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('Press Enter to edit, arrows to go on, Alt and arrows to move.'),
        }}
      >
        <Background gap={20} size={1} color="var(--canvas-dot)" />
        <View count={drawn.length} />
      </ReactFlow>
      {drawn.length <= 1 && !readOnly && list && (
        <div className="float rc-empty">
          <p>{t('Everything gets this answer until a branch says otherwise.')}</p>
          <Button icon="plus" onClick={() => actions.insert(list, 0)}>
            {t('Add the first branch')}
          </Button>
        </div>
      )}
    </div>
  );
}

function labelOf(drawn: DrawnBranch, t: TFunction): string {
  const { place, badge, tried, taken } = drawn;
  return [
    place.branch ? t('Branch {{number}}', { number: place.index + 1 }) : t('Otherwise'),
    titleOf(drawn),
    plainText(drawn.outcome),
    badge ? t('{{count}} problems', { count: badge.count }) : '',
    drawn.never ? t('never reached') : '',
    taken ? t('path taken') : tried ? t('tried') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function nextProblem(drawn: readonly DrawnBranch[], chosen: string | null, select: (pointer: string) => void): void {
  const from = drawn.findIndex(({ place }) => place.pointer === chosen);
  const order = [...drawn.slice(from + 1), ...drawn.slice(0, from + 1)];
  const next = order.find(({ badge }) => badge);
  if (next) select(next.place.pointer);
}

/** Opening a nested decision puts the focus on its first card, leaving it as well. */
function useAnnounced(frame: React.RefObject<HTMLDivElement | null>, scope: string | null): void {
  const before = useRef(scope);
  useEffect(() => {
    if (before.current === scope) return;
    before.current = scope;
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>('.react-flow__node')?.focus());
  }, [frame, scope]);
}

/** Begins at the top at 100 %, or as much smaller as the width asks for; fits again on `1`. */
function View({ count }: { count: number }) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const begun = useRef(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const width = root.current?.closest('.react-flow')?.clientWidth ?? RIGHT_EDGE;
    void flow.setViewport({ x: 0, y: 0, zoom: Math.max(0.5, Math.min(1, width / RIGHT_EDGE)) });
  }, [flow, count]);
  const fit = () => void flow.fitView({ padding: 0.05, maxZoom: 1 });
  useHotkeys({ '1': fit });
  return (
    <div className="float zoom rc-zoom" ref={root}>
      <IconButton small icon="minus" label={t('Farther')} onClick={() => void flow.zoomOut()} />
      <span className="t12 num zoom-at">{Math.round(zoom * 100)} %</span>
      <IconButton small icon="plus" label={t('Closer')} onClick={() => void flow.zoomIn()} />
      <IconButton small icon="fit" label={t('Fit the whole rule')} onClick={fit} />
    </div>
  );
}
