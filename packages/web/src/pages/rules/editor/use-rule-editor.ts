import type { RuleDetail, RuleDraft, RuleVersion } from '@sluice/contracts/rule';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { diffRules } from '@sluice/rules/diff/diff';
import type { RuleKind } from '@sluice/rules/document';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { put } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { browserTime, keepDraft } from '../../../lib/draft-saver.js';
import { useShell } from '../../../shell/context.js';
import { useAnalysis } from '../analysis/use-analysis.js';
import type { CaseRun, RuleEditor } from './context.js';
import { remember } from './memory.js';
import { contentOf, startOf, type Opening } from './opening.js';
import { programOf, programOfText, runCase } from './run-cases.js';
import { sameContent, Saver } from './saver.js';
import { EditorStore } from './store.js';
import { useLibrary } from './use-library.js';

/** The running editor of one rule, with what only its frame needs. */
export interface Running {
  readonly editor: RuleEditor;
  readonly store: EditorStore;
  readonly saver: Saver;
  /** What is stored by somebody else while this tab has other changes: undefined where nothing is. */
  readonly theirs: RuleDraft | null | undefined;
}

/** State, saving, analysis and case runs of the editor as the one context its views share. */
export function useRuleEditor(
  detail: RuleDetail,
  draft: RuleDraft | null,
  opening: Opening,
  readOnly: boolean,
  shown: RuleVersion | undefined,
): Running {
  const { programme } = useShell();
  const { key } = detail;
  const [store] = useState(() => new EditorStore(opening.log));
  const [saver] = useState(() => newSaver(key, opening, draft));
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const saving = useSyncExternalStore(saver.subscribe, saver.snapshot);
  const places = usePlaces();
  const { content } = state.log;

  useKeeping(key, store, saver, readOnly);
  useTheirs(detail, draft, store, saver);

  const { schema, shape } = detail;
  const kind = detail.kind as RuleKind;
  const read = useMemo(
    () => (state.document ? readDecisionList(state.document, schema, shape) : null),
    [state.document, schema, shape],
  );
  const list = read && !('reason' in read) ? read : null;
  const library = useLibrary(content.logic, key);
  const { analysis, analysing } = useAnalysis(content.logic, schema, shape, content.cases, library, key);

  const context = useMemo(
    () => ({ kind, schema, shape, programme, library, key }),
    [kind, schema, shape, programme, library, key],
  );
  const calm = useDeferredValue(state.document);
  const program = useMemo(() => programOf(calm, context), [calm, context]);
  const inForce = useMemo(() => programOfText(detail.inForce?.logic, context), [detail.inForce, context]);
  const caseRuns = useMemo<ReadonlyMap<string, CaseRun>>(
    () =>
      new Map(
        program ? content.cases.map((each) => [each.id, runCase(each, program, inForce, list, context)] as const) : [],
      ),
    [program, inForce, list, content.cases, context],
  );

  const compared = useDeferredValue(content);
  const changes = useMemo(
    () =>
      detail.inForce ? diffRules(inForceSide(detail.inForce), compared, schema, shape).length : state.log.done.length,
    [detail.inForce, compared, schema, shape, state.log.done.length],
  );

  const actions = useActions(store, saver, readOnly);
  const newest = detail.versions[0]?.version ?? detail.inForce?.version ?? 0;
  const editor: RuleEditor = {
    rule: { key, kind, title: content.title, inForce: detail.inForce },
    version: shown ? shown.version : newest + 1,
    rev: saving.rev,
    text: content.logic,
    document: state.document,
    syntaxError: state.syntaxError,
    list,
    listReason: read && 'reason' in read ? read.reason : null,
    schema,
    shape,
    cases: content.cases,
    comments: content.comments,
    layout: content.layout,
    analysis,
    analysing,
    selected: state.selected,
    scope: state.scope,
    activeCase: state.activeCase,
    caseRuns,
    canUndo: state.log.done.length > 0 && !readOnly,
    canRedo: state.log.undone.length > 0 && !readOnly,
    log: state.log.done,
    changes,
    save: saving,
    readOnly,
    ...places,
    ...actions,
  };
  return { editor, store, saver, theirs: saving.state === 'conflict' ? (saving.theirs ?? null) : undefined };
}

const inForceSide = (version: RuleVersion) => {
  const { logic, cases } = contentOf(version);
  return { logic, cases };
};

