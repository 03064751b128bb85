import type { FlowLibraryDto } from '@sluice/contracts';
import { parseCases, parseDraftFlow, type FlowDocument, type PinnedFlow } from '@sluice/flows';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { programmeOf } from '../programme.js';
import { assessFlow } from './assess.js';
import { simulateCase } from './cases.js';
import { placed } from './drafts.js';
import { libraryOf } from './library.js';

/** Trying a flow: checks, cases, and all that the browser needs to do the same. */
export function checkRoutes(context: Context): Pick<Handlers, 'checkFlow' | 'simulateFlow' | 'getFlowLibrary'> {
  const { flows } = context.store;

  async function known(programme: string, key: string): Promise<void> {
    const [draft, latest] = await Promise.all([flows.draft(programme, key), flows.latest(programme, key)]);
    if (!draft && !latest) throw new Refusal('not_found');
  }

  return {
    async checkFlow({ caller: { programme }, params: { key }, body }) {
      await known(programme, key);
      const parsed = parseDraftFlow(body.document);
      const cases = parseCases(body.cases);
      const wrong = [
        ...(parsed.ok ? [] : placed(parsed.problems, '/document')),
        ...(cases.ok ? [] : placed(cases.problems, '/cases')),
      ];
      if (!parsed.ok || !cases.ok) throw new Refusal('invalid', { errors: wrong });
      const {
        problems,
        cases: results,
        historyEvents,
      } = await assessFlow(context, programme, parsed.flow, cases.cases);
      return { problems, cases: results, historyEvents };
    },

    /** Of the programme: a flow that is only a file yet finds the same around it. */
    async getFlowLibrary({ caller }) {
      const library = await libraryOf(context, await programmeOf(context, caller.programme));
      return JSON.parse(JSON.stringify(library)) as FlowLibraryDto;
    },

    async simulateFlow({ caller: { programme }, params: { key }, body }) {
      await known(programme, key);
      const flow = await simulated(programme, key, body);
      const cases = parseCases([body.case]);
      if (!cases.ok)
        throw new Refusal('invalid', {
          errors: placed(cases.problems, '').map((one) => ({ ...one, pointer: one.pointer.replace(/^\/0/, '/case') })),
        });
      const [one] = cases.cases;
      if (!one) throw new Refusal('invalid');
      const library = await libraryOf(context, await programmeOf(context, programme));
      return simulateCase(flow, one, library);
    },
  };

  async function simulated(
    programme: string,
    key: string,
    { version, document }: { version?: number | undefined; document?: unknown },
  ): Promise<FlowDocument | PinnedFlow> {
    if (document !== undefined) {
      const parsed = parseDraftFlow(document);
      if (parsed.ok) return parsed.flow;
      throw new Refusal('invalid', { errors: placed(parsed.problems, '/document') });
    }
    if (version !== undefined) {
      const found = await flows.get(programme, key, version);
      if (found) return found.pinned;
      throw new Refusal('not_found');
    }
    const draft = await flows.draft(programme, key);
    const latest = draft ? null : await flows.latest(programme, key);
    const found = draft?.document ?? latest?.pinned;
    if (!found) throw new Refusal('not_found');
    return found;
  }
}
