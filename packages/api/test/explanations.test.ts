import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommissionId, Decided, ExplanationPart, PartnerId } from '@sluice/domain';
import { derivedId } from '@sluice/domain';
import { check, COMMISSION_FACTS, COMMISSION_TERMS, compile, explain, parse, specialise } from '@sluice/rules';
import type { DecisionDetail, DecisionRow, Explanation, ReferralDetail, StatementDetail } from '@sluice/contracts';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

/** The sentence that is made of a trace, wherever the API tells it, in both languages. */
const tiers = [
  { value: 'silver', label: 'Silver' },
  { value: 'gold', label: 'Gold' },
];
const schema = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: { 'partner.tier': { type: 'enum', values: tiers } },
});
const logic = JSON.stringify({
  if: [
    { and: [{ '==': [{ var: 'partner.tier' }, 'silver'] }, { '>=': [{ var: 'order.net' }, 10_000] }] },
    { type: 'percent', rate: '15' },
    { type: 'none', reason: 'no_tier' },
  ],
});
const facts = {
  partner: { tier: 'silver', type: 'creator' },
  order: { amount: 20_000, net: 20_000, tax: 0, shipping: 0, kind: 'new', month: 1 },
  customer: { isNew: true },
  history: { monthVolume: 0, orderCount: 0 },
  asOf: 1_795_219_200_000,
};
const rule = {
  key: 'standard',
  version: 7,
  hash: 'h7',
  title: 'Standard commission',
  facts: { id: 'commission', version: 1 },
  uses: [{ key: 'loyal', version: 2, hash: 'h2' }],
};

const english = '15\u202f% because tier is Silver and the order is at least $100.';
const german = '15\u202f%, weil die Stufe Silver ist und die Bestellung mindestens $100 beträgt.';
const commission = 'com_explained' as CommissionId;
const at = new Date('2026-11-19T09:00:00Z');
const usd = (amount: bigint) => ({ amount, currency: 'USD' });

let api: TestApi;
let staff: Credential;
let mine: Credential;
let nora: PartnerId;
let hafen: PartnerId;
let parts: ExplanationPart[];

/** What the rule decides, with its trace, as an activity stores it. */
function decided(): Pick<Decided, 'explanation' | 'trace'> {
  const checked = check(parse(logic), schema, { outcome: COMMISSION_TERMS });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const result = compile(checked.typed).run(facts, { trace: true });
  const trace = result.trace ?? [];
  return {
    explanation: explain('Standard commission v7', logic, trace, schema),
    trace: JSON.parse(JSON.stringify(trace)) as Decided['trace'],
  };
}

beforeAll(async () => {
  api = await startApi();
  staff = await api.user(['manager']);
  nora = await api.partner('Nora Winter');
  hafen = await api.partner('Studio Hafen');
  mine = await api.user(['partner'], { partner: nora });
  const { explanation, trace } = decided();
  parts = explanation;
  await api.store.commissions.insertOrRead({
    id: commission,
    programme: 'demo',
    partner: nora,
    referral: 'ref_explained',
    order: 'ord_1',
    orderExternalId: '90417',
    customer: 'cus_1',
    lineKey: 'order',
    component: 'base',
    amount: usd(3_000n),
    base: usd(20_000n),
    terms: { type: 'percent', rate: '15' },
    rule,
    facts,
    trace,
    explanation,
    calculation: [
      { code: 'customer_paid', params: { order: '90417' }, amount: usd(20_000n) },
      { code: 'rate', rate: '15', amount: usd(3_000n) },
    ],
    event: 'evt_1',
    occurredAt: at,
    createdAt: at,
    risk: 40,
  });
  const touch = (partner: PartnerId, kind: 'click' | 'coupon', counted: boolean) => ({
    id: `${partner}${kind}`,
    kind,
    at,
    partner,
    counted,
    ...(!counted && { reason: 'too_old' }),
  });
  await api.store.referrals.insertOrRead({
    id: 'ref_explained',
    programme: 'demo',
    customer: 'cus_1',
    customerExternalId: 'c-1',
    partner: nora,
    weights: [
      { partner: nora, ppm: 800_000 },
      { partner: hafen, ppm: 200_000 },
    ],
    model: 'rules',
    touches: [touch(hafen, 'click', false), touch(nora, 'click', true), touch(hafen, 'coupon', true)],
    decision: {
      rule: { key: 'attribution', version: 3, hash: 'a3', title: 'Who is credited' },
      facts: { touchCount: 2 },
      outcome: [{ partner: nora, weight: 4 }],
      explanation: [],
      trace: [{ pointer: '/if/0', value: true }],
    },
    stage: 'customer',
    status: 'approved',
    orders: 1,
    createdAt: at,
  });
  await api.store.decisions.insertOrRead({
    id: derivedId('decision', 'fraud', 'explained'),
    programme: 'demo',
    kind: 'fraud',
    subject: { kind: 'commission', id: commission },
    partner: nora,
    cause: 'run_1/check/1',
    rule: { key: 'fraud', version: 2, hash: 'f2', title: 'Fraud points', facts: { id: 'fraud', version: 1 } },
    facts: { mail: { disposable: true } },
    outcome: [{ points: 40, reason: 'disposable_mail' }],
    explanation: [
      { code: 'outcome', params: { value: { points: 40, reason: 'disposable_mail' } } },
      {
        code: 'because',
        params: {
          operator: 'yes',
          subject: 'x',
          clauses: {
            yes: { en: 'the e-mail domain is disposable', de: 'die E-Mail-Domain eine Wegwerfadresse ist' },
            no: 'x',
          },
        },
      },
      { code: 'rule', params: { title: 'Fraud points v2' } },
    ],
    trace: [{ pointer: '/merge/0/if', value: [], taken: 1 }],
    asOf: at,
    createdAt: at,
  });
  await api.store.statements.insertOrRead({
    id: 'sta_explained',
    programme: 'demo',
    partner: nora,
    number: 1,
    currency: 'USD',
    fromSeq: 1,
    toSeq: 2,
    from: at,
    to: at,
    opening: usd(0n),
    closing: usd(3_000n),
    lines: [
      {
        at,
        kind: 'commission',
        amount: usd(3_000n),
        commission,
        explanation: [{ code: 'statement.order', params: { order: '90417', on: at.toISOString() } }, ...parts],
      },
    ],
    createdAt: at,
  });
});
afterAll(() => api.close());

