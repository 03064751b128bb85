import { lowestTier, subtractDuration, volumeKey, type Json, type JsonObject, type Programme } from '@sluice/domain';
import type { WorldDocuments } from './library.js';

/** What a run may be about, by the invented document that stands for it. */
const inventedIds: Readonly<Record<string, string>> = {
  partner: 'par_demo',
  application: 'par_demo',
  order: 'ord_demo',
  referral: 'ref_demo',
  commission: 'com_demo',
  coupon_request: 'crq_demo',
  prospect: 'pro_demo',
  payout: 'pay_demo',
};

/** The collection that each invented document lies in; a case's document under another id is laid over it. */
export const invented: Readonly<Record<string, string>> = {
  partners: 'par_demo',
  customers: 'cus_demo',
  orders: 'ord_demo',
  referrals: 'ref_demo',
  commissions: 'com_demo',
  coupons: 'cpn_demo',
  coupon_requests: 'crq_demo',
  prospects: 'pro_demo',
  users: 'usr_demo',
};

/**
 * An invented partner with a customer, an order, a commission and so on, as they would be stored at an instant, so that a case
 * says only what differs. What the run is about takes the place of the invented one of its kind.
 */
export function demoWorld(
  programme: Programme,
  { at = '2026-01-05T09:00:00.000Z', subject }: { at?: string; subject?: { kind: string; id: string } } = {},
): WorldDocuments {
  const known = new Map<string, string>();
  const before = (duration: string): string => {
    const found = known.get(duration) ?? subtractDuration(new Date(at), duration, programme.timeZone).toISOString();
    known.set(duration, found);
    return found;
  };
  const documents = {
    ...people(programme, before),
    ...business(programme, at, before, subject?.kind === 'order' || subject?.kind === 'referral'),
    ...(subject?.kind === 'commission' || subject?.kind === 'batch' ? earned(programme, subject.kind, before) : {}),
    ...(subject?.kind === 'payout' ? failedPayout(programme, before) : {}),
  };
  const own = subject && inventedIds[subject.kind];
  return own === undefined ? documents : renamed(documents, own, subject!.id);
}

type Before = (duration: string) => string;
type Documents = Record<string, Record<string, JsonObject>>;

const byId = (documents: JsonObject[]) => Object.fromEntries(documents.map((one) => [String(one['id']), one]));

function people({ key: programme, currency, timeZone, settings, tiers }: Programme, before: Before): Documents {
  const first = lowestTier(tiers);
  const user = (role: string, name: string) => ({
    id: `usr_${role}`,
    programme,
    name,
    email: `${role}@programme.example`,
    roles: [role],
    createdAt: before('P1Y'),
  });
  return {
    users: byId([
      user('admin', 'Jonas Albrecht'),
      user('ops', 'Ines Okafor'),
      user('manager', 'Mara Lindqvist'),
      user('finance', 'Priya Nair'),
      { ...user('finance', 'Tomas Reiter'), id: 'usr_finance2', email: 'finance2@programme.example' },
      { ...user('manager', 'Nora Winter'), id: 'usr_demo', email: 'nora@winter-reviews.example', roles: ['partner'] },
    ]),
    partners: byId([
      {
        id: 'par_demo',
        programme,
        name: 'Nora Winter',
        email: 'nora@winter-reviews.example',
        type: 'creator',
        status: 'active',
        tier: first,
        tierSince: before('P90D'),
        owner: 'usr_manager',
        country: 'AT',
        language: settings.locale,
        timeZone,
        website: 'https://winter-reviews.example',
        payout: {
          rail: 'sandbox',
          currency,
          account: 'invented',
          accountHash: 'invented',
          changedAt: before('P60D'),
        },
        tags: [],
        custom: {},
        userId: 'usr_demo',
        createdAt: before('P90D'),
        rev: 1,
      },
    ]),
    prospects: byId([
      {
        id: 'pro_demo',
        programme,
        name: 'Studio Hafen',
        email: 'team@studio-hafen.example',
        language: settings.locale,
        website: 'https://studio-hafen.example',
        stage: 'new',
        owner: 'usr_manager',
        tags: [],
        history: [],
        createdAt: before('P7D'),
      },
    ]),
  };
}

