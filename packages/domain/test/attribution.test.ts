import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  attribute,
  attributionFacts,
  attributionReasons,
  derivedId,
  renderExplanation,
  type AttributionInput,
  type AttributionModel,
  type PartnerId,
  type Touch,
} from '../src/index.js';
import { at } from './build.js';

const p = (name: string): PartnerId => derivedId('partner', name);
const touch = (partner: string, daysAgo: number, kind: Touch['kind'] = 'click'): Touch => ({
  id: `${partner}${daysAgo}`,
  kind,
  at: new Date(at.getTime() - daysAgo * 86_400_000),
  partner: p(partner),
});
const given = (over: Partial<AttributionInput>) =>
  attribute({ at, model: 'last', windowDays: 60, touches: [], ...over });
const ppm = (over: Partial<AttributionInput>) =>
  Object.fromEntries((given(over)?.weights ?? []).map((weight) => [weight.partner, weight.ppm]));

describe('what names the partner, in this order', () => {
  const touches = [touch('cookie', 3)];
  const known = { partner: p('before'), since: at };
  const coupon = { code: 'WINTER', partner: p('coupon') };
  const explicit = { partner: p('said'), by: 'partner_id' } as const;

  it.each<[string, Partial<AttributionInput>, string]>([
    ['explicit partner id over all', { explicit, coupon, touches, known }, 'said'],
    ['edge case: coupon owned by one partner, click by another', { coupon, touches, known }, 'coupon'],
    ['cookie over the known customer', { touches, known }, 'cookie'],
    ['the known customer', { known }, 'before'],
  ])('%s', (_name, over, name) => {
    expect(given(over)).toMatchObject({ partner: p(name), weights: [{ partner: p(name), ppm: 1_000_000 }] });
  });

  it('keeps what was overruled, with the reason', () => {
    expect(given({ coupon, touches })?.touches).toMatchObject([
      { partner: p('cookie'), counted: false, reason: 'overruled_by_coupon' },
      { partner: p('coupon'), counted: true },
    ]);
  });

  it('nobody is nobody', () => {
    expect(given({})).toBeNull();
    expect(given({ touches: [touch('x', 61)] })).toBeNull();
    expect(given({ explicit, excluded: [p('said')] })).toBeNull();
  });
});

describe('window', () => {
  it('60 days old counts, older and later do not', () => {
    const touches = [touch('old', 60.01), touch('edge', 60), touch('future', -1)];
    const result = given({ touches });
    expect(result?.partner).toBe(p('edge'));
    expect(result?.touches.map(({ reason }) => reason)).toEqual(['too_old', undefined, 'after_order']);
  });

  it('an excluded partner’s touch leaves the credit to the next', () => {
    const result = given({ touches: [touch('a', 5), touch('b', 1)], excluded: [p('b')] });
    expect(result?.partner).toBe(p('a'));
    expect(result?.touches[1]).toMatchObject({ counted: false, reason: 'partner_excluded' });
  });
});

