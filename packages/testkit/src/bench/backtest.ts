import { randomUUID } from 'node:crypto';
import { derivedId, emptyTally, mergeTallies, partnerSums, Tallying, type BacktestRow } from '@sluice/domain';
import { compileGenerated } from '@sluice/rules/generate/generate';
import { dataConverter } from '@sluice/runtime';
import { taskQueue, workflowTypes } from '@sluice/runtime/names';
import type { Store } from '@sluice/store';
import { prepareSide, replay, type ReplaySource } from '@sluice/store/operations/backtest';
import { backtestActivities } from '@sluice/worker/backtest-activities';
import { buildWorkflowBundle } from '@sluice/worker/bundle';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { historyCommission, historyPeriod, storeHistory } from '../backtest/history.js';
import { historyRule, historyRuleAfter, historyVersion } from '../backtest/rules.js';
import { judged, median, type Row } from './row.js';

const terms = {
  timeZone: 'Europe/Berlin',
  settings: { base: 'net', rounding: 'half_even', recurringMonths: 12 },
} as const;
const chunk = 1_000;
/** Different orders; they are gone through again and again until there were a million. */
const different = 50_000;

/** A million orders through a pair of versions and the fold, beside a loop that somebody wrote for these two rules alone. */
export function backtestFoldRows(orders = 1_000_000): Row[] {
  const history = { programme: 'bench', rule: 'history', count: different, partners: 500 };
  const sources = Array.from({ length: different }, (_, index) => ({ commission: historyCommission(index, history) }));
  const rounds = orders / different;
  const ours: number[] = [];
  const theirs: number[] = [];
  // The first turn of both warms up.
  for (let turn = 0; turn < 3; turn += 1) {
    const folded = timed(() => fold(sources, rounds));
    const bare = timed(() => byHand(sources, rounds));
    if (folded.value !== bare.value) throw new Error(`The fold says ${folded.value}, the loop ${bare.value}.`);
    if (turn === 0) continue;
    ours.push(folded.ms);
    theirs.push(bare.ms);
  }
  return [
    judged({
      name: `Backtest: ${orders.toLocaleString('en')} orders through two versions, money and fold`,
      peer: 'a loop by hand for these two rules, totals only',
      ratio: median(ours) / median(theirs),
      ours: seconds(median(ours)),
      theirs: seconds(median(theirs)),
    }),
  ];
}

export interface BacktestOptions {
  temporalAddress: string;
  store: Store;
  orders: number;
}

/** A whole backtest through the store and Temporal, beside reading the same commissions and doing nothing with them. */
export async function backtestRows({ temporalAddress, store, orders }: BacktestOptions): Promise<Row[]> {
  const programme = `bench-${randomUUID().slice(0, 8)}`;
  const rule = 'history';
  await storeHistory(store, { programme, rule, count: orders, partners: 500 });
  const read = await timedAsync(() => readAll(store, programme));
  const codec = dataConverter({ payloadKey: Buffer.alloc(32, 7) });
  const queue = taskQueue('bulk', `${programme}-`);
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const clientConnection = await Connection.connect({ address: temporalAddress });
  const worker = await Worker.create({
    connection,
    taskQueue: queue,
    dataConverter: codec,
    workflowBundle: await buildWorkflowBundle(),
    activities: backtestActivities({
      store,
      now: () => new Date(),
      failpoint: () => undefined,
      heartbeat: () => undefined,
    }),
  });
  const running = worker.run();
  try {
    const { doc } = await store.backtests.insertOrRead({
      id: derivedId('backtest', programme),
      programme,
      rule,
      requestedBy: { id: 'bench', name: 'Bench' },
      period: historyPeriod,
      filter: {},
      before: historyVersion(historyRule, 1),
      after: historyVersion(historyRuleAfter, null),
      terms: { ...terms, tiers: [] },
      createdAt: new Date('2027-01-01'),
    });
    const client = new Client({ connection: clientConnection, dataConverter: codec });
    const whole = await timedAsync(async () => {
      await client.workflow.execute(workflowTypes.backtest, {
        workflowId: doc.id,
        taskQueue: queue,
        args: [{ programme, backtest: doc.id }],
      });
    });
    const { state, result } = await store.backtests.need(programme, doc.id);
    if (state !== 'done' || result?.tally.orders !== orders) throw new Error(`The backtest ended as ${state}.`);
    return [
      judged({
        name: `Backtest: ${orders.toLocaleString('en')} stored orders, workflow and rows included`,
        peer: 'reading them, a thousand at a time',
        ratio: whole / read,
        ours: seconds(whole),
        theirs: seconds(read),
      }),
    ];
  } finally {
    worker.shutdown();
    await running;
    await clientConnection.close();
    await connection.close();
  }
}

