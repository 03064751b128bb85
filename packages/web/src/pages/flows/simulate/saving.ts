import type { FlowDraft } from '@sluice/contracts/flow';
import type { FlowDocument, SimulationCase } from '@sluice/flows';
import { get, Problem, put } from '../../../lib/api.js';
import { renew } from '../../../lib/data.js';

/**
 * Stores the cases with the draft. Where somebody has saved meanwhile, what was changed here goes on top of theirs: their
 * document and their cases stay.
 */
export async function saveCases(
  key: string,
  document: FlowDocument,
  draft: FlowDraft | null,
  next: readonly SimulationCase[],
  before: readonly SimulationCase[],
): Promise<FlowDraft> {
  const save = (rev: number, drawn: FlowDocument, cases: readonly SimulationCase[]) =>
    put<FlowDraft>(`/v1/flows/${key}/draft`, {
      rev,
      document: drawn,
      cases,
      edits: [{ label: { code: 'cases', params: {} } }],
    });
  let saved: FlowDraft;
  try {
    saved = await save(draft?.rev ?? 0, document, next);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error;
    const theirs = await get<FlowDraft>(`/v1/flows/${key}/draft`);
    saved = await save(theirs.rev, theirs.document, onTop(theirs.cases, next, before));
  }
  await renew('/v1/flows');
  return saved;
}

/** Their cases with what was added, changed or taken away here since `before`. */
export function onTop(
  theirs: readonly SimulationCase[],
  next: readonly SimulationCase[],
  before: readonly SimulationCase[],
): SimulationCase[] {
  const same = (a: SimulationCase, b: SimulationCase | undefined) => JSON.stringify(a) === JSON.stringify(b);
  const changed = next.filter(
    (one) =>
      !same(
        one,
        before.find(({ id }) => id === one.id),
      ),
  );
  const gone = new Set(before.filter(({ id }) => !next.some((one) => one.id === id)).map(({ id }) => id));
  const kept = theirs.filter(({ id }) => !gone.has(id)).map((one) => changed.find(({ id }) => id === one.id) ?? one);
  return [...kept, ...changed.filter(({ id }) => !theirs.some((one) => one.id === id))];
}
