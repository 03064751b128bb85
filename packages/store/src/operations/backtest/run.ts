import {
  emptyTally,
  mergeTallies,
  partnerSums,
  PartnerPass,
  Ranking,
  Tallying,
  type BacktestRow,
} from '@sluice/domain';
import type { Backtest, BacktestPart, BacktestPlace, BacktestResult } from '../../collections/backtests.js';
import type { Store } from '../../store.js';
import { keepDrifts, readDrifts } from './drifts.js';
import { replay } from './replay.js';
import type { Side } from './side.js';
import { readSources } from './sources.js';

/** Commissions a chunk: what is in memory at a time, whatever the history's size. */
export const chunkSize = 1_000;
/** Partners listed at each end, and how many sums one look through the chunks holds. */
const listed = 20;
const heldPartners = 10_000;

export interface ChunkDeps {
  /** Called between rows: a long chunk tells that it lives. */
  beat(): void;
  size?: number;
}

/**
 * Decides the next commissions again and stores rows and sums as one document. A chunk that is stored already is not computed
 * again: it answers what it answered.
 */
export async function runChunk(
  store: Store,
  backtest: Backtest,
  sides: { before: Side; after: Side },
  at: { index: number; after?: BacktestPlace },
  deps: ChunkDeps,
): Promise<BacktestPart> {
  const { programme, id } = backtest;
  const stored = await store.backtests.chunk(programme, id, at.index);
  if (stored) return stored;
  const size = deps.size ?? chunkSize;
  const sources = await readSources(store, backtest, at.after, size);
  deps.beat();
  const drifts = await readDrifts(store, backtest, sides, sources, at.index);
  const terms = { ...backtest.terms, rule: backtest.rule, period: backtest.period };
  const tallying = new Tallying();
  const rows: BacktestRow[] = [];
  for (const [place, source] of sources.entries()) {
    if (place % 250 === 249) {
      deps.beat();
      await new Promise(setImmediate);
    }
    const row = replay(source, sides.before, sides.after, terms, drifts);
    if (!row) tallying.skip();
    else if (!backtest.filter.tiers || backtest.filter.tiers.includes(row.tier)) {
      tallying.add(row);
      rows.push(row);
    }
  }
  if (drifts) await keepDrifts(store, backtest, drifts, at.index, deps.beat);
  const tally = tallying.tally();
  const last = sources.at(-1)?.commission;
  return store.backtests.keepChunk(programme, {
    backtest: id,
    index: at.index,
    scanned: sources.length,
    ...(last && sources.length === size && { next: { at: last.occurredAt, commission: last.id } }),
    differing: tally.changed + tally.errors,
    tally,
    partners: partnerSums(rows),
    rows,
  });
}

/** What all stored chunks add up to, read one after the other; partners in as many looks as their number needs. */
export async function foldChunks(
  store: Store,
  { programme, id }: Pick<Backtest, 'programme' | 'id'>,
  sides: { before: Pick<Side, 'leaves'>; after: Pick<Side, 'leaves'> },
  beat: () => void,
  hold = heldPartners,
): Promise<BacktestResult> {
  let tally = emptyTally();
  const ranking = new Ranking(listed);
  for (let after: string | undefined = '', first = true; after !== undefined; first = false) {
    const pass: PartnerPass = new PartnerPass(after, hold);
    for await (const part of store.backtests.parts(programme, id)) {
      beat();
      if (first) tally = mergeTallies(tally, part.tally);
      pass.add(part.partners);
    }
    const { sums, next } = pass.read();
    for (const sum of sums) ranking.take(sum);
    after = next;
  }
  const reached = (side: 'before' | 'after') => new Set(tally.branches[side].map(({ key }) => key));
  const unreached = (side: 'before' | 'after') => {
    const seen = reached(side);
    return sides[side].leaves.map(({ pointer }) => pointer).filter((pointer) => !seen.has(pointer));
  };
  return {
    tally,
    partners: ranking.read(),
    unreached: { before: unreached('before'), after: unreached('after') },
  };
}
