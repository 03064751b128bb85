import { Drifts, everybody } from '@sluice/domain';
import type { Backtest } from '../../collections/backtests.js';
import type { Store } from '../../store.js';
import type { ReplaySource } from './replay.js';
import type { Side } from './side.js';

/**
 * Where the versions stand before a chunk, for the partners and customers in it: what is in memory does not grow with the history. Undefined
 * where neither version counts anything beyond an order.
 */
export async function readDrifts(
  store: Store,
  { programme, id, terms }: Pick<Backtest, 'programme' | 'id' | 'terms'>,
  { before, after }: { before: Pick<Side, 'counts'>; after: Pick<Side, 'counts'> },
  sources: readonly ReplaySource[],
  chunk: number,
): Promise<Drifts | undefined> {
  const spend = (terms.settings.spendCaps ?? []).length > 0;
  if (!before.counts && !after.counts && !spend) return undefined;
  const owners = new Set([everybody]);
  for (const { commission, customer } of sources) {
    owners.add(commission.partner);
    owners.add(customer ?? commission.customer ?? '');
  }
  return new Drifts(await store.backtests.drifts(programme, id, [...owners], chunk));
}

/** Stores where they stand after it. Done again, the chunk begins from what it began from. */
export async function keepDrifts(
  store: Store,
  { programme, id }: Pick<Backtest, 'programme' | 'id'>,
  drifts: Drifts,
  chunk: number,
  beat: () => void,
): Promise<void> {
  for (const owner of drifts.changed) {
    beat();
    await store.backtests.keepDrifts(programme, id, owner, chunk, drifts.owned(owner));
  }
}
