import type { DraftContent } from '@sluice/rules/edit/draft';
import type { DraftLog } from '@sluice/rules/edit/log';

/** What the tab keeps of an open editor, so that a reload or a crash loses neither changes nor undo. */
export interface Remembered {
  readonly rev: number;
  readonly saved: DraftContent;
  readonly log: DraftLog;
}

const keyOf = (rule: string): string => `sluice.rule.${rule}`;

/** Most that is kept; a longer history is shortened, the content never. */
const MOST = 2_000_000;

export function remember(rule: string, memory: Remembered): void {
  const full = JSON.stringify(memory);
  const { log } = memory;
  const text = full.length <= MOST ? full : JSON.stringify({ ...memory, log: { ...log, done: [], undone: [] } });
  try {
    sessionStorage.setItem(keyOf(rule), text);
  } catch {
    // A full or barred storage takes away only the second copy.
  }
}

export function recall(rule: string): Remembered | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(rule));
    return text === null ? undefined : (JSON.parse(text) as Remembered);
  } catch {
    return undefined;
  }
}
