import type { RuleDetail, RuleDraft, RuleVersion } from '@sluice/contracts/rule';
import { openLog } from '@sluice/rules/edit/log';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../../../lib/hotkeys.js';
import { useCan } from '../../../lib/session.js';
import { Empty, Skeleton } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/rule-editor.css';
import { Conflict } from './Conflict.js';
import { RuleEditorContext, useEditor } from './context.js';
import { Dock } from './Dock.js';
import { EditorActions, EditorMeta, ViewSwitch } from './EditorBar.js';
import { recall } from './memory.js';
import { contentOf, open, type Opening } from './opening.js';
import { Side } from './Side.js';
import { VIEWS, viewOnPhone } from './slots.js';
import { useAltKeys } from './use-alt-keys.js';
import { useRuleEditor } from './use-rule-editor.js';
import { useWide } from './use-wide.js';

interface Props {
  detail: RuleDetail;
  draft: RuleDraft | null;
  /** An old version to look at, in place of the draft. */
  version: RuleVersion | undefined;
}

/** The rule editor: one document, every view of it, what is wrong with it, and the panel of what is selected. */
export default function RuleEditor({ detail, draft, version }: Props) {
  const { t } = useTranslation();
  const may = useCan('rule.write');
  const readOnly = version !== undefined || !may;
  const [opening] = useState(() => begin(detail, draft, version, readOnly));
  const running = useRuleEditor(detail, draft, opening, readOnly, version);
  const { editor } = running;
  return (
    <RuleEditorContext.Provider value={editor}>
      <Page
        title={editor.rule.title}
        crumbs={[{ label: t('Rules'), to: '/rules' }]}
        meta={version ? <OldVersion version={version} /> : <EditorMeta />}
        center={<ViewSwitch />}
        actions={version ? <BackToDraft /> : <EditorActions makers={draft?.makers ?? []} />}
        className="re"
      >
        <Body />
      </Page>
      {running.theirs !== undefined && <Conflict running={running} theirs={running.theirs} />}
    </RuleEditorContext.Provider>
  );
}

function begin(
  detail: RuleDetail,
  draft: RuleDraft | null,
  version: RuleVersion | undefined,
  readOnly: boolean,
): Opening {
  if (!version) return open(detail, draft, readOnly ? undefined : recall(detail.key));
  const saved = contentOf(version);
  return { log: openLog(saved), rev: 0, saved, conflict: false };
}

function Body() {
  const { t } = useTranslation();
  const editor = useEditor();
  const wide = useWide(768);
  const { undo, redo, showView } = editor;
  useHotkeys({
    'mod+z': (event) => (event.shiftKey ? redo() : undo()),
    'mod+y': redo,
    o: () => showView('outline'),
  });
  useAltKeys(
    Object.fromEntries(
      VIEWS.filter((each) => each.main).map((each, index) => [`Digit${String(index + 1)}`, () => showView(each.id)]),
    ),
  );
  const id = wide ? editor.view : viewOnPhone(editor.view);
  const shown = VIEWS.find((each) => each.id === id) ?? VIEWS[0];
  const unfit = shown?.unfit?.(editor);
  if (!shown) return null;
  return (
    <>
      <section className="re-view" aria-label={t(shown.label)}>
        {unfit ? (
          <Empty
            action={
              <button type="button" className="btn" onClick={() => showView('json')}>
                {t('Edit as JSON')}
              </button>
            }
          >
            {unfit}
          </Empty>
        ) : (
          <Suspense fallback={<Skeleton rows={8} />}>
            <shown.Component />
          </Suspense>
        )}
      </section>
      <Side />
      <Dock />
    </>
  );
}

function OldVersion({ version }: { version: RuleVersion }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="chip line">v{version.version}</span>
      <span className="muted t12">{t('An earlier look: nothing can be changed here')}</span>
    </>
  );
}

function BackToDraft() {
  const { t } = useTranslation();
  const { rule } = useEditor();
  return (
    <Link to="/rules/$key" params={{ key: rule.key }} className="btn">
      {t('Back to the draft')}
    </Link>
  );
}