describe('models', () => {
  const three = [touch('a', 14), touch('b', 7), touch('c', 0)];
  it.each<[AttributionModel, Touch[], Record<string, number>]>([
    ['last', three, { c: 1_000_000 }],
    ['first', three, { a: 1_000_000 }],
    ['linear', three, { a: 333_334, b: 333_333, c: 333_333 }],
    // 1/4 : 1/2 : 1 = 1 : 2 : 4 of 7
    ['time_decay', three, { a: 142_857, b: 285_714, c: 571_429 }],
    ['position', three, { a: 400_000, b: 200_000, c: 400_000 }],
    ['position', three.slice(1), { b: 500_000, c: 500_000 }],
    ['position', three.slice(2), { c: 1_000_000 }],
    [
      'position',
      [touch('a', 9), touch('b', 8), touch('c', 7), touch('d', 6)],
      { a: 400_000, b: 100_000, c: 100_000, d: 400_000 },
    ],
    ['position', [touch('a', 9), touch('b', 8), touch('a', 7)], { a: 800_000, b: 200_000 }],
    ['linear', [touch('a', 9), touch('a', 8), touch('b', 7)], { a: 666_667, b: 333_333 }],
  ])('%s of %#', (model, touches, weights) => {
    const named = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [p(name), weight]));
    expect(ppm({ model, touches })).toEqual(named);
  });

  it('weights add to exactly one million, whatever the touches', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<AttributionModel>('last', 'first', 'linear', 'time_decay', 'position'),
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 5000 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (model, list) => {
          const touches = list.map(([name, days], index) => ({ ...touch(name, days), id: `t${index}` }));
          const result = given({ model, touches, windowDays: 5000 });
          expect(result?.weights.reduce((sum, weight) => sum + weight.ppm, 0)).toBe(1_000_000);
          expect(result?.partner).toBe(result?.weights[0]?.partner);
        },
      ),
    );
  });

  it('the largest share owns the referral, the latest touch on a tie', () => {
    expect(given({ model: 'linear', touches: [touch('a', 3), touch('b', 2)] })?.partner).toBe(p('b'));
  });
});

describe('the model `rules`', () => {
  const touches = [touch('a', 9), touch('b', 5), touch('a', 2)];
  const shares = (list: { partner: string; weight: number }[]) => () => list;

  it('shares the order as the published rule answers, by proportion', () => {
    const given = [
      { partner: p('a'), weight: 1 },
      { partner: p('b'), weight: 2 },
    ];
    expect(ppm({ model: 'rules', touches, shares: shares(given) })).toEqual({ [p('a')]: 333_333, [p('b')]: 666_667 });
  });

  it('is asked about the touches that count, the earliest first, the coupon among them', () => {
    let asked: readonly Touch[] = [];
    const result = given({
      model: 'rules',
      touches: [...touches, touch('late', 80)],
      coupon: { code: 'WINTER', partner: p('c') },
      shares: (counted) => {
        asked = counted;
        return [{ partner: p('c'), weight: 5 }];
      },
    });
    expect(asked.map(({ kind, partner }) => [kind, partner])).toEqual([
      ['click', p('a')],
      ['click', p('b')],
      ['click', p('a')],
      ['coupon', p('c')],
    ]);
    expect(result).toMatchObject({ partner: p('c'), model: 'rules', resolvedBy: 'rule' });
    expect(result?.touches.map(({ reason }) => reason)).toEqual([
      'too_old',
      'model_rules',
      'model_rules',
      'model_rules',
      undefined,
    ]);
  });

  it('is not asked where the order itself names the partner', () => {
    const explicit = { partner: p('said'), by: 'partner_id' } as const;
    const never = () => {
      throw new Error('asked');
    };
    expect(given({ model: 'rules', touches, explicit, shares: never })?.partner).toBe(p('said'));
  });

  it('an answer that gives nothing leaves the credit to the known customer, or to nobody', () => {
    const nothing = shares([{ partner: p('a'), weight: 0 }]);
    expect(given({ model: 'rules', touches, shares: nothing })).toBeNull();
    const known = { partner: p('before'), since: at };
    expect(given({ model: 'rules', touches, known, shares: nothing })?.resolvedBy).toBe('customer');
  });

  it.each([
    ['somebody without a touch', [{ partner: p('nobody'), weight: 1 }], 'bad_share'],
    ['less than nothing', [{ partner: p('a'), weight: -1 }], 'bad_share'],
    ['part of a weight', [{ partner: p('a'), weight: 0.5 }], 'bad_share'],
  ])('refuses an answer that gives %s', (_name, list, code) => {
    expect(() => given({ model: 'rules', touches, shares: shares(list) })).toThrow(expect.objectContaining({ code }));
  });

  it('cannot do without a rule', () => {
    expect(() => given({ model: 'rules', touches })).toThrow(expect.objectContaining({ code: 'no_rule' }));
  });

  it('is told each touch with its place, its age and its partner', () => {
    const facts = attributionFacts([touch('a', 9), { ...touch('b', 5), referrer: 'https://blog.example/x?y=z' }], {
      at,
      partners: new Map([[p('a'), { type: 'creator', tier: 'gold' }]]),
      net: { amount: 20_600n, currency: 'USD' },
      isNew: true,
    });
    expect(facts).toMatchObject({
      touches: [
        { partner: p('a'), daysBefore: 9, position: 1, isFirst: true, isLast: false, partnerTier: 'gold' },
        { partner: p('b'), daysBefore: 5, position: 2, isFirst: false, isLast: true, referrer: 'blog.example' },
      ],
      touchCount: 2,
      order: { net: 20_600 },
      customer: { isNew: true },
      asOf: at.getTime(),
    });
  });
});

