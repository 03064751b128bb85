import type { RuleDraft, RuleDraftSave } from '@sluice/contracts/rule';
import type { DraftContent } from '@sluice/rules/edit/draft';
import { DraftSaver } from '../../../lib/draft-saver.js';

/** What a save needs of the world. */
export interface SaverIo {
  put(body: RuleDraftSave): Promise<RuleDraft>;
  later(run: () => void, ms: number): () => void;
  now(): Date;
}

/** Saves the draft of a rule. */
export class Saver extends DraftSaver<DraftContent, RuleDraft> {
  constructor(io: SaverIo, start: { readonly rev: number; readonly saved: DraftContent; readonly at?: Date }) {
    const put = ({ title, logic, cases, layout, comments }: DraftContent, rev: number) =>
      io.put({ rev, title, logic, cases, layout, comments } as unknown as RuleDraftSave);
    super({ ...io, put }, start, sameContent);
  }
}

/** Equal in all that is stored. */
export function sameContent(a: DraftContent, b: DraftContent): boolean {
  if (a === b) return true;
  return stored(a) === stored(b);
}

function stored({ title, logic, cases, layout, comments }: DraftContent): string {
  return JSON.stringify([title, logic, cases, sorted(layout), sorted(comments)]);
}

function sorted(entries: object): [string, unknown][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
