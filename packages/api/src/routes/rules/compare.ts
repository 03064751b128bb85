import type { RuleDiff } from '@sluice/contracts';
import { outcomeFor } from '@sluice/store';
import { ruleTraces } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { programmeOf } from '../programme.js';
import { surroundingsOf } from './assess.js';
import { changesBetween, worded, type Compared } from './changes.js';
import { HitCount } from './hits.js';

/** How far back hits are counted where nobody says otherwise. */
const usualDays = 90;

type Side = RuleDiff['from'];

/** What two versions have in common and what not, and how often the branches were taken. */
export function compareRoutes(context: Context): Pick<Handlers, 'diffRule' | 'getRuleHits'> {
  const { store } = context;

  async function sideOf(programme: string, key: string, side: Side): Promise<Compared | null> {
    if (side === 0) return null;
    const found =
      side === 'draft' ? await store.rules.draft(programme, key) : await store.rules.get(programme, key, side);
    if (!found) throw new Refusal('not_found');
    return found;
  }

  return {
    async diffRule({ caller, params: { key }, query }) {
      const programme = await programmeOf(context, caller.programme);
      const [inForce, draft] = await Promise.all([
        store.rules.inForce(programme.key, key, context.now()),
        store.rules.draft(programme.key, key),
      ]);
      if (!inForce && !draft) throw new Refusal('not_found');
      const from: Side = query.from ?? inForce?.version ?? 0;
      const to: Side = query.to ?? 'draft';
      const [before, after] = await Promise.all([sideOf(programme.key, key, from), sideOf(programme.key, key, to)]);
      if (!after) throw new Refusal('not_found');
      const surroundings = await surroundingsOf(store, programme, after, context.now());
      return { from, to, changes: worded(changesBetween(before, after, surroundings)) };
    },

    async getRuleHits({ caller, params: { key }, query }) {
      const programme = await programmeOf(context, caller.programme);
      const [inForce, versions] = await Promise.all([
        store.rules.inForce(programme.key, key, context.now()),
        store.rules.versions(programme.key, key),
      ]);
      if (!inForce) throw new Refusal('not_found');
      const schema = await store.factsSchemas.get(programme, inForce.facts.id, inForce.facts.version);
      const shape = outcomeFor(programme, inForce.outcome);
      if (!schema || !shape) throw new Refusal('not_found');
      const count = new HitCount(inForce, versions, schema, shape);
      const to = query.to === undefined ? context.now() : new Date(query.to);
      const from = query.from === undefined ? new Date(to.getTime() - usualDays * 86_400_000) : new Date(query.from);
      for await (const trace of ruleTraces(store, programme.key, inForce, from, to)) count.add(trace);
      return count.result();
    },
  };
}
