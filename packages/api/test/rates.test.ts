import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, RateDto, RateImportResult, RateStatus } from '@sluice/contracts';
import { dayOf } from '@sluice/domain';
import { relayOnce, verify } from '@sluice/store';
import { exchangeOf, rateFor } from '@sluice/store/operations/index';
import { keepRates } from '@sluice/dispatcher/rates';
import { programme, startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let finance: Credential;

beforeAll(async () => {
  api = await startApi();
  finance = await api.user(['finance']);
});
afterAll(() => api.close());

/** The programme's day so many days ago; counted in days, which are not always 24 hours long. */
const day = (ago: number) => {
  const today = new Date(`${dayOf(new Date(), 'Europe/Berlin')}T00:00:00Z`);
  return new Date(today.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
};
const post = async <T>(path: string, body: unknown, as = finance): Promise<T> =>
  (await (await api.call('POST', path, { as, body })).json()) as T;
const get = async <T>(path: string): Promise<T> => (await (await api.call('GET', path, { as: finance })).json()) as T;
const csv = (content: string, dryRun = false) =>
  post<RateImportResult>('/v1/rates/imports', { format: 'csv', name: 'rates.csv', content, dryRun });
const rates = async (query = '') => (await get<{ data: RateDto[] }>(`/v1/rates${query}`)).data;

describe('rates', () => {
  it('are imported from CSV, after a dry run that adds nothing; lines that cannot be taken are told', async () => {
    const content = [
      'date;from;to;rate',
      `${day(2)};EUR;USD;1.0845`,
      `${day(2)};eur;jpy;169.30`,
      `${day(2)};EUR;XXX;1`,
      '',
      `${day(1)};EUR;USD;1,09`,
      `${day(-2)};EUR;USD;1.10`,
      `${day(1)};EUR;USD;1.0850`,
    ].join('\n');
    const expected = { added: 3, same: 0, problemsInAll: 3 };
    expect(await csv(content, true)).toMatchObject({ ...expected, dryRun: true });
    expect(await rates()).toEqual([]);
    const taken = await csv(content);
    expect(taken).toMatchObject({ ...expected, dryRun: false });
    expect(taken.problems.map(({ line, code }) => [line, code])).toEqual([
      [4, 'unknown_currency'],
      [6, 'bad_rate'],
      [7, 'future'],
    ]);
    const stored = (await rates()).map(({ date, from, to, rate, source }) => [date, from, to, rate, source]);
    expect(stored[0]).toEqual([day(1), 'EUR', 'USD', '1.0850', 'import:rates.csv']);
    expect(stored.slice(1).sort()).toEqual([
      [day(2), 'EUR', 'JPY', '169.30', 'import:rates.csv'],
      [day(2), 'EUR', 'USD', '1.0845', 'import:rates.csv'],
    ]);
  });

  it('that are stored stay: a file that says otherwise is told, one that says the same adds nothing', async () => {
    const again = await csv(`from,to,date,rate\nEUR,USD,${day(1)},1.085\nEUR,USD,${day(2)},1.2`);
    expect(again).toMatchObject({ added: 0, same: 1, problems: [{ line: 3, code: 'differs' }] });
    expect((await rates(`?to=USD&date=${day(2)}`)).map(({ rate }) => rate)).toEqual(['1.0845']);
  });

  it('are set by hand with a reason, over what is stored, and audited with what was before', async () => {
    const body = { from: 'EUR', to: 'USD', date: day(2), rate: '1.0846', reason: 'The bank corrected it' };
    expect(await post('/v1/rates', body)).toMatchObject({ rate: '1.0846', reason: 'The bank corrected it' });
    await relayOnce(api.store);
    const { data } = await api.store.audit.list('demo', { limit: 50 });
    expect(data.find(({ action }) => action === 'rate.set')?.detail).toMatchObject({
      before: '1.0845',
      rate: '1.0846',
    });
    expect(data.filter(({ action }) => action === 'rate.imported')).toHaveLength(1);
    const wrong = await post<Problem>('/v1/rates', { ...body, rate: '-1' });
    expect(wrong.errors).toMatchObject([{ pointer: '/rate', code: 'bad_rate' }]);
  });

  it('answer for a day, crossed and turned round, or say what is missing', async () => {
    const demo = await api.store.programmes.need('demo');
    const found = await rateFor(api.store, demo, { from: 'JPY', to: 'USD', day: day(0) });
    expect(found).toMatchObject({
      ok: true,
      rate: { date: day(2), source: expect.stringContaining('crossed over EUR') },
    });
    const paid = { amount: { amount: 5n, currency: 'CHF' }, at: new Date() };
    expect(await exchangeOf(api.store, demo, paid)).toMatchObject({ ok: false, code: 'no_rate' });
    expect(await exchangeOf(api.store, demo, { ...paid, amount: { amount: 5n, currency: 'USD' } })).toEqual({
      ok: true,
    });
  });

  it('tell how fresh they are', async () => {
    await csv(`from,to,date,rate\nGBP,USD,${day(40)},1.25`);
    const status = await get<RateStatus>('/v1/rates/status');
    expect(status).toMatchObject({ currency: 'USD', source: 'own', maxAgeDays: 7, base: 'EUR' });
    expect(status.pairs.map(({ from, to, ageDays, stale, days }) => [from, to, ageDays, stale, days])).toEqual([
      ['EUR', 'JPY', 2, false, 1],
      ['EUR', 'USD', 1, false, 2],
      ['GBP', 'USD', 40, true, 1],
    ]);
  });

  it('come from where finance says, and count as long', async () => {
    const put = (body: unknown, as = finance) => api.call('PUT', '/v1/rates/settings', { as, body });
    const answer = await put({ source: 'ecb', maxAgeDays: 31, base: 'USD' });
    expect((await answer.json()) as RateStatus).toMatchObject({ source: 'ecb', maxAgeDays: 31, base: 'USD' });
    expect(
      (await get<RateStatus>('/v1/rates/status')).pairs.flatMap(({ from, stale }) => (stale ? [from] : [])),
    ).toEqual(['GBP']);
    expect((await put({ source: 'ecb', maxAgeDays: 31, base: 'XXX' })).status).toBe(422);
    expect((await put({ source: 'own', maxAgeDays: 7 }, await api.user(['manager']))).status).toBe(403);
    expect((await put({ source: 'own', maxAgeDays: 7 })).status).toBe(200);
  });

  it('of another programme are not there', async () => {
    expect(await rateFor(api.store, programme('other'), { from: 'EUR', to: 'USD', day: day(0) })).toMatchObject({
      code: 'no_rate',
    });
  });

  it.each<[string, unknown, number]>([
    ['no header', { format: 'csv', content: '1,2,3' }, 200],
    ['another format', { format: 'xls', content: 'x' }, 422],
  ])('with %s', async (_name, body, status) => {
    const response = await api.call('POST', '/v1/rates/imports', { as: finance, body });
    expect(response.status).toBe(status);
    if (status === 200)
      expect(((await response.json()) as RateImportResult).problems).toMatchObject([{ line: 1, code: 'header' }]);
  });

  it('are read by auditors and written by finance alone', async () => {
    const auditor = await api.user(['auditor']);
    expect((await api.call('GET', '/v1/rates', { as: auditor })).status).toBe(200);
    const body = { from: 'EUR', to: 'USD', date: day(2), rate: '1', reason: 'because' };
    expect((await api.call('POST', '/v1/rates', { as: auditor, body })).status).toBe(403);
    expect((await api.call('POST', '/v1/rates', { as: await api.user(['ops']), body })).status).toBe(403);
  });

  it('are fetched for a programme that asks for it: the history first, then a day, and an hour after a failure', async () => {
    const asked: string[] = [];
    let now = new Date();
    let answer: 'rates' | 'failure' = 'failure';
    const deps = {
      store: api.store,
      now: () => now,
      addresses: { daily: 'daily', history: 'history' },
      fetch: async ({ url }: { url: string }) => {
        asked.push(url);
        if (answer === 'failure') return { ok: false as const, later: true, code: 'http_503', message: 'busy' };
        const rate = { from: 'EUR', to: 'USD', rate: '1.1', date: day(0), source: 'ecb' };
        return { ok: true as const, rates: [{ line: 1, rate }], problems: [] };
      },
    };
    const inHours = (hours: number) => (now = new Date(now.getTime() + hours * 3_600_000));
    expect(await keepRates(deps, 'other')).toBeUndefined();
    await api.store.programmes.change('other', ({ settings }) => ({
      set: { settings: { ...settings, fx: { source: 'ecb' } } },
    }));
    expect(await keepRates(deps, 'other')).toBe(0);
    expect(await keepRates(deps, 'other')).toBeUndefined();
    answer = 'rates';
    inHours(1.1);
    expect(await keepRates(deps, 'other')).toBe(1);
    inHours(5);
    expect(await keepRates(deps, 'other')).toBeUndefined();
    inHours(2);
    expect(await keepRates(deps, 'other')).toBe(0);
    expect(asked).toEqual(['history', 'history', 'daily']);
    expect((await api.store.fxRates.list('other')).data).toMatchObject([{ from: 'EUR', to: 'USD', source: 'ecb' }]);
  });

  it('leave books that prove themselves', async () => {
    await relayOnce(api.store);
    expect(await verify(api.store)).toEqual([]);
  });
});