function newSaver(key: string, { rev, saved, at, conflict }: Opening, draft: RuleDraft | null): Saver {
  const io = {
    put: async (body: unknown) => {
      const draft = await put<RuleDraft>(`/v1/rules/${key}/draft`, body);
      void renew('/v1/rules');
      return draft;
    },
    ...browserTime,
  };
  const saver = new Saver(io, { rev, saved, ...(at ? { at } : {}) });
  if (conflict) saver.conflict(draft);
  return saver;
}

/** Every change goes to the server a moment later, and to the memory of the tab at once. */
function useKeeping(key: string, store: EditorStore, saver: Saver, readOnly: boolean): void {
  useEffect(() => {
    if (readOnly) return;
    const keep = () => {
      const { rev, saved } = saver.snapshot();
      remember(key, { rev, saved, log: store.snapshot().log });
    };
    return keepDraft(saver, { subscribe: store.subscribe, content: () => store.snapshot().log.content, keep });
  }, [key, store, saver, readOnly]);
}

/** A newer draft by somebody else is taken over where nothing of this tab is unsaved; otherwise a person decides. */
function useTheirs(detail: RuleDetail, draft: RuleDraft | null, store: EditorStore, saver: Saver): void {
  const seen = useRef(draft?.rev ?? 0);
  useEffect(() => {
    const rev = draft?.rev ?? 0;
    if (rev === seen.current) return;
    seen.current = rev;
    const now = saver.snapshot();
    if (now.state === 'saving' || (draft && rev <= now.rev)) return;
    if (!saver.isSaved()) return saver.conflict(draft);
    // Published or discarded: what is in force is where the next draft begins.
    const theirs = draft ? contentOf(draft) : startOf(detail);
    saver.settle(rev, theirs, draft ? new Date(draft.changedAt) : undefined);
    if (!sameContent(theirs, store.snapshot().log.content)) store.open(theirs);
  }, [detail, draft, store, saver]);
}

type Places = Pick<RuleEditor, 'view' | 'dock' | 'side' | 'showView' | 'showDock' | 'showSide'>;

/** View, dock tab and side panel stand in the address, so that a link opens what was seen. */
function usePlaces(): Places {
  const search: { view?: string; dock?: string; side?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const go = useCallback(
    (change: Record<string, string | undefined>) =>
      void navigate({
        to: '.',
        search: ((previous: Record<string, string | undefined>) => ({ ...previous, ...change })) as never,
        replace: true,
      }),
    [navigate],
  );
  return {
    view: search.view ?? 'canvas',
    dock: search.dock === 'none' ? null : (search.dock ?? null),
    side: search.side ?? null,
    showView: useCallback((id: string) => go({ view: id === 'canvas' ? undefined : id }), [go]),
    showDock: useCallback((id: string | null) => go({ dock: id ?? 'none' }), [go]),
    showSide: useCallback((id: string | null) => go({ side: id ?? undefined }), [go]),
  };
}

type Actions = Pick<RuleEditor, 'select' | 'openScope' | 'evaluate' | 'edit' | 'change' | 'undo' | 'redo' | 'flush'>;

function useActions(store: EditorStore, saver: Saver, readOnly: boolean): Actions {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      select: (selected) => store.set({ selected }),
      openScope: (scope) => store.set({ scope, selected: null }),
      evaluate: (activeCase) => store.set({ activeCase }),
      edit: (edit, label, step) => {
        if (!readOnly) store.perform([{ type: 'text', edit }], label, step);
      },
      change: (operation, label, step) => {
        if (readOnly) return;
        const operations = 'type' in operation ? [operation] : operation;
        const [first] = operations;
        if (first) store.perform(operations, label ?? t(OPERATION_LABELS[first.type]), step);
      },
      undo: () => {
        if (!readOnly) store.undo();
      },
      redo: () => {
        if (!readOnly) store.redo();
      },
      flush: () => saver.flush(),
    }),
    [store, saver, readOnly, t],
  );
}

/** What a change is called where its maker does not say. */
const OPERATION_LABELS = {
  text: 'Edit the rule',
  title: 'Rename the rule',
  put_case: 'Change a case',
  remove_case: 'Remove a case',
  move_case: 'Move a case',
  comment: 'Write a note',
  layout: 'Move a card',
} as const;
