import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { derivedId, type EventType, type JsonObject, type PartnerId } from '@sluice/domain';
import { openStore, relayOnce, type Store, type StoredEvent } from '@sluice/store';
import { setStatus } from '@sluice/store/operations/index';
import { projectorOf } from '../src/project/index.js';
import type { ProjectDeps, Projected } from '../src/project/projector.js';

/** What leads and partners' documents become of events, in whatever order and however often these are told. */
const programme = demoProgramme.key;
const now = new Date('2026-11-20T12:00:00Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

let store: Store;
let deps: ProjectDeps;
let kestrel: PartnerId;
let lumen: PartnerId;

beforeAll(async () => {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  store = await openStore({ uri, database: `leads_${randomBytes(6).toString('hex')}` });
  deps = { store, now: () => now, failpoint: () => undefined, hash: (text) => `hash:${text.toLowerCase()}` };
  await store.programmes.insertOrRead(demoProgramme);
  kestrel = await partner('kestrel');
  lumen = await partner('lumen');
});

afterAll(async () => {
  await store.native().dropDatabase();
  await store.close();
});

async function partner(name: string): Promise<PartnerId> {
  const id = derivedId('partner', programme, name);
  await store.partners.insertOrRead({
    id,
    programme,
    name,
    email: `${name}@${name}.example`,
    type: 'creator',
    status: 'active',
    tier: 'bronze',
    tierSince: ago(200),
    language: 'en',
    timeZone: 'UTC',
    tags: [],
    custom: {},
    createdAt: ago(200),
  });
  await store.links.insertOrRead({
    id: derivedId('link', name),
    programme,
    partner: id,
    code: name,
    target: 'https://halden.example/',
    active: true,
    createdAt: ago(200),
  });
  return id;
}

async function event(type: EventType, id: string, data: JsonObject, at = now): Promise<StoredEvent> {
  const given = { programme, source: 'api', sourceId: id, type, version: 1, occurredAt: at, receivedAt: at, data };
  return (await store.events.insert(programme, given)).event;
}

const project = async (told: StoredEvent): Promise<Projected> => projectorOf(told.type)!(deps, told);

const lead = async (id: string, by = 'kestrel', type: EventType = 'lead.created', at = ago(2)) =>
  project(
    await event(
      type,
      `${type}-${id}`,
      { lead: { id, email: `${id}@northwind.example` }, attribution: { partnerId: by } },
      at,
    ),
  );

const referralOf = (customer: string) =>
  store.referrals.ofCustomer(programme, derivedId('customer', programme, 'api', customer));

const pays = async (id: string, more: JsonObject = {}) =>
  project(
    await event('order.paid', `order-${id}`, {
      order: { id: `o-${id}`, amount: { amount: '20000', currency: 'USD' } },
      customer: { id },
      ...more,
    }),
  );

describe('a lead', () => {
  it('is a referral that waits to be judged, and a subject for flows beside its partner; told again it is the same', async () => {
    const first = await lead('ana');
    const referral = await referralOf('ana');
    expect(referral).toMatchObject({ partner: kestrel, stage: 'lead', status: 'pending', orders: 0 });
    expect(first).toMatchObject({
      subject: { kind: 'partner', id: kestrel },
      also: [{ kind: 'referral', id: referral?.id }],
    });
    expect(first.correlations).toEqual(expect.arrayContaining([`referral:${referral?.id}`, `partner:${kestrel}`]));
    await lead('ana');
    await lead('ana', 'lumen', 'demo.booked');
    expect(await referralOf('ana')).toMatchObject({ id: referral?.id, partner: kestrel, rev: referral?.rev });
  });

  it('without a partner is nobody’s referral', async () => {
    const told = await event('lead.created', 'lead-nobody', { lead: { id: 'nobody', email: 'n@northwind.example' } });
    expect(await project(told)).not.toHaveProperty('also');
    expect(await referralOf('nobody')).toBeNull();
  });

  it('becomes a customer by its first order, which decides who is credited, once', async () => {
    await lead('ben');
    await pays('ben', { attribution: { partnerId: 'lumen' } });
    const after = await referralOf('ben');
    expect(after).toMatchObject({ partner: lumen, stage: 'customer', status: 'approved', orders: 1 });
    expect(after?.leadEvent).toBeDefined();
    await pays('ben', { attribution: { partnerId: 'lumen' } });
    expect((await referralOf('ben'))?.rev).toBe(after?.rev);
  });

  it('by whom nothing else speaks is credited to the partner who brought it', async () => {
    await lead('cem');
    await pays('cem');
    expect(await referralOf('cem')).toMatchObject({ partner: kestrel, stage: 'customer', orders: 1 });
  });

  it('that was rejected stays told as rejected after an order', async () => {
    await lead('dee');
    const { id } = (await referralOf('dee'))!;
    await store.referrals.change(programme, id, () => ({ set: { status: 'rejected' } }));
    await pays('dee');
    expect(await referralOf('dee')).toMatchObject({ status: 'rejected', stage: 'customer', orders: 1 });
  });

  it('with the same address as an earlier lead does not make that one’s partner earn by itself', async () => {
    await lead('eva');
    await pays('eva-shop', { customer: { id: 'eva-shop', email: 'eva@northwind.example' } });
    expect(await referralOf('eva-shop')).toBeNull();
  });
});

describe('a status that we changed ourselves', () => {
  it('is told to flows and does not come back over what it has become since', async () => {
    const by = { actor: { id: 'usr_a' }, at: now };
    await setStatus(store, programme, lumen, 'paused', by);
    await setStatus(store, programme, lumen, 'active', by);
    await relayOnce(store);
    const told = (await store.events.list(programme)).data.filter(({ source }) => source === 'internal');
    expect(told.map(({ type }) => type).sort()).toEqual(['partner.paused', 'partner.reinstated']);
    for (const one of told) expect(await project(one)).toMatchObject({ subject: { kind: 'partner', id: lumen } });
    expect((await store.partners.need(programme, lumen)).status).toBe('active');
  });
});

describe('a document that another system tells of', () => {
  const ask = async (document: string) => {
    const id = derivedId('document', programme, document);
    await store.documentRequests.insertOrRead({
      id,
      programme,
      partner: kestrel,
      kind: 'document',
      document,
      state: 'open',
      createdAt: ago(1),
    });
    return id;
  };

  it('fulfils what was asked for, once, and starts flows over the partner once', async () => {
    const [terms, policy] = [await ask('terms'), await ask('brand_policy')];
    const signed = await event('document.signed', 'envelope-1', {
      partnerId: kestrel,
      document: 'terms',
      reference: 'env-77',
    });
    expect(await project(signed)).toMatchObject({ subject: { kind: 'partner', id: kestrel } });
    await project(signed);
    expect(await store.documentRequests.get(programme, terms)).toMatchObject({
      state: 'fulfilled',
      answer: { by: { id: 'event:api' }, reference: 'env-77' },
    });
    expect(await store.documentRequests.get(programme, policy)).toMatchObject({ state: 'open' });
    await relayOnce(store);
    const told = (await store.events.list(programme)).data.filter(
      ({ type, source }) => type === 'document.signed' && source === 'internal',
    );
    expect(told).toHaveLength(1);
    expect(await project(told[0]!)).not.toHaveProperty('subject');
  });
});
