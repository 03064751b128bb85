import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decideEarn,
  decideRelease,
  decideReserve,
  derivedId,
  type Commission,
  type CommissionId,
  type PartnerId,
} from '@sluice/domain';
import { settleTermination } from '@sluice/store/operations/index';
import type {
  PartnerDetail,
  PartnerErasePreviewDto,
  PartnerMergePreviewDto,
  PartnerStatusPreviewDto,
  Problem,
} from '@sluice/contracts';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let admin: Credential;
let ops: Credential;

beforeAll(async () => {
  api = await startApi();
  admin = await api.user(['admin']);
  ops = await api.user(['ops']);
});
afterAll(() => api.close());

const post = (path: string, body: unknown, as: Credential) => api.call('POST', path, { as, body });
const get = (path: string, as: Credential) => api.call('GET', path, { as });
const reason = 'one and the same person';

const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
const at = new Date('2026-11-02T09:00:00Z');

/** A commission of a partner, as far as it has come. */
async function earned(partner: PartnerId, name: string, amount: bigint, upTo: 'held' | 'payable' | 'reserved') {
  const { store } = api;
  const commission = `com_${name}${partner.slice(4)}` as CommissionId;
  const act = { programme: 'demo', partner, at, actor: 'test' };
  const money = { amount, currency: 'USD' };
  const doc: Commission = {
    id: commission,
    programme: 'demo',
    partner,
    referral: derivedId('referral', name),
    order: derivedId('order', name),
    customer: derivedId('customer', name),
    orderExternalId: name,
    lineKey: 'order',
    component: 'base',
    amount: money,
    base: { amount: amount * 10n, currency: 'USD' },
    terms: { type: 'percent', rate: '10' },
    rule: { key: 'standard', version: 1, hash: 'h' },
    facts: {},
    trace: [],
    calculation: [],
    explanation: [],
    event: derivedId('event', name),
    occurredAt: at,
    createdAt: at,
  };
  await store.commissions.insertOrRead(doc);
  const options = { commissions: [commission] };
  await store.ledger.post('demo', partner, options, (head, positions) =>
    decideEarn(head, positions, { ...act, commission: doc, holds: [], timeZone: 'UTC' }),
  );
  if (upTo !== 'held')
    await store.ledger.post('demo', partner, options, (head, positions) =>
      decideRelease(head, positions, { ...act, commission }),
    );
  if (upTo === 'reserved') {
    const [payout, batch] = [derivedId('payout', name), derivedId('batch', name)];
    await store.ledger.post('demo', partner, options, (head, positions) =>
      decideReserve(head, positions, { ...act, payout, batch, currency: 'USD', items: [commission] }),
    );
    await store.payouts.insertOrRead({
      id: payout,
      programme: 'demo',
      batch,
      partner,
      currency: 'USD',
      amount: money,
      items: [{ commission, amount: money }],
      rail: 'sandbox',
      state: 'awaiting_approval',
      attempts: [],
      createdAt: at,
    });
  }
  return commission;
}

describe('merging partners', () => {
  it('answers the survivor, and says of the other why it ended', async () => {
    const [from, into] = [await api.partner('Twin'), await api.partner('Real')];
    const answer = await post(`/v1/partners/${from}/merge`, { into, reason }, ops);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as PartnerDetail).id).toBe(into);
    expect(await api.store.partners.need('demo', from)).toMatchObject({
      status: 'terminated',
      mergedInto: into,
      statusReason: reason,
    });
  });

  it.each<[string, () => Promise<{ into: string }>, string]>([
    ['itself', async () => ({ into: '' }), 'same_partner'],
    ['nobody', async () => ({ into: 'par_nobody' }), 'unknown_partner'],
  ])('with %s is refused with the place', async (_name, other, code) => {
    const from = await api.partner('Lonely');
    const { into } = await other();
    const response = await post(`/v1/partners/${from}/merge`, { into: into || from, reason }, ops);
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors).toMatchObject([{ pointer: '/into', code }]);
  });
});

