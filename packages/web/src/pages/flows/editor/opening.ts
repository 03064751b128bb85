import type { FlowDraft } from '@sluice/contracts/flow';
import { openLog, type FlowContent, type FlowLog } from './log.js';
import type { Remembered } from './memory.js';

/** How an editor begins: its log, what the server has, and what stands against it there. */
export interface Opening {
  readonly log: FlowLog;
  readonly rev: number;
  readonly saved: FlowContent;
  readonly at?: Date;
  /** Unsaved changes of this tab were made from another draft than the one that is stored now. */
  readonly conflict: boolean;
}

/** Begins from the draft, else from the newest version; what the tab remembers is taken up where it fits, and kept where not. */
export function open(saved: FlowContent, draft: FlowDraft | null, remembered: Remembered | undefined): Opening {
  const rev = draft?.rev ?? 0;
  const common = { rev, saved, ...(draft ? { at: new Date(draft.changedAt) } : {}) };
  if (!remembered) return { ...common, log: openLog(saved), conflict: false };
  // What was on its way when the tab was left may not have arrived.
  const log = { ...remembered.log, sent: 0 };
  if (remembered.rev === rev && sameContent(remembered.saved, saved)) return { ...common, log, conflict: false };
  // Its last save may have arrived without its answer.
  if (sameContent(log.content, saved)) return { ...common, log: { ...log, pending: [] }, conflict: false };
  if (sameContent(log.content, remembered.saved)) return { ...common, log: openLog(saved), conflict: false };
  return { ...common, log, conflict: true };
}

export function contentOf({ document, cases }: FlowContent): FlowContent {
  return { document, cases };
}

/** Equal in all that a person can change: not in number and hash, which the server works out. */
export function sameContent(a: FlowContent, b: FlowContent): boolean {
  return a === b || text(a) === text(b);
}

function text({ document, cases }: FlowContent): string {
  return JSON.stringify([{ ...document, version: 0, hash: '' }, cases]);
}
