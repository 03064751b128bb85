import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '@sluice/domain';
import type { BacktestDto, BacktestOrderDto, List } from '@sluice/contracts';
import type { BacktestId } from '@sluice/store';
import { prepareSide, runChunk, foldChunks } from '@sluice/store/operations/backtest';
import { historyCommission, historyPeriod, storeHistory } from '@sluice/testkit/backtest/history';
import { historyRule, historyRuleAfter } from '@sluice/testkit/backtest/rules';
import { startApi, type Credential, type TestApi } from './support.js';

const rule = 'standard';
const history = { programme: 'demo', rule, count: 40, partners: 5 };
const period = { from: historyPeriod.from.toISOString(), to: historyPeriod.to.toISOString() };
const asked = { from: 1, to: 'draft', period };

let api: TestApi;
let ops: Credential;
let other: Credential;

beforeAll(async () => {
  api = await startApi();
  const tiers = ['bronze', 'silver', 'gold'].map((key, rank) => ({ key, name: key, rank, perks: [] }));
  await api.store.programmes.change('demo', () => ({ set: { tiers } }));
  ops = await api.user(['ops']);
  other = await api.key(['rule.backtest'], { programme: 'other' });
  const content = {
    kind: 'commission' as const,
    title: 'Standard',
    facts: { id: 'commission', version: 1 },
    outcome: 'commission_terms',
    cases: [],
    layout: {},
    comments: {},
  };
  const published = { makers: ['ops'], publishedBy: 'admin' };
  const { rules } = api.store;
  await rules.publish('demo', rule, { ...content, ...published, hash: 'one', logic: JSON.stringify(historyRule) });
  await rules.saveDraft('demo', rule, { ...content, hash: 'two', logic: JSON.stringify(historyRuleAfter) }, 'ops', 0);
  await rules.saveDraft('demo', 'broken', { ...content, hash: 'x', logic: '{"if": [{"var": "a.b"}, 1, 2]}' }, 'ops', 0);
  await rules.saveDraft('demo', 'risk', { ...content, kind: 'fraud', hash: 'y', logic: '[]' }, 'ops', 0);
  await storeHistory(api.store, history);
  // A name that a spreadsheet would take for a formula.
  const { partner, id } = historyCommission(3, history);
  await api.store.commissions.collection.change('demo', id, () => ({ set: { orderExternalId: '=1+1' } }));
  await api.store.partners.collection.insert({ ...(await somePartner()), id: partner, name: 'Grün, "Wald" & Co' });
}, 120_000);
afterAll(() => api.close());

async function somePartner() {
  const made = (await api.store.partners.get('demo', await api.partner('Ada')))!;
  return { ...made, email: 'gruen@halden.example' };
}

async function ask(body: object = asked, as = ops, key = 'standard'): Promise<Response> {
  return api.call('POST', `/v1/rules/${key}/backtests`, { as, body });
}

/** What the worker does, here and now. */
async function finish(id: string): Promise<void> {
  const { backtests } = api.store;
  const backtest = await backtests.begin('demo', id as BacktestId, history.count, new Date());
  const sides = { before: prepareSide(backtest.before), after: prepareSide(backtest.after) };
  await runChunk(api.store, backtest, sides, { index: 0 }, { beat: () => undefined });
  const result = await foldChunks(api.store, backtest, sides, () => undefined);
  await backtests.finish('demo', backtest.id, 'done', result, new Date());
}

describe('asking for a backtest', () => {
  it('keeps the text of the draft as it is now, and is answered queued', async () => {
    const answer = await ask();
    expect(answer.status).toBe(202);
    const backtest = (await answer.json()) as BacktestDto;
    expect(backtest).toMatchObject({
      state: 'queued',
      base: { version: 1, hash: 'one' },
      draft: { version: null, hash: 'two' },
      progress: { done: 0, total: 0 },
    });
    const stored = await api.store.backtests.get('demo', backtest.id as BacktestId);
    expect(JSON.parse(stored!.after.logic)).toEqual(historyRuleAfter);
  });

  it.each<[string, string, object, number, string]>([
    ['a rule that is not there', 'none', asked, 404, ''],
    ['a version that is not there', rule, { ...asked, from: 7 }, 422, '/from'],
    ['a draft that cannot run', 'broken', { ...asked, from: 'draft' }, 422, '/from/logic/if/0'],
    ['a rule of another kind', 'risk', { ...asked, from: 'draft' }, 422, '/key'],
    [
      'a period that ends before it begins',
      rule,
      { ...asked, period: { from: period.to, to: period.from } },
      422,
      '/period/to',
    ],
    ['a filter of nobody', rule, { ...asked, filter: { partners: [] } }, 422, '/filter/partners'],
  ])('%s is refused with its place', async (_name, key, body, status, pointer) => {
    const answer = await ask(body, ops, key);
    expect(answer.status).toBe(status);
    const { errors = [] } = (await answer.json()) as { errors?: { pointer: string }[] };
    if (pointer) expect(errors.map((error) => error.pointer)).toContain(pointer);
  });

  it('is for staff: neither auditors nor partners', async () => {
    const partner = await api.user(['partner'], { partner: await api.partner('Bert') });
    for (const as of [await api.user(['auditor']), partner]) {
      expect((await ask(asked, as)).status).toBe(403);
      expect((await api.call('GET', '/v1/backtests', { as })).status).toBe(403);
    }
  });
});