const get = async <T>(path: string, as: Credential, language = 'en'): Promise<T> => {
  const response = await api.call('GET', path, { as, headers: { 'Accept-Language': language } });
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
};

describe('why this amount', () => {
  const path = `/v1/commissions/${commission}/explanation`;

  it.each([
    ['en', english, ['15\u202f%', 'Silver', '$100']],
    ['de', german, ['15\u202f%', 'Silver', '$100']],
  ])('in %s: the sentence, its values apart, rule, version, facts and trace', async (language, sentence, values) => {
    const why = await get<Explanation>(path, staff, language);
    expect(why.sentence).toBe(sentence);
    expect(why.segments.filter(({ value }) => value).map(({ text }) => text)).toEqual(values);
    expect(why.rule).toEqual(rule);
    expect(why.facts).toEqual(facts);
    expect(why.trace).toEqual(expect.arrayContaining([{ pointer: '', value: expect.anything(), taken: 1 }]));
  });

  it.each([
    [
      'en',
      'Shared by the rule Who is credited: Nora Winter 80\u202f%, Studio Hafen 20\u202f%. One touch was too old to count.',
      '40 points (disposable mail) because the e-mail domain is disposable.',
    ],
    [
      'de',
      'Geteilt durch die Regel Who is credited: Nora Winter 80\u202f%, Studio Hafen 20\u202f%. Ein Kontakt war zu alt, um zu zählen.',
      '40 Punkte (disposable mail), weil die E-Mail-Domain eine Wegwerfadresse ist.',
    ],
  ])('in %s: why this partner, and what the fraud rule said', async (language, attribution, fraud) => {
    const why = await get<Explanation>(path, staff, language);
    expect(why.attribution).toMatchObject({
      sentence: attribution,
      model: 'rules',
      rule: { key: 'attribution', version: 3 },
    });
    expect(why.fraud).toMatchObject({ sentence: fraud, risk: 40, rule: { key: 'fraud', version: 2 } });
  });

  it('tells a partner nothing of the risk, and no other partner’s name', async () => {
    const why = await get<Explanation>(path, mine);
    expect(why.sentence).toBe(english);
    expect(why.fraud).toBeUndefined();
    expect(why.attribution?.sentence).toBe(
      'Shared by the rule Who is credited: Nora Winter 80\u202f%, another partner 20\u202f%. One touch was too old to count.',
    );
    expect(JSON.stringify(why)).not.toContain('Studio Hafen');
  });
});

describe('a statement', () => {
  it.each([
    ['en', `${english} Order 90417 of 19 Nov 2026.`],
    ['de', `${german} Bestellung 90417 vom 19. Nov. 2026.`],
  ])('says each line’s reason in %s, with the rule and its version', async (language, sentence) => {
    const { lines } = await get<StatementDetail>('/v1/statements/sta_explained', mine, language);
    expect(lines[0]).toMatchObject({ sentence, rule: 'Standard commission v7' });
    expect(lines[0]?.segments.map(({ text }) => text).join('')).toBe(sentence);
    expect(lines[0]?.segments.filter(({ value }) => value).map(({ text }) => text)).toContain('$100');
  });
});

describe('decisions', () => {
  it('are found by what they are about, newest first, and told with facts and trace', async () => {
    const { data } = await get<{ data: DecisionRow[] }>(`/v1/decisions?subject=${commission}&kind=fraud`, staff);
    expect(data).toMatchObject([{ kind: 'fraud', partner: { id: nora }, rule: { title: 'Fraud points' } }]);
    expect(await get('/v1/decisions?rule=standard', staff)).toEqual({ data: [], nextCursor: null });
    const detail = await get<DecisionDetail>(`/v1/decisions/${data[0]!.id}`, staff, 'de');
    expect(detail).toMatchObject({
      facts: { mail: { disposable: true } },
      trace: [{ pointer: '/merge/0/if', taken: 1 }],
      sentence: '40 Punkte (disposable mail), weil die E-Mail-Domain eine Wegwerfadresse ist.',
    });
  });

  it('are not for partners, and an unknown one is not there', async () => {
    expect((await api.call('GET', '/v1/decisions', { as: mine })).status).toBe(403);
    expect((await api.call('GET', '/v1/decisions/dec_none', { as: staff })).status).toBe(404);
  });

  it('a referral says why it is the partner’s; the rule’s own facts are for staff', async () => {
    const detail = await get<ReferralDetail>('/v1/referrals/ref_explained', staff);
    expect(detail.sentence).toContain('Shared by the rule Who is credited');
    expect(detail.decision).toMatchObject({ rule: { version: 3 }, facts: { touchCount: 2 } });
    const own = await get<ReferralDetail>('/v1/referrals/ref_explained', mine);
    expect(own.decision).toBeUndefined();
    expect(JSON.stringify(own)).not.toContain('Studio Hafen');
  });
});