describe('before merging', () => {
  it('tells what goes over now, what follows later and what stays; then exactly that happens', async () => {
    const [from, into] = [await api.partner('Twin two'), await api.partner('Real two')];
    await earned(from, 'pay', 2_000n, 'payable');
    await earned(from, 'held', 3_000n, 'held');
    await earned(from, 'out', 4_000n, 'reserved');
    await api.store.links.insertOrRead({
      id: derivedId('link', from),
      programme: 'demo',
      partner: from,
      code: 'twin-two',
      target: 'https://halden.example/',
      active: true,
      createdAt: at,
    });
    const answer = await get(`/v1/partners/${from}/merge-preview?into=${into}`, ops);
    expect(answer.status).toBe(200);
    const preview = (await answer.json()) as PartnerMergePreviewDto;
    expect(preview).toMatchObject({
      from: { id: from, name: 'Twin two' },
      into: { id: into, name: 'Real two' },
      moves: { payable: [usd(2_000)], links: 1, coupons: 0, touches: 0, referrals: 0 },
      later: { held: [usd(3_000)], inTransit: [usd(4_000)] },
      stays: { commissions: 3, statements: 0, payouts: 1 },
      openPayouts: [{ state: 'awaiting_approval', amount: usd(4_000) }],
      warnings: ['payouts_open'],
    });
    expect(preview.refusal).toBeUndefined();
    expect((await post(`/v1/partners/${from}/merge`, { into, reason }, ops)).status).toBe(200);
    const detail = async (id: string) => (await (await get(`/v1/partners/${id}`, ops)).json()) as PartnerDetail;
    expect(await detail(into)).toMatchObject({
      balances: [{ payable: usd(2_000) }],
      links: [{ code: 'twin-two' }],
      merged: [{ id: from, name: 'Twin two' }],
    });
    expect(await detail(from)).toMatchObject({
      mergedInto: { id: into, name: 'Real two' },
      balances: [{ payable: usd(0), held: usd(3_000), inTransit: usd(4_000) }],
    });
    // Told again, there is a reason against the other way round.
    const back = await get(`/v1/partners/${into}/merge-preview?into=${from}`, ops);
    expect(((await back.json()) as PartnerMergePreviewDto).refusal?.code).toBe('merged_away');
  });

  it.each<[string, string, number]>([
    ['itself', '', 200],
    ['nobody', 'par_nobody', 422],
  ])('with %s it says so', async (_name, other, status) => {
    const from = await api.partner('Lone');
    const answer = await get(`/v1/partners/${from}/merge-preview?into=${other || from}`, ops);
    expect(answer.status).toBe(status);
    const said = (await answer.json()) as PartnerMergePreviewDto & Problem;
    expect(said.refusal?.code ?? said.errors?.[0]?.code).toBe(status === 200 ? 'same_partner' : 'unknown_partner');
  });

  it.each(['merge-preview?into=par_x', 'erase-preview', 'status-preview'])(
    'only whoever may do it looks at %s',
    async (path) => {
      const id = await api.partner('Closed');
      const own = await api.user(['partner'], { partner: id });
      const auditor = await api.user(['auditor']);
      for (const as of [own, auditor]) expect((await get(`/v1/partners/${id}/${path}`, as)).status).toBe(403);
    },
  );
});

