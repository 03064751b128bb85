import type { FlowContent, FlowLog } from './log.js';

/** What the tab keeps of an open editor, so that a reload or a crash loses neither changes nor undo. */
export interface Remembered {
  readonly rev: number;
  readonly saved: FlowContent;
  readonly log: FlowLog;
}

const keyOf = (flow: string): string => `sluice.flow.${flow}`;

/** Most that is kept; a longer history is shortened, the content never. */
const MOST = 2_000_000;

export function remember(flow: string, memory: Remembered): void {
  const full = JSON.stringify(memory);
  const text = full.length <= MOST ? full : JSON.stringify({ ...memory, log: shortened(memory.log) });
  try {
    sessionStorage.setItem(keyOf(flow), text);
  } catch {
    // A full or barred storage takes away only the second copy.
  }
}

export function recall(flow: string): Remembered | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(flow));
    return text === null ? undefined : (JSON.parse(text) as Remembered);
  } catch {
    return undefined;
  }
}

function shortened(log: FlowLog): FlowLog {
  return { ...log, base: log.content.document, done: [], undone: [] };
}
