import { describe, expect, it } from '@jest/globals';
import { derivedId, fraudFacts, money, score, type FraudInput } from '../src/index.js';
import { at } from './build.js';

const clear: FraudInput = {
  at,
  customer: { email: 'ada@lovelace.example' },
  partner: { emails: ['nora@winter.example'], owns: ['NORA10'] },
  touches: [],
  countries: {},
  programme: { domains: ['halden.example'], bannedDomains: ['spam-coupons.com'] },
  history: { clicksToday: 0, clicksByDay: [], conversionsToday: 0, conversionsByDay: [] },
};
const facts = (over: Partial<FraudInput> = {}) => fraudFacts({ ...clear, ...over });
const click = (secondsAgo: number, reason?: string) => ({
  id: 'c',
  kind: 'click' as const,
  at: new Date(at.getTime() - secondsAgo * 1000),
  partner: derivedId('partner', 'x'),
  counted: !reason,
  ...(reason && { reason }),
});

describe('signals are facts', () => {
  it('nothing known, nothing suspected', () => {
    expect(facts()).toEqual({
      order: {},
      asOf: at.getTime(),
      mail: { disposable: false, free: false },
      same: { email: false, domain: false, ip: false, payoutAccount: false },
      click: {},
      clicks: { today: 0, mean28: '0' },
      conversions: { today: 0, mean28: '0' },
      country: { mismatch: false },
      coupon: { used: false, hasTouch: false, byOwner: false, leaked: false },
      referrer: { banned: false, typosquat: false },
    });
  });

  it.each([
    ['a@mailinator.com', true, false],
    ['a@x.mailinator.com', true, false],
    ['a@notmailinator.com', false, false],
    ['A@GMAIL.com', false, true],
    ['not an address', false, false],
  ])('mail %s', (email, disposable, free) => {
    expect(facts({ customer: { email } })).toMatchObject({ mail: { disposable, free } });
  });

  it.each([
    ['Nora+test@winter.example', 'nora@winter.example', true, true],
    ['other@winter.example', 'nora@winter.example', false, true],
    // edge: free-mail domains are not compared
    ['other@gmail.com', 'nora@gmail.com', false, false],
    ['n.o.r.a@googlemail.com', 'nora@gmail.com', true, false],
  ])('%s against %s', (email, own, sameEmail, sameDomain) => {
    const result = facts({ customer: { email }, partner: { emails: [own] } });
    expect(result).toMatchObject({ same: { email: sameEmail, domain: sameDomain } });
  });

  it('same address and payout account, by their hashes; absent is not same', () => {
    const result = facts({
      customer: { ipHash: 'i', payoutAccountHash: 'a' },
      partner: { emails: [], ipHashes: ['i'], accountHash: 'a' },
    });
    expect(result).toMatchObject({ same: { ip: true, payoutAccount: true } });
    expect(facts({ customer: {}, partner: { emails: [] } })).toMatchObject({
      same: { email: false, ip: false, payoutAccount: false },
    });
  });

  it('seconds from the last click, and the trailing 28 days', () => {
    expect(facts({ touches: [click(900), click(3)] })).toMatchObject({ click: { secondsToOrder: 3 } });
    const history = {
      clicksToday: 165,
      clicksByDay: Array.from({ length: 40 }, () => 39),
      conversionsToday: 2,
      conversionsByDay: [7],
    };
    expect(facts({ history })).toMatchObject({
      clicks: { today: 165, mean28: '39' },
      conversions: { today: 2, mean28: '0.3' },
    });
  });

  it.each([
    [{ ip: 'NL', billing: 'nl', card: 'US' }, true],
    [{ ip: 'NL', billing: 'nl' }, false],
    [{ card: 'US' }, false],
  ])('countries %j', (countries, mismatch) => {
    expect(facts({ countries })).toMatchObject({ country: { mismatch } });
  });

  it('edge case: coupon owned by one partner, click by another', () => {
    const coupon = { code: 'OTHER10', leaked: false };
    expect(facts({ coupon, touches: [click(60)] })).toMatchObject({
      coupon: { used: true, hasTouch: true, byOwner: false },
    });
    expect(facts({ coupon: { code: 'nora10', leaked: true }, touches: [click(60, 'too_old')] })).toMatchObject({
      coupon: { used: true, hasTouch: false, byOwner: true, leaked: true },
    });
  });

  it.each([
    ['https://halden.example/blog', false, false],
    ['https://www.halden.example', false, false],
    ['https://haiden.example/', false, true],
    ['https://ha1den.example/', false, true],
    ['https://halden.co.uk/', false, true],
    ['https://xn--hlden-4ve.example/', false, true], // hаlden with a Cyrillic a
    ['https://golden-shop.example/', false, false],
    ['http://sub.spam-coupons.com/x', true, false],
    ['', false, false],
    ['not a url', false, false],
  ])('referrer %s', (referrer, banned, typosquat) => {
    expect(facts({ referrer })).toMatchObject({ referrer: { banned, typosquat } });
  });

  it('rates in percent, absent without orders', () => {
    const history = { ...clear.history, orders: 48, refunds: 1, disputes: 0, trials: 0, trialsCancelled: 0 };
    expect(facts({ history, net: money(20600n, 'USD') })).toMatchObject({
      refundRate: '2.1',
      disputeRate: '0',
      order: { net: 20600 },
    });
    expect(facts({ history })).not.toHaveProperty('trialCancelRate');
  });
});

describe('points to a verdict', () => {
  it.each([
    [[], 0, 'clear'],
    [[39], 39, 'clear'],
    [[40], 40, 'review'],
    [[30, 20, 18], 68, 'review'],
    [[50, 30], 80, 'block'],
    [[90, 90], 100, 'block'],
    [[30, -50], 0, 'clear'],
  ] as const)('%j', (points, risk, verdict) => {
    const result = score(points.map((value) => ({ points: value, reason: 'click_spike' })));
    expect(result).toMatchObject({ risk, verdict });
    expect(result.reasons).toHaveLength(points.length);
  });

  it('reasons come strongest first with their code', () => {
    const { reasons } = score([
      { points: 5, reason: 'free_mail' },
      { points: 30, reason: 'click_spike', params: { today: 165 } },
    ]);
    expect(reasons.map(({ code }) => code)).toEqual(['fraud.click_spike', 'fraud.free_mail']);
    expect(reasons[0]?.params).toEqual({ today: 165, points: 30 });
  });
});
