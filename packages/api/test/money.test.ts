import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommissionId, JournalId, PartnerId } from '@sluice/domain';
import type {
  CommissionDetail,
  Explanation,
  MyBalance,
  PartnerDetail,
  TimelineEntry,
  TrialBalanceDto,
} from '@sluice/contracts';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let staff: Credential;
let mine: Credential;
let theirs: Credential;
let partner: PartnerId;
const commission = 'com_test1' as CommissionId;
const usd = (amount: bigint) => ({ amount, currency: 'USD' });

beforeAll(async () => {
  api = await startApi();
  staff = await api.user(['finance']);
  partner = await api.partner('Kestrel Reviews');
  mine = await api.user(['partner'], { partner });
  theirs = await api.user(['partner'], { partner: await api.partner('Dataloft') });
  await api.store.commissions.insertOrRead({
    id: commission,
    programme: 'demo',
    partner,
    referral: 'ref_1',
    order: 'ord_1',
    orderExternalId: '90417',
    customer: 'cus_1',
    lineKey: 'order',
    component: 'base',
    amount: usd(41_200n),
    base: usd(206_000n),
    terms: { type: 'percent', rate: '20' },
    rule: { key: 'standard', version: 7, hash: 'h' },
    facts: { partner: { tier: 'gold' } },
    trace: [{ pointer: '/if/0', value: true }],
    explanation: [{ code: 'terms.percent', params: { rate: '20', base: { amount: '206000', currency: 'USD' } } }],
    calculation: [
      { code: 'customer_paid', params: { order: '90417' }, amount: usd(245_140n) },
      { code: 'rate', rate: '20', amount: usd(41_200n) },
    ],
    event: 'evt_1',
    occurredAt: new Date('2026-11-19T09:00:00Z'),
    createdAt: new Date('2026-11-19T09:00:01Z'),
  });
  const until = new Date('2026-12-19T09:00:00Z');
  const posted = await api.store.ledger.post('demo', partner, { commissions: [commission] }, () => ({
    ok: true,
    journals: [
      {
        id: 'jrn_test1' as JournalId,
        programme: 'demo',
        partner,
        at: new Date('2026-11-19T09:00:02Z'),
        kind: 'earn',
        cause: `commission:${commission}`,
        commissions: [
          {
            id: commission,
            delta: 41_200n,
            currency: 'USD',
            state: 'held',
            approval: 'not_needed',
            hold: {
              key: 'refund',
              kind: 'refund_window',
              since: new Date('2026-11-19T09:00:02Z'),
              until,
              openedBy: 'flow',
            },
          },
        ],
        postings: [
          { account: 'expense:commission', ...usd(-41_200n) },
          { account: 'partner:held', ...usd(41_200n) },
        ],
        actor: 'flow:run_1',
      },
    ],
  }));
  expect(posted.ok).toBe(true);
});
afterAll(() => api.close());

const get = async <T>(path: string, as: Credential, language = 'en'): Promise<T> => {
  const response = await api.call('GET', path, { as, headers: { 'Accept-Language': language } });
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
};

describe('a commission', () => {
  it('shows its position in the ledger and what touched it', async () => {
    const detail = await get<CommissionDetail>(`/v1/commissions/${commission}`, staff);
    expect(detail.position).toMatchObject({
      state: 'held',
      open: { amount: '41200', currency: 'USD' },
      heldUntil: '2026-12-19T09:00:00.000Z',
    });
    expect(detail.journals.map(({ kind, delta }) => [kind, delta.amount])).toEqual([['earn', '41200']]);
  });

  it('explains itself in the caller’s language, values apart from words', async () => {
    const english = await get<Explanation>(`/v1/commissions/${commission}/explanation`, mine);
    expect(english.sentence).toBe('20\u202f% of $2,060.00.');
    expect(english.segments.filter(({ value }) => value).map(({ text }) => text)).toEqual(['20\u202f%', '$2,060.00']);
    expect(english.calculation.map(({ label }) => label)).toEqual(['Customer paid, 90417', 'Rate × 20\u202f%']);
    expect(english).toMatchObject({
      rule: { key: 'standard', version: 7 },
      facts: { partner: { tier: 'gold' } },
      trace: [{ pointer: '/if/0' }],
    });
    expect((await get<Explanation>(`/v1/commissions/${commission}/explanation`, mine, 'de')).sentence).toBe(
      '20\u202f% von $2.060,00.',
    );
  });

  it('is not there for another partner', async () => {
    for (const path of [`/v1/commissions/${commission}`, `/v1/commissions/${commission}/explanation`]) {
      expect((await api.call('GET', path, { as: theirs })).status).toBe(404);
    }
    expect(await get('/v1/me/commissions', theirs)).toEqual({ data: [], nextCursor: null });
    expect(await get('/v1/commissions', theirs)).toEqual({ data: [], nextCursor: null });
  });
});

describe('what a partner is owed', () => {
  it('is the same for the partner and for staff, and the book balances', async () => {
    const own = await get<MyBalance>('/v1/me/balance', mine);
    expect(own.balances).toEqual([
      {
        currency: 'USD',
        held: { amount: '41200', currency: 'USD' },
        payable: { amount: '0', currency: 'USD' },
        inTransit: { amount: '0', currency: 'USD' },
        paid: { amount: '0', currency: 'USD' },
      },
    ]);
    expect((await get<{ data: unknown }>(`/v1/partners/${partner}/balance`, staff)).data).toEqual(own.balances);
    const shown = await get<PartnerDetail>(`/v1/partners/${partner}`, mine);
    expect(shown.payout?.account).toBe('••••4567');
    const trial = await get<TrialBalanceDto>('/v1/ledger/trial-balance', staff);
    expect(trial.currencies).toMatchObject([{ currency: 'USD', balanced: true, sum: { amount: '0' } }]);
    expect((await get<PartnerDetail>(`/v1/partners/${partner}`, staff)).figures).toMatchObject({
      orders: 1,
      openCommissions: 1,
    });
  });

  it('stands in the timeline; who did it is for staff', async () => {
    const staffSees = await get<{ data: TimelineEntry[] }>(`/v1/partners/${partner}/timeline`, staff);
    expect(staffSees.data).toMatchObject([{ code: 'journal.earn', amount: { amount: '41200' }, actor: 'flow:run_1' }]);
    const partnerSees = await get<{ data: TimelineEntry[] }>(`/v1/partners/${partner}/timeline`, mine);
    expect(partnerSees.data[0]).not.toHaveProperty('actor');
  });
});
