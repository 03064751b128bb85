import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BacktestDto, BacktestOrderDetailDto, BacktestOrderDto } from '@sluice/contracts';
import { parse, semanticHash, toJson, type Json } from '@sluice/rules';
import { verdictOf, type BacktestRow } from '@sluice/domain';
import { historyCommission, historyPeriod, storeHistory } from '@sluice/testkit/backtest/history';
import { historyRule, historyRuleAfter, historyVersion } from '@sluice/testkit/backtest/rules';
import { people } from '@sluice/testkit/harness/steps';
import { startSystem, type System } from '@sluice/testkit/harness/system';
import { until } from '@sluice/testkit/harness/until';
import { prepareSide, replay } from '@sluice/store/operations/backtest';

const rule = 'history';
const count = 3_300;
const history = { programme: 'demo', rule, count, partners: 40 };
const period = { from: historyPeriod.from.toISOString(), to: historyPeriod.to.toISOString() };
/** The worker is killed around each of these, once: a chunk that is half done, done and untold, told, and the end. */
const failpoints = [
  'backtest_chunks.insert.before:2',
  'backtest_chunks.insert.after:2',
  'backtest.chunk.after',
  'backtest.finish.before',
  'backtest.finish.after',
];

let system: System;

beforeAll(async () => {
  system = await startSystem({ name: 'backtest', failpoints: { worker: failpoints } });
  const { store } = system;
  await storeHistory(store, history);
  const text = JSON.stringify(historyRule);
  const content = {
    kind: 'commission' as const,
    title: 'History',
    facts: { id: 'commission', version: 1 },
    outcome: 'commission_terms',
    cases: [],
    layout: {},
    comments: {},
  };
  const hash = (logic: string) => semanticHash(toJson(parse(logic).root) as Json);
  await store.rules.publish('demo', rule, {
    ...content,
    logic: text,
    hash: hash(text),
    makers: ['ops'],
    publishedBy: 'admin',
  });
  const draft = JSON.stringify(historyRuleAfter);
  await store.rules.saveDraft('demo', rule, { ...content, logic: draft, hash: hash(draft) }, ['ops'], 0);
}, 240_000);

afterAll(() => system.stop(), 60_000);

/** The same without workers, chunks or a store: one loop over the history. */
function byHand(): BacktestRow[] {
  const before = prepareSide(historyVersion(historyRule, 1));
  const after = prepareSide(historyVersion(historyRuleAfter, null));
  const terms = {
    timeZone: 'Europe/Berlin',
    settings: { base: 'net', rounding: 'half_even', recurringMonths: 12 },
  } as const;
  return Array.from({ length: count }, (_, index) =>
    replay({ commission: historyCommission(index, history) }, before, after, terms),
  ).filter((row) => row !== undefined);
}

const sum = (rows: readonly BacktestRow[], of: (row: BacktestRow) => bigint) =>
  String(rows.reduce((total, row) => total + of(row), 0n));
const paid = (outcome: BacktestRow['before']) => ('fault' in outcome ? 0n : outcome.amount);

async function ask(body: object, key?: string): Promise<BacktestDto> {
  const answer = await system.api.call<BacktestDto>('POST', `/v1/rules/${rule}/backtests`, {
    as: people.ops,
    body,
    ...(key !== undefined && { key }),
  });
  expect(answer.status).toBe(202);
  return answer.body;
}

const read = async (id: string) => (await system.api.call<BacktestDto>('GET', `/v1/backtests/${id}`)).body;

describe('a backtest whose worker is killed at every step', () => {
  let backtest: BacktestDto;

  it('ends with the totals of one loop over the history, each order once', async () => {
    const asked = await ask({ from: 1, to: 'draft', period }, 'once');
    expect((await ask({ from: 1, to: 'draft', period }, 'once')).id).toBe(asked.id);
    backtest = await until(
      'the backtest to be over',
      async () => {
        const now = await read(asked.id);
        return ['done', 'failed', 'cancelled'].includes(now.state) && now;
      },
      300_000,
    );
    const rows = byHand();
    expect(backtest).toMatchObject({ state: 'done', progress: { done: count, total: count } });
    const { totals, gaining, losing, unreached } = backtest.result!;
    const changed = rows.filter((row) => verdictOf(row) === 'changed');
    expect(totals).toMatchObject({ orders: count, changed: changed.length, errors: 0, withoutFacts: 0 });
    expect(totals.sums).toMatchObject([
      {
        before: { amount: sum(rows, ({ before }) => paid(before)), currency: 'USD' },
        after: { amount: sum(rows, ({ after }) => paid(after)) },
        recorded: { amount: sum(rows, ({ recorded }) => recorded) },
      },
    ]);
    expect(gaining).toBe(new Set(changed.map(({ partner }) => partner)).size);
    expect(losing).toBe(0);
    expect(unreached.draft.map(({ pointer, when }) => [pointer, when])).toContainEqual(['/if/17', '/if/16']);
  }, 400_000);

  it('was killed at each of the places', async () => {
    expect(system.hits().sort()).toEqual(failpoints.map((name) => `worker ${name.split(':')[0]}`).sort());
    await until('the last kill to be noticed', async () => system.processes.worker.crashes === failpoints.length);
  });

  it('lists every changed order once, and opens one side by side', async () => {
    const rows: BacktestOrderDto[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await system.api.call<{ data: BacktestOrderDto[]; nextCursor: string | null }>(
        'GET',
        `/v1/backtests/${backtest.id}/rows?changed=true&limit=200${query}`,
      );
      rows.push(...page.body.data);
      cursor = page.body.nextCursor;
    }
    const changed = byHand().filter((row) => verdictOf(row) === 'changed');
    expect(rows.map(({ commission }) => commission)).toEqual(changed.map(({ commission }) => commission));
    const [row] = rows;
    const detail = await system.api.call<BacktestOrderDetailDto>(
      'GET',
      `/v1/backtests/${backtest.id}/rows/${row!.order.id}`,
    );
    expect(detail.body).toMatchObject({ before: row!.before, after: row!.after, delta: row!.delta });
    expect(detail.body.before.sentence).toMatch(/20\s%/);
    expect(detail.body.after.sentence).toMatch(/22\s%/);
    expect(detail.body.after.trace.length).toBeGreaterThan(3);
  });
});

it('one that is cancelled while it runs ends with what was computed, said to be partial', async () => {
  await system.processes.worker.stop();
  const { id } = await ask({ from: 1, to: 'draft', period });
  await until('the backtest to be started', async () => {
    const stored = await system.store.backtests.get('demo', id as never);
    return stored?.startedAt !== undefined;
  });
  // The first chunk is stored; the worker finds the wish before the second.
  await system.store.backtests.begin('demo', id as never, count, new Date());
  await system.api.call('POST', `/v1/backtests/${id}/cancel`, { as: people.ops });
  await system.processes.worker.start(120_000);
  const ended = await until(
    'the backtest to be over',
    async () => {
      const now = await read(id);
      return now.state === 'cancelled' && now;
    },
    120_000,
  );
  expect(ended.result).toMatchObject({ partial: true, totals: { orders: 0 } });
}, 200_000);