/** The order is the run's own, or a month old where the run is about something else. */
function business({ key: programme, currency }: Programme, now: string, before: Before, isOwn: boolean): Documents {
  const at = isOwn ? now : before('P31D');
  const seen = before(isOwn ? 'P3D' : 'P34D');
  const money = (amount: string) => ({ amount, currency });
  const click = { id: 'tch_demo', kind: 'click', at: seen, partner: 'par_demo', link: 'lnk_demo' };
  return {
    customers: byId([{ id: 'cus_demo', programme, account: 'shop', externalId: 'northwind', firstSeenAt: seen }]),
    links: byId([
      {
        id: 'lnk_demo',
        programme,
        partner: 'par_demo',
        code: 'nora',
        target: 'https://programme.example/',
        active: true,
        createdAt: before('P90D'),
      },
    ]),
    coupons: byId([
      { id: 'cpn_demo', programme, partner: 'par_demo', code: 'NORA10', active: true, createdAt: before('P90D') },
    ]),
    coupon_requests: byId([
      {
        id: 'crq_demo',
        programme,
        partner: 'par_demo',
        code: 'NORA20',
        state: 'requested',
        conflicts: [],
        createdAt: now,
      },
    ]),
    touches: byId([{ ...click, programme, customer: 'cus_demo' }]),
    referrals: byId([
      {
        id: 'ref_demo',
        programme,
        customer: 'cus_demo',
        customerExternalId: 'northwind',
        partner: 'par_demo',
        weights: [{ partner: 'par_demo', ppm: 1_000_000 }],
        model: 'sole',
        touches: [{ ...click, counted: true }],
        stage: 'customer',
        status: 'approved',
        firstOrder: 'ord_demo',
        orders: 1,
        createdAt: at,
        rev: 1,
      },
    ]),
    orders: byId([
      {
        id: 'ord_demo',
        programme,
        account: 'shop',
        externalId: 'A-1001',
        aliases: [],
        paid: {
          at,
          receivedAt: at,
          amount: money('119000'),
          tax: money('19000'),
          shipping: money('0'),
          discount: money('0'),
          items: [],
          kind: 'new',
          customer: { id: 'cus_demo', externalId: 'northwind', email: 'anna@northwind.example', country: 'DE' },
          attribution: {},
          context: {},
        },
        refunds: {},
        disputes: {},
        referral: 'ref_demo',
        events: ['evt_demo'],
        rev: 1,
      },
    ]),
  };
}

/** A commission of the order with its journals: held for a run about a commission, payable for one about a batch. */
function earned({ key: programme, currency, timeZone }: Programme, kind: string, before: Before): Documents {
  const amount = { amount: '20000', currency };
  const id = 'com_demo';
  const journal = (seq: number, kindOf: string, at: string, from: string, to: string, payable: string) => ({
    id: `jrn_demo${seq}`,
    programme,
    partner: 'par_demo',
    seq,
    at,
    kind: kindOf,
    cause: `commission:${id}`,
    commissions: [{ id, delta: seq === 1 ? '20000' : '0', currency, state: seq === 1 ? 'held' : 'payable' }],
    postings: [
      { account: from, amount: '-20000', currency },
      { account: to, amount: '20000', currency },
    ],
    balancesAfter: {
      [`expense:commission|${currency}`]: '-20000',
      [`partner:held|${currency}`]: seq === 1 ? '20000' : '0',
      [`partner:payable|${currency}`]: payable,
    },
    counters: { [volumeKey(new Date(before('P31D')), timeZone, currency)]: '100000' },
    actor: 'flow:order-to-payable@1:run_demo',
  });
  return {
    commissions: byId([
      {
        id,
        programme,
        partner: 'par_demo',
        referral: 'ref_demo',
        order: 'ord_demo',
        orderExternalId: 'A-1001',
        customer: 'northwind',
        lineKey: 'order',
        component: 'base',
        amount,
        base: { amount: '100000', currency },
        terms: { type: 'percent', rate: '20' },
        rule: { key: 'standard', version: 1, hash: 'invented' },
        facts: {},
        trace: [],
        explanation: [],
        calculation: [{ code: 'commission', amount }],
        event: 'evt_demo',
        occurredAt: before('P31D'),
        createdAt: before('P31D'),
      },
    ]),
    journals: byId([
      journal(1, 'earn', before('P31D'), 'expense:commission', 'partner:held', '0'),
      ...(kind === 'batch' ? [journal(2, 'release', before('P1D'), 'partner:held', 'partner:payable', '20000')] : []),
    ]),
  };
}

/** A payout of last week's batch that did not arrive. */
function failedPayout({ key: programme, currency }: Programme, before: Before): Documents {
  const amount = { amount: '20000', currency };
  return {
    payouts: byId([
      {
        id: 'pay_demo',
        programme,
        batch: 'bat_demo',
        partner: 'par_demo',
        currency,
        amount,
        items: [{ commission: 'com_demo', amount }],
        rail: 'sandbox',
        state: 'failed',
        attempts: [
          {
            key: 'pay_demo/1',
            generation: 1,
            at: before('P7D'),
            outcome: 'refused',
            error: { code: 'account_closed', message: 'The account is closed.' },
          },
        ],
        createdAt: before('P7D'),
      },
    ]),
  };
}

/** The documents with one id in the place of another, wherever it stands. */
function renamed(documents: Documents, from: string, to: string): Documents {
  const swap = (value: Json): Json => {
    if (typeof value === 'string') return value === from ? to : value;
    if (Array.isArray(value)) return value.map(swap);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key === from ? to : key, swap(item)]));
  };
  return swap(documents) as Documents;
}
