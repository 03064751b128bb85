import type { FlowDraft, FlowDraftSave } from '@sluice/contracts/flow';
import { put } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';
import { browserTime, DraftSaver } from '../../../lib/draft-saver.js';
import type { FlowContent } from './log.js';
import { sameContent, type Opening } from './opening.js';
import type { FlowStore } from './store.js';

export type FlowSaver = DraftSaver<FlowContent, FlowDraft>;

/** Saves the draft of a flow with what was done to it; `stored` hears each answer. */
export function flowSaver(
  key: string,
  store: FlowStore,
  opening: Opening,
  draft: FlowDraft | null,
  stored: (draft: FlowDraft) => void,
): FlowSaver {
  const save = async ({ document, cases }: FlowContent, rev: number): Promise<FlowDraft> => {
    const edits = store.send().map(({ label }) => ({ label }));
    const body: FlowDraftSave = { rev, document, cases: [...cases], edits: edits.slice(-1000) };
    const answer = await put<FlowDraft>(`/v1/flows/${key}/draft`, body);
    store.arrived();
    stored(answer);
    void renew('/v1/flows');
    return answer;
  };
  const { rev, saved, at, conflict } = opening;
  const saver = new DraftSaver({ put: save, ...browserTime }, { rev, saved, ...(at ? { at } : {}) }, sameContent);
  if (conflict) saver.conflict(draft);
  return saver;
}
