import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PartnerId } from '@sluice/domain';
import type { GroupDto, PartnerAgreementDto, Problem, ProgrammeTermsDto } from '@sluice/contracts';
import { relayOnce } from '@sluice/store';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let nora: PartnerId;
let finance: Credential;
let ops: Credential;
let partner: Credential;

beforeAll(async () => {
  api = await startApi();
  nora = await api.partner('Nora Winter');
  finance = await api.user(['finance']);
  ops = await api.user(['ops']);
  partner = await api.user(['partner'], { partner: nora });
});
afterAll(() => api.close());

async function json<T>(
  method: string,
  path: string,
  as: Credential,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const response = await api.call(method, path, { as, ...(body === undefined ? {} : { body }) });
  return { status: response.status, body: (await response.json()) as T };
}

const percent = { terms: { type: 'percent', rate: '12.5', caps: [{ per: 'order', amount: 10000 }] } };

describe('groups', () => {
  it('are made by finance, told in words in the caller’s language, and changed by compare-and-set', async () => {
    const made = await json<GroupDto>('POST', '/v1/groups', finance, {
      key: 'agencies',
      name: 'Agencies',
      terms: percent,
      payout: { minimumPayout: { USD: '10000' }, methods: ['sepa'], frequency: 'monthly' },
      newPartners: 'submitted',
    });
    expect(made).toMatchObject({
      status: 201,
      body: { key: 'agencies', partners: 0, sentence: '12.5\u202f%, at most $100.00 an order', rev: 1 },
    });
    // Amounts are stored as texts, exact.
    expect(made.body.terms).toEqual({
      terms: { type: 'percent', rate: '12.5', caps: [{ per: 'order', amount: '10000' }] },
    });
    const change = { rev: 1, terms: { terms: { type: 'bounty', amount: 5000 } }, payout: null };
    const changed = await json<GroupDto>('PATCH', '/v1/groups/agencies', finance, change);
    expect(changed.body).toMatchObject({ sentence: '$50.00 once a customer', rev: 2 });
    expect(changed.body.payout).toBeUndefined();
    expect((await json('PATCH', '/v1/groups/agencies', finance, change)).status).toBe(409);
    expect((await json('POST', '/v1/groups', finance, { key: 'agencies', name: 'Again' })).status).toBe(409);
    const all = await json<{ data: GroupDto[] }>('GET', '/v1/groups', ops);
    expect(all.body.data.map(({ key }) => key)).toEqual(['agencies']);
    const german = await api.call('GET', '/v1/groups/agencies', {
      as: finance,
      headers: { 'Accept-Language': 'de' },
    });
    expect(((await german.json()) as GroupDto).sentence).toMatch(/einmal je Kunde/);
  });

  it('say how a partner begins who is taken into one', async () => {
    const make = (group: string, email: string) =>
      json<{ status: string; group?: string }>('POST', '/v1/partners', ops, {
        name: 'New',
        email,
        type: 'agency',
        group,
      });
    expect((await make('agencies', 'new@agency.example')).body).toMatchObject({
      status: 'submitted',
      group: 'agencies',
    });
    expect((await make('ghost', 'ghost@agency.example')).status).toBe(422);
  });

  it.each<[string, unknown, string]>([
    ['a rate above 100', { terms: { type: 'percent', rate: '101' } }, '/terms/terms/rate'],
    ['an unknown kind', { terms: { type: 'magic', rate: '1' } }, '/terms/terms'],
    ['recurring without rate and amount', { terms: { type: 'recurring', months: 3 } }, '/terms/terms'],
    [
      'inner terms that are wrong',
      { terms: { type: 'bonus', to: { type: 'percent', rate: 'x' }, amount: 1 } },
      '/terms/terms/to/rate',
    ],
    [
      'stages that make 90',
      {
        terms: {
          type: 'percent',
          rate: '10',
          release: [
            { percent: '50', after: 'P0D' },
            { percent: '40', after: 'P30D' },
          ],
        },
      },
      '/terms/terms/release',
    ],
    [
      'a line that names no product',
      {
        terms: {
          type: 'per_product',
          lines: [{ terms: { type: 'percent', rate: '1' } }],
          rest: { type: 'none', reason: 'x' },
        },
      },
      '/terms/terms/lines/0',
    ],
    ['a rule that nobody published', { rule: 'ghost' }, '/terms/rule'],
  ])('refuse %s and say where', async (_name, terms, pointer) => {
    const refused = await json<Problem>('POST', '/v1/groups', finance, { key: 'bad', name: 'Bad', terms });
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map((error) => error.pointer)).toContain(pointer);
    expect((await json('GET', '/v1/groups/bad', finance)).status).toBe(404);
  });

  it('are for those who pay to change, and not for partners to see', async () => {
    expect((await json('POST', '/v1/groups', ops, { key: 'mine', name: 'Mine' })).status).toBe(403);
    expect((await json('GET', '/v1/groups', partner)).status).toBe(403);
  });
});

describe('whose terms count', () => {
  it('a partner’s own before its group’s, and so on down to the rule of the flow', async () => {
    const path = `/v1/partners/${nora}/agreement`;
    const look = async () => (await json<PartnerAgreementDto>('GET', path, finance)).body;
    const set = async (body: object) =>
      (await json<PartnerAgreementDto>('PATCH', path, finance, { rev: (await look()).rev, ...body })).body;
    expect((await look()).counts).toMatchObject({ level: 'flow' });
    const terms = (await json<ProgrammeTermsDto>('GET', '/v1/terms', finance)).body;
    const all = await json<ProgrammeTermsDto>('PATCH', '/v1/terms', finance, {
      rev: terms.rev,
      terms: { terms: { type: 'flat', amount: 100 } },
      spendCaps: [{ amount: '500000' }, { period: 'year', amount: '2000000' }],
    });
    expect(all.body).toMatchObject({
      sentence: '$1.00',
      spendCaps: [
        { amount: '500000', claimed: '0' },
        { period: 'year', amount: '2000000', claimed: '0' },
      ],
    });
    expect((await look()).counts).toMatchObject({ level: 'programme', sentence: '$1.00' });
    expect((await set({ group: 'agencies' })).counts).toMatchObject({ level: 'group', name: 'Agencies' });
    expect((await set({ terms: percent })).counts).toMatchObject({ level: 'partner' });
    expect((await set({ terms: null, group: null })).counts).toMatchObject({ level: 'programme' });
    expect((await json('PATCH', path, finance, { rev: 1, group: null })).status).toBe(409);
    expect((await json('PATCH', path, finance, { rev: (await look()).rev, group: 'ghost' })).status).toBe(422);
    const now = (await json<ProgrammeTermsDto>('GET', '/v1/terms', finance)).body;
    const ghost = await json<Problem>('PATCH', '/v1/terms', finance, { rev: now.rev, tiers: { ghost: percent } });
    expect(ghost.body.errors?.[0]?.pointer).toBe('/tiers/ghost');
    await json('PATCH', '/v1/terms', finance, { rev: now.rev, terms: null });
    expect((await look()).counts.level).toBe('flow');
  });

  it('is written down', async () => {
    await relayOnce(api.store);
    const audit = await api.store.audit.list('demo', { limit: 50 });
    const actions = new Set(audit.data.map(({ action }) => action));
    for (const action of ['group.created', 'group.changed', 'terms.changed', 'partner.terms_changed'])
      expect(actions).toContain(action);
  });
});
