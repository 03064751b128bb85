import type { FlowDetail, FlowDraft, FlowVersion } from '@sluice/contracts/flow';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../../../lib/hotkeys.js';
import { useCan } from '../../../lib/session.js';
import { Skeleton } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/flow-editor.css';
import { useWide } from '../../rules/editor/use-wide.js';
import { ConflictDialog } from '../conflict/ConflictDialog.js';
import { FindBox } from '../find/FindBox.js';
import { Palette } from '../palette/Palette.js';
import { StepPanel } from '../panel/StepPanel.js';
import { ProblemList } from '../problems/ProblemList.js';
import { FlowEditorContext, useFlowEditor } from './context.js';
import { EditorActions, EditorMeta } from './EditorBar.js';
import { FlowTabs } from './FlowTabs.js';
import { openLog, type FlowContent } from './log.js';
import { recall } from './memory.js';
import { contentOf, open, type Opening } from './opening.js';
import { useFlowEditorState, type Running } from './use-flow-editor.js';

const FlowCanvas = lazy(() => import('../canvas/FlowCanvas.js'));
const Outline = lazy(() => import('../outline/Outline.js'));

interface Props {
  flowKey: string;
  published: FlowDetail | null;
  draft: FlowDraft | null;
  /** An old version to look at, in place of the draft. */
  version: FlowVersion | undefined;
}

/** The flow editor: one document and its log; canvas and outline show the same, the panel the step that is chosen. */
export default function FlowEditor({ flowKey, published, draft, version }: Props) {
  const { t } = useTranslation();
  const may = useCan('flow.write');
  const readOnly = version !== undefined || !may;
  const [opening] = useState(() => begin(flowKey, published, draft, version, readOnly));
  const running = useFlowEditorState(flowKey, published, draft, opening, readOnly);
  const { editor } = running;
  const wide = useWide(768);
  const [listed, setListed] = useState(false);
  const [finding, setFinding] = useState(false);
  const outline = listed || !wide;
  const runs = published && published.runs.running + published.runs.waiting + published.runs.parked;
  return (
    <FlowEditorContext.Provider value={editor}>
      <Page
        title={editor.document.title}
        crumbs={[{ label: t('Flows'), to: '/flows' }]}
        meta={version ? <OldVersion version={version.version} /> : <EditorMeta />}
        center={<FlowTabs flowKey={flowKey} tab="edit" runs={runs ?? undefined} />}
        actions={
          version ? (
            <Link to="/flows/$key" params={{ key: flowKey }} className="btn">
              {t('Back to the draft')}
            </Link>
          ) : (
            <EditorActions outline={outline} onOutline={() => setListed(!listed)} onFind={() => setFinding(true)} />
          )
        }
        className="fe"
      >
        <Body
          outline={outline}
          finding={finding}
          setFinding={setFinding}
          onOutline={() => setListed((before) => !before)}
        />
      </Page>
      {editor.theirs !== undefined && <Conflict running={running} published={published} />}
    </FlowEditorContext.Provider>
  );
}

function begin(
  key: string,
  published: FlowDetail | null,
  draft: FlowDraft | null,
  version: FlowVersion | undefined,
  readOnly: boolean,
): Opening {
  const saved = startOf(published, draft, version);
  if (version) return { log: openLog(saved), rev: 0, saved, conflict: false };
  return open(saved, draft, readOnly ? undefined : recall(key));
}

function startOf(published: FlowDetail | null, draft: FlowDraft | null, version: FlowVersion | undefined): FlowContent {
  const source = version ?? draft ?? published;
  if (!source) throw new Error('A flow has a draft or a version.');
  return contentOf(source);
}

interface BodyProps {
  outline: boolean;
  finding: boolean;
  setFinding: (finding: boolean) => void;
  onOutline: () => void;
}

function Body({ outline, finding, setFinding, onOutline }: BodyProps) {
  const { t } = useTranslation();
  const editor = useFlowEditor();
  const { undo, redo, problems, selection, reveal, readOnly } = editor;
  const roomy = useWide(1024);
  const [opened, setOpened] = useState(false);
  const insert = useRef<(type: string) => void>(undefined);
  const insertAt = useCallback((run: (type: string) => void) => {
    insert.current = run;
  }, []);
  // Where the panel lies over the canvas it comes when it is asked for, and goes with what it is about.
  const shown = selection.length === 1 && (roomy || opened);
  useEffect(() => {
    if (selection.length === 0) setOpened(false);
  }, [selection]);
  const openPanel = useCallback((focus: boolean) => {
    setOpened(true);
    if (focus) requestAnimationFrame(() => window.document.querySelector<HTMLElement>('[data-panel-start]')?.focus());
  }, []);
  useHotkeys({
    'mod+z': (event) => (event.shiftKey ? redo() : undo()),
    'mod+y': redo,
    'mod+f': () => setFinding(true),
    o: onOutline,
    F8: () => {
      const places = problems.flatMap(({ node }) => (node === undefined ? [] : [node]));
      const order = [...new Set(places)];
      const next = order[(order.indexOf(selection[0] ?? '') + 1) % Math.max(order.length, 1)];
      if (next !== undefined) reveal(next, true);
    },
  });
  return (
    <>
      {!outline && !readOnly && <Palette onInsert={(type) => insert.current?.(type)} />}
      <section className="fe-view" aria-label={outline ? t('Outline') : t('Canvas')}>
        <Suspense fallback={<Skeleton rows={8} height={56} />}>
          {outline ? <Outline onOpen={() => openPanel(true)} /> : <FlowCanvas onOpen={openPanel} insertAt={insertAt} />}
        </Suspense>
        {finding && <FindBox onClose={() => setFinding(false)} />}
        <ProblemList />
      </section>
      {shown && <StepPanel />}
    </>
  );
}

/** Two people have saved different things: a clear choice, never the last one wins. */
function Conflict({ running: { editor, before }, published }: { running: Running; published: FlowDetail | null }) {
  const theirs = editor.theirs ?? published;
  if (!theirs) return null;
  return (
    <ConflictDialog
      before={before}
      mine={editor.unsaved}
      theirs={{
        rev: editor.theirs?.rev ?? 0,
        document: theirs.document,
        cases: theirs.cases,
        ...(editor.theirs ? { changedAt: editor.theirs.changedAt } : {}),
      }}
      settle={({ document, cases, edits }) => editor.settle(document, cases, edits)}
    />
  );
}

function OldVersion({ version }: { version: number }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="chip line">v{version}</span>
      <span className="muted t12">{t('An earlier look: nothing can be changed here')}</span>
    </>
  );
}