describe('why a partner is credited', () => {
  const names = new Map([
    [p('a'), 'Ada'],
    [p('b'), 'Bea'],
  ]);
  const told = (over: Partial<AttributionInput>, locale: 'en' | 'de', known = names) => {
    const result = given(over);
    if (!result) throw new Error('nobody is credited');
    return renderExplanation(
      attributionReasons(result, (partner) => known.get(partner as PartnerId)),
      locale,
    );
  };
  const touches = [touch('a', 70), touch('a', 9), touch('b', 5)];
  const rule = { key: 'attribution', version: 1, hash: 'h', title: 'Who is credited' };
  const decision = { rule, facts: {}, outcome: [], explanation: [], trace: [] };

  it.each<[Partial<AttributionInput>, string[], string[]]>([
    [
      { touches },
      [
        'Credited to Bea for a click of 15 Nov 2026.',
        'One touch was too old to count.',
        'One touch was before the last one.',
      ],
      [
        'Zugerechnet: Bea für einen Klick vom 15. Nov. 2026.',
        'Ein Kontakt war zu alt, um zu zählen.',
        'Ein Kontakt war vor dem letzten.',
      ],
    ],
    [
      { model: 'linear', touches: touches.slice(1) },
      ['Shared evenly among 2 touches: Bea 50\u202f%, Ada 50\u202f%.'],
      ['Gleich geteilt unter 2 Kontakten: Bea 50\u202f%, Ada 50\u202f%.'],
    ],
    [
      { coupon: { code: 'WINTER', partner: p('a') }, touches: [touch('b', 5)] },
      ['Credited to Ada, to whom the coupon WINTER belongs.', 'One touch was overruled by the coupon.'],
      ['Zugerechnet: Ada, dem der Gutschein WINTER gehört.', 'Ein Kontakt war vom Gutschein überstimmt.'],
    ],
    [
      { explicit: { partner: p('a'), by: 'click_id' } },
      ['Credited to Ada, whose click the shop passed on.'],
      ['Zugerechnet: Ada, dessen Klick der Shop weitergab.'],
    ],
    [
      { known: { partner: p('a'), since: at } },
      ['Credited to Ada, who brought the customer before, on 20 Nov 2026.'],
      ['Zugerechnet: Ada, der den Kunden schon früher brachte, am 20. Nov. 2026.'],
    ],
  ])('%#', (over, en, de) => {
    expect(told(over, 'en')).toEqual(en);
    expect(told(over, 'de')).toEqual(de);
  });

  it('names the rule, and no partner whom the reader must not know of', () => {
    const shares = () => [
      { partner: p('a'), weight: 1 },
      { partner: p('b'), weight: 3 },
    ];
    const result = { ...given({ model: 'rules', touches: touches.slice(1), shares })!, decision };
    const mine = (partner: string) => (partner === p('a') ? 'Ada' : undefined);
    expect(renderExplanation(attributionReasons(result, mine), 'en')).toEqual([
      'Shared by the rule Who is credited: another partner 75\u202f%, Ada 25\u202f%.',
    ]);
  });
});
