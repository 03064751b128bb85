import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AdjustmentDto, DecisionResult, Problem } from '@sluice/contracts';
import type { PartnerId } from '@sluice/domain';
import { verify } from '@sluice/store';
import { relayOnce } from '@sluice/store';
import { settleAdjustments } from '@sluice/store/operations/index';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let maker: Credential & { id: string };
let checker: Credential;
let second: Credential;
let partner: PartnerId;

beforeAll(async () => {
  api = await startApi();
  maker = await api.user(['finance']);
  checker = await api.user(['finance']);
  second = await api.user(['finance']);
  partner = await api.partner('Kestrel Reviews');
});
afterAll(() => api.close());

const usd = (amount: string) => ({ amount, currency: 'USD' });
const ask = (amount: string, key: string, as: Credential = maker, reason = 'The bonus of May was forgotten') =>
  api.call('POST', '/v1/adjustments', {
    as,
    headers: { 'Idempotency-Key': key },
    body: { partner, amount: usd(amount), reason },
  });
const asked = async (amount: string, key: string) => (await (await ask(amount, key)).json()) as AdjustmentDto;
const decide = (one: AdjustmentDto, as: Credential, outcome = 'approve') =>
  api.call('POST', `/v1/approvals/${one.approval}/decision`, {
    as,
    body: { outcome, subjectHash: one.subjectHash, ...(outcome === 'reject' && { comment: 'May was paid' }) },
  });
const all = async (query = '') =>
  ((await (await api.call('GET', `/v1/adjustments${query}`, { as: checker })).json()) as { data: AdjustmentDto[] })
    .data;
const payable = async () => (await api.store.ledger.head('demo', partner))?.balancesAfter['partner:payable|USD'] ?? 0n;

describe('manual adjustments', () => {
  it('move money only when somebody else has approved exactly them, once, and tell the partner', async () => {
    const one = await asked('4200', 'a-1');
    expect(one).toMatchObject({ state: 'waiting', needed: 1, given: 0, canDecide: false, barredBy: 'maker' });
    expect(await payable()).toBe(0n);
    expect((await decide(one, maker)).status).toBe(403);
    expect(((await (await decide(one, checker)).json()) as DecisionResult).state).toBe('approved');
    expect(await payable()).toBe(4200n);
    const [posted] = await all('?state=posted');
    expect(posted).toMatchObject({ id: one.id, state: 'posted', reason: 'The bonus of May was forgotten' });
    expect((await decide(one, second)).status).toBe(409);
    expect(await payable()).toBe(4200n);
    const { data: notices } = await api.store.notices.list('demo', { partner });
    expect(notices.map(({ title, text }) => [title, text])).toEqual([
      ['Your balance was adjusted: +$42.00', 'The bonus of May was forgotten'],
    ]);
    const commission = await api.store.commissions.need('demo', posted?.commission as `com_${string}`);
    expect(commission).toMatchObject({
      component: 'adjustment',
      position: { state: 'payable', open: { amount: 4200n } },
    });
  });

  it('asked for twice by one key are one', async () => {
    const before = (await all()).length;
    const [a, b] = [await asked('100', 'twice'), await asked('100', 'twice')];
    expect(a.id).toBe(b.id);
    expect((await all()).length).toBe(before + 1);
    expect((await decide(a, checker, 'reject')).status).toBe(200);
    expect((await all('?state=rejected')).map(({ id }) => id)).toEqual([a.id]);
    expect(await payable()).toBe(4200n);
  });

  it('from the threshold for a second approver on take two people, in either direction', async () => {
    const one = await asked('-500000', 'big');
    expect(one.needed).toBe(2);
    expect(((await (await decide(one, checker)).json()) as DecisionResult).state).toBe('pending');
    expect(await payable()).toBe(4200n);
    expect((await decide(one, checker)).status).toBe(409);
    expect(((await (await decide(one, second)).json()) as DecisionResult).state).toBe('approved');
    expect(await payable()).toBe(4200n - 500_000n);
    expect((await asked('499999', 'below')).needed).toBe(1);
  });

  it('that were decided before a crash are posted by the sweep', async () => {
    const one = await asked('77', 'crash');
    const approval = await api.store.approvals.need('demo', one.approval as `apr_${string}`);
    await api.store.approvals.decide('demo', approval.id, {
      id: 'd-1',
      by: 'usr_x',
      name: 'X',
      roles: ['finance'],
      at: new Date(),
      outcome: 'approve',
      subjectHash: one.subjectHash,
    });
    const before = await payable();
    const log = (message: string) => expect(message).toBe('never');
    expect(await settleAdjustments(api.store, 'demo', new Date(), log)).toBe(1);
    expect(await settleAdjustments(api.store, 'demo', new Date(), log)).toBe(0);
    expect(await payable()).toBe(before + 77n);
  });

  it('whose maker was cut off before the approval still come into the inbox', async () => {
    const one = await asked('78', 'cut');
    await api.store.approvals.collection.remove('demo', one.approval);
    await settleAdjustments(api.store, 'demo', new Date(), () => undefined);
    const again = await api.store.approvals.need('demo', one.approval as `apr_${string}`);
    expect(again).toMatchObject({ state: 'pending', makers: [maker.id], subjectHash: one.subjectHash });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another currency', { amount: { amount: '5', currency: 'EUR' } }, '/amount/currency'],
    ['nothing', { amount: usd('0') }, '/amount/amount'],
    ['no reason', { reason: '' }, '/reason'],
    ['nobody', { partner: 'par_nobody' }, '/partner'],
  ])('for %s are refused with the place', async (_name, wrong, pointer) => {
    const body = { partner, amount: usd('5'), reason: 'because of it', ...wrong };
    const response = await api.call('POST', '/v1/adjustments', { as: maker, body });
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('are for staff, and reading for auditors', async () => {
    const auditor = await api.user(['auditor']);
    expect((await ask('5', 'no', auditor)).status).toBe(403);
    expect((await api.call('GET', '/v1/adjustments', { as: auditor })).status).toBe(200);
    const own = await api.user(['partner'], { partner });
    expect((await ask('5', 'no', own)).status).toBe(403);
    expect((await api.call('GET', '/v1/adjustments', { as: own })).status).toBe(403);
  });

  it('leave books that prove themselves', async () => {
    await relayOnce(api.store);
    expect(await verify(api.store, { programme: 'demo' })).toEqual([]);
  });
});
