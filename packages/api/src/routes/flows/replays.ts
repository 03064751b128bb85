import type { ReplayRow } from '@sluice/contracts';
import { importRun, type FlowDocument, type PinnedFlow } from '@sluice/flows';
import { compareRuns } from '@sluice/nodes/simulation/compare';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { pinnedBy } from '@sluice/nodes/simulation/pinned';
import { runCase } from '@sluice/nodes/simulation/run-case';
import type { StoredRun } from '@sluice/store';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { at, compact } from '../../present/plain.js';
import { subjectTitles } from '../../present/subject.js';
import { programmeOf } from '../programme.js';
import { libraryOf } from './library.js';
import { realRunOf } from './real-run.js';

/** Real runs told again: all of the newest ones before publishing, or one as a case of the editor. */
export function replayRoutes(context: Context): Pick<Handlers, 'replayRuns' | 'getRunCase'> {
  const { store } = context;
  return {
    async replayRuns({ caller: { programme }, params: { key }, body }) {
      const [latest, draft] = await Promise.all([
        store.flows.latest(programme, key),
        store.flows.draft(programme, key),
      ]);
      if (!latest) throw new Refusal('not_found');
      const library = await libraryOf(context, await programmeOf(context, programme));
      const drawn = draft?.document ?? latest.document;
      const sides = { before: latest.document, after: drawn, pinned: runnable(drawn, library) };
      const runs = (await store.runs.list(programme, { flow: key, limit: body.runs })).data;
      const titles = await subjectTitles(store, programme, runs);
      const rows: ReplayRow[] = [];
      for (const run of runs) {
        const { kind, id, title } = run.subject;
        rows.push({
          run: run.id,
          subject: compact({ kind, id, title: title ?? titles.get(id) }),
          version: run.flow.version,
          startedAt: at(run.startedAt),
          ...(await replayed(run, sides, library)),
        });
      }
      const changed = rows.filter(({ differences }) => differences && differences.length > 0).length;
      const failed = rows.filter(({ error }) => error !== undefined).length;
      return { runs: rows.length, same: rows.length - changed - failed, changed, failed, rows };
    },

    async getRunCase({ caller: { programme }, params }) {
      const run = await store.runs.get(programme, params.id);
      if (!run) throw new Refusal('not_found');
      const { key } = run.flow;
      const [latest, draft] = await Promise.all([
        store.flows.latest(programme, key),
        store.flows.draft(programme, key),
      ]);
      const document = draft?.document ?? latest?.document;
      if (!document) throw new Refusal('not_found', { detail: 'The flow of this run is not stored here.' });
      return importRun(await realRunOf(store, run), document);
    },
  };

  async function replayed(
    run: StoredRun,
    { before, after, pinned }: { before: FlowDocument; after: FlowDocument; pinned: PinnedFlow },
    library: FlowLibrary,
  ): Promise<Pick<ReplayRow, 'differences' | 'error'>> {
    try {
      const real = await realRunOf(store, run);
      const was = runCase(pinnedBy(before, library), importRun(real, before), library);
      const is = runCase(pinned, importRun(real, after), library);
      return { differences: compareRuns(was, is) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The draft as it would run; throws 422 where it cannot. */
function runnable(document: FlowDocument, library: FlowLibrary): PinnedFlow {
  try {
    return pinnedBy(document, library);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal('invalid', { errors: [{ pointer: '', code: 'not_runnable', message }] });
  }
}