/** What the worker does with chunks, without reading and storing them; answers what the draft would pay. */
function fold(sources: readonly ReplaySource[], rounds: number): bigint {
  const before = prepareSide(historyVersion(historyRule, 1), compileGenerated);
  const after = prepareSide(historyVersion(historyRuleAfter, null), compileGenerated);
  let total = emptyTally();
  for (let round = 0; round < rounds; round += 1) {
    for (let start = 0; start < sources.length; start += chunk) {
      const tallying = new Tallying();
      const rows: BacktestRow[] = [];
      for (const source of sources.slice(start, start + chunk)) {
        const row = replay(source, before, after, terms);
        if (!row) continue;
        tallying.add(row);
        rows.push(row);
      }
      partnerSums(rows);
      total = mergeTallies(total, tallying.tally());
    }
  }
  return total.sums[0]?.after ?? 0n;
}

interface Facts {
  partner: { tier: string; type: string };
  order: { net: number; kind: string; month: number };
  history: { orderCount: number };
}

/** The same two rules as a person would write them once, for whole minor units of one currency. */
function byHand(sources: readonly ReplaySource[], rounds: number): bigint {
  let before = 0n;
  let after = 0n;
  for (let round = 0; round < rounds; round += 1) {
    for (const { commission } of sources) {
      const facts = commission.facts as unknown as Facts;
      before += payOf(facts, 2_000n);
      after += payOf(facts, 2_200n);
    }
  }
  return before === 0n ? 0n : after;
}

/** Rates in hundredths of a percent; halves to even. */
function payOf({ partner, order, history }: Facts, large: bigint): bigint {
  const { tier } = partner;
  if (partner.type === 'other' || (order.kind === 'renewal' && order.month > 12)) return 0n;
  if (tier === 'gold') return share(order.net, order.net >= 10_000 ? large : 1_800n);
  if (tier === 'silver') return share(order.net, order.net > 50_000 ? 1_500n : 1_250n);
  if (history.orderCount < 3) return 500n;
  return tier === 'bronze' ? share(order.net, 1_000n) : 0n;
}

function share(net: number, rate: bigint): bigint {
  const exact = BigInt(net) * rate;
  const whole = exact / 10_000n;
  const rest = (exact % 10_000n) * 2n;
  return rest > 10_000n || (rest === 10_000n && whole % 2n === 1n) ? whole + 1n : whole;
}

async function readAll(store: Store, programme: string): Promise<void> {
  const { model } = store.commissions.collection;
  let last: { occurredAt: Date; _id: string } | undefined;
  for (;;) {
    const found: { occurredAt: Date; _id: string }[] = await model
      .find({
        programme,
        ...(last && {
          $or: [{ occurredAt: { $gt: last.occurredAt } }, { occurredAt: last.occurredAt, _id: { $gt: last._id } }],
        }),
      })
      .sort({ occurredAt: 1, _id: 1 })
      .limit(chunk)
      .lean<{ occurredAt: Date; _id: string }[]>();
    last = found.at(-1);
    if (found.length < chunk) return;
  }
}

function timed<T>(work: () => T): { value: T; ms: number } {
  const began = performance.now();
  const value = work();
  return { value, ms: performance.now() - began };
}

async function timedAsync(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