describe('a finished backtest', () => {
  let id: string;
  beforeAll(async () => {
    id = ((await (await ask()).json()) as BacktestDto).id;
    await finish(id);
  });

  it('tells what would change', async () => {
    const answer = (await (await api.call('GET', `/v1/backtests/${id}`, { as: ops })).json()) as BacktestDto;
    expect(answer.state).toBe('done');
    const { totals, tiers } = answer.result!;
    expect(totals.orders).toBe(history.count);
    expect(tiers.reduce((sum, tier) => sum + tier.orders, 0)).toBe(history.count);
    const [sums] = totals.sums;
    expect(BigInt(sums!.after.amount) - BigInt(sums!.before.amount)).toBe(BigInt(sums!.delta.amount));
  });

  it('is nobody else’s: another programme finds nothing under its address', async () => {
    const order = historyCommission(3, history).order;
    for (const path of ['', '/rows', `/rows/${order}`, '/csv'])
      expect((await api.call('GET', `/v1/backtests/${id}${path}`, { as: other })).status).toBe(404);
    expect((await api.call('POST', `/v1/backtests/${id}/cancel`, { as: other, body: {} })).status).toBe(404);
    const list = (await (await api.call('GET', '/v1/backtests', { as: other })).json()) as List<unknown>;
    expect(list.data).toEqual([]);
  });

  it('opens an order by its id or its commission’s, and no order that it did not look at', async () => {
    const { order, id: commission } = historyCommission(4, history);
    for (const which of [order, commission]) {
      const answer = await api.call('GET', `/v1/backtests/${id}/rows/${which}`, { as: ops });
      expect(answer.status).toBe(200);
      expect(((await answer.json()) as BacktestOrderDto).commission).toBe(commission);
    }
    const unknown = derivedId('order', 'demo', 'unknown');
    expect((await api.call('GET', `/v1/backtests/${id}/rows/${unknown}`, { as: ops })).status).toBe(404);
  });

  it('is a file in which nothing is a formula, and the differences add up', async () => {
    const answer = await api.call('GET', `/v1/backtests/${id}/csv`, { as: ops });
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('backtest-standard.csv');
    const lines = (await answer.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(history.count + 1);
    const odd = lines.find((line) => line.includes('1+1'))!;
    expect(odd.startsWith("'=1+1,")).toBe(true);
    expect(odd).toContain('"Grün, ""Wald"" & Co"');
    const changed = await (await api.call('GET', `/v1/backtests/${id}/csv?changed=true`, { as: ops })).text();
    const backtest = (await (await api.call('GET', `/v1/backtests/${id}`, { as: ops })).json()) as BacktestDto;
    expect(changed.trimEnd().split('\r\n')).toHaveLength(backtest.result!.totals.changed + 1);
  });
});

it('its progress is told over the live stream', async () => {
  const { id } = (await (await ask()).json()) as BacktestDto;
  await api.store.backtests.begin('demo', id as BacktestId, 10, new Date());
  const abort = new AbortController();
  const stream = await fetch(`${api.url}/v1/stream`, { headers: ops.headers, signal: abort.signal });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let done = 1; !text.includes(`"kind":"backtest"`) || !text.includes(id); done += 1) {
    await api.store.backtests.progress('demo', id as BacktestId, done);
    text += (await reader.read()).value ?? '';
  }
  abort.abort();
  expect(text).toContain('event: backtest');
});

it('cancelling one that waits ends it', async () => {
  const { id } = (await (await ask()).json()) as BacktestDto;
  const answer = await api.call('POST', `/v1/backtests/${id}/cancel`, { as: ops, body: {} });
  expect(await answer.json()).toMatchObject({ state: 'cancelled', cancelling: false });
});
