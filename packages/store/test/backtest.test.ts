import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type BacktestRow, type PartnerId } from '@sluice/domain';
import { compile, commissionTerms, check, OUTCOMES, parse } from '@sluice/rules';
import { historyFacts, historyPeriod, storeHistory } from '@sluice/testkit/backtest/history';
import { historyRule, historyRuleAfter, historyVersion } from '@sluice/testkit/backtest/rules';
import type { Backtest, BacktestPart, Store } from '../src/index.js';
import { foldChunks, prepareSide, replay, runChunk, countSources } from '../src/operations/backtest.js';
import { demo, dropAndClose, freshStore, programme } from './support.js';

const rule = 'standard';
const before = historyVersion(historyRule, 1);
const after = historyVersion(historyRuleAfter, null);
const sides = { before: prepareSide(before), after: prepareSide(after) };
const { timeZone, settings } = demo;
const quiet = { beat: () => undefined };

describe('a side', () => {
  it('answers what the rule answers, and names the outcome it took', () => {
    const shape = OUTCOMES.get('commission_terms')!;
    const checked = check(parse(after.logic), after.schema, { outcome: shape });
    if (!checked.ok) throw new Error(checked.problems[0]!.message);
    const program = compile(checked.typed);
    const taken = new Set<string>();
    for (let index = 0; index < 2_000; index += 1) {
      const facts = historyFacts(index);
      const result = program.run(facts, { trace: true });
      const answer = sides.after.answer(facts);
      if (!result.ok || !answer.ok) throw new Error('the rule stopped');
      expect(answer.terms).toEqual(commissionTerms(result.value));
      const choice = result.trace!.find(({ pointer }) => pointer === '');
      expect(answer.branch).toBe(`/if/${choice!.taken}`);
      taken.add(answer.branch);
    }
    expect(taken.size).toBeGreaterThan(6);
  });

  it('leads through nested decisions, and computes what is no literal', () => {
    const nested = prepareSide(
      historyVersion(
        {
          if: [
            { '==': [{ var: 'partner.tier' }, 'gold'] },
            {
              if: [
                { '>': [{ var: 'order.net' }, 5_000] },
                { outcome: ['type', 'flat', 'amount', { round: [{ percent_of: ['10', { var: 'order.net' }] }] }] },
                { type: 'none', reason: 'small' },
              ],
            },
            { type: 'percent', rate: '5' },
          ],
        },
        null,
      ),
    );
    expect(nested.leaves.map(({ pointer, literal }) => [pointer, literal])).toEqual([
      ['/if/1/if/1', false],
      ['/if/1/if/2', true],
      ['/if/2', true],
    ]);
    const facts = (tier: string, net: number) => {
      const base = historyFacts(0);
      return { ...base, partner: { tier, type: 'agency' }, order: { ...(base['order'] as object), net } };
    };
    expect(nested.answer(facts('gold', 7_000))).toEqual({
      ok: true,
      terms: { type: 'flat', amount: '700' },
      branch: '/if/1/if/1',
    });
    expect(nested.answer(facts('gold', 9_000))).toMatchObject({ terms: { amount: '900' } });
    expect(nested.answer(facts('silver', 9_000))).toMatchObject({ branch: '/if/2' });
  });

  it('refuses what does not check, with its place', () => {
    const none = { type: 'none', reason: 'x' };
    expect(() =>
      prepareSide(historyVersion({ if: [{ '==': [{ var: 'order.kinds' }, 'new'] }, none, none] }, null)),
    ).toThrow(expect.objectContaining({ code: 'unknown_fact', pointer: '/if/0/==/0' }));
    expect(() => prepareSide({ ...after, logic: '{"if": [' })).toThrow(expect.objectContaining({ code: 'syntax' }));
  });
});

