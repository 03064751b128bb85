import type { RuleDetail, RuleDraft, RuleVersion } from '@sluice/contracts/rule';
import type { RuleCase, RuleDocument } from '@sluice/rules/document';
import { draftContent, type DraftContent } from '@sluice/rules/edit/draft';
import { openLog, type DraftLog } from '@sluice/rules/edit/log';
import type { Remembered } from './memory.js';
import { sameContent } from './saver.js';

/** How an editor begins: its log, what the server has, and what stands against it there. */
export interface Opening {
  readonly log: DraftLog;
  readonly rev: number;
  readonly saved: DraftContent;
  readonly at?: Date;
  /** Unsaved changes of this tab were made from another draft than the one that is stored now. */
  readonly conflict: boolean;
}

/** Begins from the draft, else from the version in force; what the tab remembers is taken up where it fits, and kept where not. */
export function open(detail: RuleDetail, draft: RuleDraft | null, remembered: Remembered | undefined): Opening {
  const saved = draft ? contentOf(draft) : startOf(detail);
  const rev = draft?.rev ?? 0;
  const common = { rev, saved, ...(draft ? { at: new Date(draft.changedAt) } : {}) };
  if (!remembered) return { ...common, log: openLog(saved), conflict: false };
  const { log } = remembered;
  if (remembered.rev === rev && sameContent(remembered.saved, saved)) return { ...common, log, conflict: false };
  // Its last save may have arrived without its answer.
  if (sameContent(log.content, saved)) return { ...common, log, conflict: false };
  if (sameContent(log.content, remembered.saved)) return { ...common, log: openLog(saved), conflict: false };
  return { ...common, log, conflict: true };
}

/** The content of a stored draft or version. */
export function contentOf(stored: RuleDraft | RuleVersion): DraftContent {
  const { title, logic, layout, comments } = stored;
  return draftContent({
    title,
    logic,
    cases: stored.cases as unknown as readonly RuleCase[],
    layout: layout as RuleDocument['layout'],
    comments,
  });
}

/** Where a rule without a draft is edited from: the version in force. */
export function startOf(detail: RuleDetail): DraftContent {
  if (detail.inForce) return contentOf(detail.inForce);
  return draftContent({ title: detail.title, logic: detail.source, cases: [], layout: {}, comments: {} });
}