describe('erasing a partner', () => {
  it('says before what goes and what stays, and which money stands against it', async () => {
    const id = await api.partner('Olaf Open');
    await earned(id, 'open', 4_120n, 'held');
    await api.user(['partner'], { partner: id });
    const preview = async () =>
      (await (await get(`/v1/partners/${id}/erase-preview`, admin)).json()) as PartnerErasePreviewDto;
    expect(await preview()).toMatchObject({
      name: 'Olaf Open',
      pseudonym: `Erased partner ${id.slice(-6)}`,
      open: [{ currency: 'USD', held: usd(4_120), payable: usd(0) }],
      erases: { people: 1, payoutAccounts: 1, notes: 0 },
      keeps: { journals: 1, commissions: 1, payouts: 0, statements: 0 },
      merged: [],
    });
    const refused = await post(`/v1/partners/${id}/erase`, { name: 'Olaf Open', reason: 'asked to' }, admin);
    expect(refused.status).toBe(422);
    const [error] = ((await refused.json()) as Problem).errors ?? [];
    expect(error).toMatchObject({ code: 'still_owed', message: expect.stringContaining('$41.20 held') });
  });

  it('takes the name typed again, closes its users, and shows nobody any more', async () => {
    const id = await api.partner('Vera Secret');
    const own = await api.user(['partner'], { partner: id });
    await api.store.prospects.insertOrRead({
      id: derivedId('prospect', id),
      programme: 'demo',
      name: 'Vera Secret',
      email: 'vera@partner.example',
      language: 'en',
      stage: 'won',
      tags: [],
      history: [],
      partner: id,
      createdAt: at,
    });
    const erase = (name: string, as = admin) => post(`/v1/partners/${id}/erase`, { name, reason: 'asked to' }, as);
    expect((await erase('Vera Secret', ops)).status).toBe(403);
    const wrong = await erase('Vera');
    expect([wrong.status, ((await wrong.json()) as Problem).errors?.[0]?.pointer]).toEqual([422, '/name']);
    const answer = await erase('Vera Secret');
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).not.toMatch(/Vera Secret|partner\.example/);
    expect((await api.call('GET', '/v1/me', { as: own })).status).not.toBe(200);
    expect(await api.store.native().collection('user').countDocuments({ email: own.email })).toBe(0);
    expect(JSON.stringify(await api.store.prospects.need('demo', derivedId('prospect', id)))).not.toMatch(
      /Vera Secret|vera@/,
    );
    const after = (await (await get(`/v1/partners/${id}`, admin)).json()) as PartnerDetail;
    expect(after).toMatchObject({ name: `Erased partner ${id.slice(-6)}`, erasedAt: expect.any(String) });
    expect((await erase('Vera Secret')).status).toBe(200);
  });
});

describe('whoever is gone', () => {
  it.each([
    [
      'was merged away',
      'merged_away',
      (id: string, other: string) => post(`/v1/partners/${id}/merge`, { into: other, reason: 'the same' }, admin),
    ],
    [
      'was erased',
      'erased',
      (id: string) => post(`/v1/partners/${id}/erase`, { name: 'Gone', reason: 'asked to' }, admin),
    ],
  ])('and %s becomes nothing else again', async (_, code, end) => {
    const id = await api.partner('Gone');
    expect((await end(id, await api.partner('Survivor'))).status).toBe(200);
    const { rev, status } = await api.store.partners.need('demo', id);
    const to = status === 'terminated' ? 'active' : 'paused';
    const answer = await post(`/v1/partners/${id}/status`, { status: to, reason: 'back again', rev }, admin);
    expect([answer.status, ((await answer.json()) as Problem).errors?.[0]?.code]).toEqual([422, code]);
    expect((await api.store.partners.need('demo', id)).status).toBe(status);
  });
});

describe('terminating for cause', () => {
  it('says before what is cancelled and, terminated, what comes back', async () => {
    const id = await api.partner('Staked');
    await earned(id, 'stake-1', 2_500n, 'held');
    await earned(id, 'stake-2', 1_000n, 'held');
    await earned(id, 'stake-3', 900n, 'payable');
    const preview = async () =>
      (await (await get(`/v1/partners/${id}/status-preview`, ops)).json()) as PartnerStatusPreviewDto;
    const none = { commissions: 0, amounts: [] };
    expect(await preview()).toEqual({ forfeits: { commissions: 2, amounts: [usd(3_500)] }, restores: none });
    const { rev } = await api.store.partners.need('demo', id);
    const body = { status: 'terminated', reason: 'self-referrals', forCause: true, rev };
    const ended = await post(`/v1/partners/${id}/status`, body, ops);
    expect(((await ended.json()) as PartnerDetail).forCause).toBe(true);
    await settleTermination(api.store, 'demo', id, { at, actor: 'test' });
    expect(await preview()).toEqual({ forfeits: none, restores: { commissions: 2, amounts: [usd(3_500)] } });
  });

  it('is said with the status, kept, and taken back by reinstating', async () => {
    const id = await api.partner('Shady');
    const change = async (status: string, forCause?: boolean) => {
      const { rev } = await api.store.partners.need('demo', id);
      return post(
        `/v1/partners/${id}/status`,
        { status, reason: 'self-referrals', rev, ...(forCause && { forCause }) },
        ops,
      );
    };
    expect((await change('terminated', true)).status).toBe(200);
    expect((await api.store.partners.need('demo', id)).forCause).toBe(true);
    expect((await change('active')).status).toBe(200);
    expect((await api.store.partners.need('demo', id)).forCause).toBeUndefined();
  });
});
