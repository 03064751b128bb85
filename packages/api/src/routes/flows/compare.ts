import type { FlowDiff } from '@sluice/contracts';
import type { FlowDocument } from '@sluice/flows';
import { diffFlows, renderFlowChange, type FlowChange } from '@sluice/flows/diff/index';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';

type Side = FlowDiff['from'];

/** What two versions of a flow have in common and what not. */
export function compareRoutes({ store }: Context): Pick<Handlers, 'diffFlow'> {
  async function sideOf(programme: string, key: string, side: Side): Promise<FlowDocument | null> {
    if (side === 0) return null;
    const found =
      side === 'draft' ? await store.flows.draft(programme, key) : await store.flows.get(programme, key, side);
    if (!found) throw new Refusal('not_found');
    return found.document;
  }

  return {
    async diffFlow({ caller: { programme }, params: { key }, query, locale }) {
      const latest = await store.flows.latest(programme, key);
      const from: Side = query.from ?? latest?.version ?? 0;
      const to: Side = query.to ?? 'draft';
      const [before, after] = [await sideOf(programme, key, from), await sideOf(programme, key, to)];
      if (!after) throw new Refusal('not_found');
      const changes = changesBetween(before, after);
      return { from, to, changes, words: inWords(changes, locale) };
    },
  };
}

/** What becomes different; everything is new where there was nothing. */
export function changesBetween(before: FlowDocument | null, after: FlowDocument): FlowChange[] {
  return diffFlows(before ?? { ...after, parameters: [], nodes: [], edges: [], exits: [], notes: [] }, after);
}

export function inWords(changes: readonly FlowChange[], locale: 'en' | 'de'): string[] {
  return changes.map((change) => renderFlowChange(change, locale));
}