describe('a backtest over stored commissions', () => {
  let store: Store;
  let backtest: Backtest;
  const count = 330;
  const asked = { programme, rule, count, partners: 17 };

  beforeAll(async () => {
    store = await freshStore();
    await storeHistory(store, asked);
    await storeHistory(store, { ...asked, rule: 'another', from: count, count: count + 5 });
    backtest = await make('one');
    // Facts that were not stored, a line that took something back, and one that came too late.
    const [first, second, third] = await store.commissions.collection.find(
      programme,
      { 'rule.key': rule },
      { sort: { occurredAt: 1 }, limit: 3 },
    );
    await store.commissions.collection.change(programme, first!.id, () => ({ set: { facts: {} } }));
    await store.commissions.collection.change(programme, second!.id, () => ({ set: { reverses: third!.id } }));
    await store.commissions.collection.change(programme, third!.id, () => ({
      set: { createdAt: new Date('2027-01-02') },
    }));
  });
  afterAll(() => dropAndClose(store));

  async function make(name: string, more: Partial<Backtest> = {}): Promise<Backtest> {
    const { doc } = await store.backtests.insertOrRead({
      id: derivedId('backtest', name),
      programme,
      rule,
      requestedBy: { id: 'usr_1', name: 'Ada' },
      period: historyPeriod,
      filter: {},
      before,
      after,
      terms: { timeZone, settings, tiers: [] },
      createdAt: new Date('2027-01-01'),
      ...more,
    });
    return doc;
  }

  async function run(of: Backtest, size: number): Promise<BacktestPart[]> {
    const parts: BacktestPart[] = [];
    for (let at: Parameters<typeof runChunk>[3] | undefined = { index: 0 }; at;) {
      const part: BacktestPart = await runChunk(store, of, sides, at, { ...quiet, size });
      parts.push(part);
      at = part.next && { index: part.index + 1, after: part.next };
    }
    return parts;
  }

  it('reads what this rule decided, in order, each once, whatever the size of a chunk', async () => {
    expect(await countSources(store, backtest)).toBe(count - 2);
    await run(backtest, 50);
    const other = await make('other size');
    await run(other, 7);
    const [one, two] = await Promise.all(
      [backtest, other].map((of) => foldChunks(store, of, sides, () => undefined, 3)),
    );
    expect(two).toEqual(one);
    expect(one!.tally).toMatchObject({ orders: count - 3, withoutFacts: 1, errors: 0 });
    expect(one!.unreached.after).toContain('/if/17');
    const rows = await allRows(backtest, {});
    expect(rows).toHaveLength(count - 3);
    expect(new Set(rows.map(({ commission }) => commission)).size).toBe(rows.length);
    expect(rows.map(({ at }) => at.getTime())).toEqual(rows.map(({ at }) => at.getTime()).sort((a, b) => a - b));
  });

  async function allRows(of: Backtest, query: Parameters<typeof store.backtests.rows>[2]): Promise<BacktestRow[]> {
    const rows: BacktestRow[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Awaited<ReturnType<typeof store.backtests.rows>> = await store.backtests.rows(programme, of.id, {
        ...query,
        limit: 13,
        ...(cursor && { cursor }),
      });
      rows.push(...page.data);
      cursor = page.nextCursor;
    }
    return rows;
  }

  it('a chunk that is run again replaces nothing and answers the same', async () => {
    const again = await make('again');
    const [first] = await run(again, 100);
    const chunk = await store.backtests.chunks.findOne(programme, { backtest: again.id, index: 0 });
    const [second] = await run({ ...again, after: before }, 100);
    expect(second!.tally).toEqual(first!.tally);
    expect(await store.backtests.chunks.findOne(programme, { backtest: again.id, index: 0 })).toEqual(chunk);
  });

  it('pages through the changed rows only, or one partner’s', async () => {
    const all = await allRows(backtest, {});
    const changed = await allRows(backtest, { changed: true });
    const differs = (row: BacktestRow) =>
      'amount' in row.before && 'amount' in row.after && row.before.amount !== row.after.amount;
    expect(changed).toEqual(all.filter(differs));
    expect(changed.length).toBeGreaterThan(10);
    const { partner } = all[0]!;
    expect(await allRows(backtest, { partner })).toEqual(all.filter((row) => row.partner === partner));
  });

  it('keeps to the partners and tiers it was asked for', async () => {
    const partner: PartnerId = (await allRows(backtest, {}))[5]!.partner;
    const some = await make('some', { filter: { partners: [partner], tiers: ['gold'] } });
    await run(some, 100);
    const rows = await allRows(some, {});
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual((await allRows(backtest, {})).filter((row) => row.partner === partner && row.tier === 'gold'));
  });

  it('an error of a version is a row with code and place, and in no sum', async () => {
    const broken = prepareSide(
      historyVersion(
        {
          if: [
            { '==': [{ var: 'partner.tier' }, 'gold'] },
            { type: 'percent', rate: '5', base: 'margin' },
            { type: 'none', reason: 'x' },
          ],
        },
        null,
      ),
    );
    const [row] = (await allRows(backtest, {})).filter(({ tier }) => tier === 'gold');
    const commission = (await store.commissions.get(programme, row!.commission))!;
    const usd = (amount: bigint) => ({ amount, currency: 'USD' });
    const told = commission.facts['order'] as { amount: number; tax: number };
    const stored = {
      amount: usd(BigInt(told.amount)),
      tax: usd(BigInt(told.tax)),
      shipping: usd(0n),
      margin: usd(4_000n),
    };
    const found = replay({ commission }, sides.before, broken, backtest.terms)!;
    expect(found.after).toEqual({
      fault: { code: 'no_margin', pointer: '/if/1', message: expect.stringContaining('margin') },
    });
    expect(replay({ commission, stored }, sides.before, broken, backtest.terms)!.after).toEqual({
      amount: 200n,
      branch: '/if/1',
    });
  });

  it('cancels: at once where it has not begun, before the next chunk where it has', async () => {
    const by = { id: 'usr_1', name: 'Ada' };
    const now = new Date();
    const waiting = await make('waiting');
    expect(await store.backtests.cancel(programme, waiting.id, by, now)).toMatchObject({ state: 'cancelled' });
    expect(await store.backtests.begin(programme, waiting.id, 5, now)).toMatchObject({ state: 'cancelled' });
    const running = await make('running');
    await store.backtests.begin(programme, running.id, 5, now);
    expect(await store.backtests.cancel(programme, running.id, by, now)).toMatchObject({
      state: 'running',
      cancelledBy: by,
    });
    const result = await foldChunks(store, running, sides, () => undefined);
    const ended = await store.backtests.finish(programme, running.id, 'cancelled', result, now);
    expect(ended).toMatchObject({ state: 'cancelled', result });
    expect(await store.backtests.fail(programme, running.id, { code: 'x', message: 'x' }, now)).toEqual(ended);
  });

  it('old ones of the rule go with their chunks', async () => {
    const all = await store.backtests.collection.count(programme, { rule });
    const finished = await store.backtests.collection.count(programme, { rule, state: 'cancelled' });
    expect(await store.backtests.prune(programme, rule, 0)).toBe(finished);
    expect(await store.backtests.collection.count(programme, { rule })).toBe(all - finished);
    const left = await store.backtests.chunks.find(programme, {}, { without: ['rows', 'tally', 'partners'] });
    for (const { backtest: of } of left) expect(await store.backtests.get(programme, of)).not.toBeNull();
  });
});
