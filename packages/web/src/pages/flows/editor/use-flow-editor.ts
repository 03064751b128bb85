import type { FlowDetail, FlowDraft } from '@sluice/contracts/flow';
import type { FlowEdit } from '@sluice/flows/edit/index';
import type { SimulationCase, FlowDocument } from '@sluice/flows';
import { diffFlows } from '@sluice/flows/diff/index';
import { lintFlow } from '@sluice/flows/lint/index';
import { catalogue } from '@sluice/nodes/catalogue';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useGet } from '../../../lib/data.js';
import { keepDraft } from '../../../lib/draft-saver.js';
import type { FlowEditorApi, SaveState } from './context.js';
import { remember } from './memory.js';
import { contentOf, sameContent, type Opening } from './opening.js';
import { flowSaver, type FlowSaver } from './saving.js';
import { FlowStore } from './store.js';

export interface Running {
  readonly editor: FlowEditorApi;
  readonly store: FlowStore;
  /** The content that both sides of a conflict began with. */
  readonly before: FlowDocument;
}

/** State, saving and checks of the editor as the one context its views share. */
export function useFlowEditorState(
  key: string,
  published: FlowDetail | null,
  draft: FlowDraft | null,
  opening: Opening,
  readOnly: boolean,
): Running {
  const [store] = useState(() => new FlowStore(opening.log));
  const [stored, setStored] = useState(draft);
  const [saver] = useState(() => flowSaver(key, store, opening, draft, setStored));
  const { log, selection, shown } = useSyncExternalStore(store.subscribe, store.snapshot);
  const saving = useSyncExternalStore(saver.subscribe, saver.snapshot);
  const library = useGet<FlowLibrary>(`/v1/flows/${key}/library`);
  const { document, cases } = log.content;

  useKeeping(key, store, saver, readOnly);
  useTheirs(published, draft, store, saver, setStored);

  // Checks follow a moment behind, so that a drag or a key never waits for them.
  const calm = useDeferredValue(document);
  const problems = useMemo(() => lintFlow(calm, catalogue, library.data), [calm, library.data]);
  const before = published?.document ?? null;
  const changes = useMemo(
    () => (before ? diffFlows(before, calm).length : log.done.length),
    [before, calm, log.done.length],
  );

  const actions = useMemo(() => actionsOf(store, saver, readOnly), [store, saver, readOnly]);
  const editor = useMemo<FlowEditorApi>(
    () => ({
      flowKey: key,
      document,
      cases,
      base: log.base,
      published: before,
      version: (published?.version ?? 0) + 1,
      rev: saving.rev,
      draft: stored,
      problems,
      library: library.data,
      selection,
      shown,
      canUndo: log.done.length > 0 && !readOnly,
      canRedo: log.undone.length > 0 && !readOnly,
      edits: log.done,
      unsaved: log.pending,
      changes,
      save: saveState(saving),
      theirs: saving.state === 'conflict' ? (saving.theirs ?? null) : undefined,
      readOnly,
      ...actions,
    }),
    [
      key,
      document,
      cases,
      log,
      before,
      published,
      saving,
      stored,
      problems,
      library.data,
      selection,
      shown,
      changes,
      readOnly,
      actions,
    ],
  );
  return { editor, store, before: saving.saved.document };
}

type Actions = Pick<FlowEditorApi, 'select' | 'reveal' | 'apply' | 'setCases' | 'undo' | 'redo' | 'flush' | 'settle'>;

function actionsOf(store: FlowStore, saver: FlowSaver, readOnly: boolean): Actions {
  const change = (run: () => void) => {
    if (!readOnly) run();
  };
  return {
    select: (ids) => store.select(ids),
    reveal: (id, focus = false) => store.show(id, focus),
    apply: (edit: FlowEdit, step?: string) => change(() => store.apply(edit, step)),
    setCases: (cases: readonly SimulationCase[]) => change(() => store.setCases(cases)),
    undo: () => change(() => store.undo()),
    redo: () => change(() => store.redo()),
    flush: () => saver.flush(),
    settle: (document, cases, edits) => {
      const { theirs, saved } = saver.snapshot();
      store.settle({ document, cases }, edits);
      saver.settle(
        theirs?.rev ?? 0,
        theirs ? contentOf(theirs) : saved,
        theirs ? new Date(theirs.changedAt) : undefined,
      );
    },
  };
}

function saveState({ state, at, error }: ReturnType<FlowSaver['snapshot']>): SaveState {
  return { state, ...(at ? { at } : {}), ...(error ? { error } : {}) };
}

/** Every change goes to the server a moment later, and to the memory of the tab before that. */
function useKeeping(key: string, store: FlowStore, saver: FlowSaver, readOnly: boolean): void {
  useEffect(() => {
    if (readOnly) return;
    let timer: number | undefined;
    const write = () => {
      const { rev, saved } = saver.snapshot();
      remember(key, { rev, saved, log: store.snapshot().log });
    };
    const keep = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(write, 250);
    };
    const leave = keepDraft(saver, { subscribe: store.subscribe, content: store.content, keep });
    // A large flow takes a moment to write down: not with each change, but never after the page is gone.
    window.addEventListener('pagehide', write);
    window.addEventListener('beforeunload', write);
    return () => {
      leave();
      window.clearTimeout(timer);
      write();
      window.removeEventListener('pagehide', write);
      window.removeEventListener('beforeunload', write);
    };
  }, [key, store, saver, readOnly]);
}

/** A newer draft by somebody else is taken over where nothing of this tab is unsaved; otherwise a person decides. */
function useTheirs(
  published: FlowDetail | null,
  draft: FlowDraft | null,
  store: FlowStore,
  saver: FlowSaver,
  setStored: (draft: FlowDraft | null) => void,
): void {
  const seen = useRef(draft?.rev ?? 0);
  useEffect(() => {
    const rev = draft?.rev ?? 0;
    const now = saver.snapshot();
    // Of the same content there can be news, e.g. that it was asked for.
    if (draft && rev === now.rev) setStored(draft);
    if (rev === seen.current) return;
    seen.current = rev;
    if (now.state === 'saving' || (draft && rev <= now.rev)) return;
    setStored(draft);
    if (!saver.isSaved()) return saver.conflict(draft);
    // Published or discarded: what is in force is where the next draft begins.
    const theirs = draft ? contentOf(draft) : published ? contentOf(published) : store.content();
    saver.settle(rev, theirs, draft ? new Date(draft.changedAt) : undefined);
    if (!sameContent(theirs, store.content())) store.open(theirs);
  }, [published, draft, store, saver, setStored]);
}
