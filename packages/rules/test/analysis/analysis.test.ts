import { describe, expect, it } from '@jest/globals';
import { analyse } from '../../src/analysis/analysis.js';
import type { Analysis, Finding } from '../../src/analysis/analysis.js';
import { renderFinding, renderFindingTitle, renderFix } from '../../src/analysis/render.js';
import { applyEdit } from '../../src/edit/splice.js';
import { COMMISSION_FACTS, COMMISSION_TERMS, evaluate, FRAUD_FACTS, FRAUD_SCORE, specialise } from '../../src/index.js';
import type { Json, RuleCase } from '../../src/index.js';

const SCHEMA = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: ['gold', 'silver', 'bronze'].map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) })),
    },
    'partner.status': { type: 'enum', values: ['producing', 'paused', 'terminated'].map((value) => ({ value })) },
    'order.weight': { type: 'decimal' },
    'order.day': { type: 'day' },
  },
});

const tier = (name: string): Json => ({ '==': [{ var: 'partner.tier' }, name] });
const net = (sign: string, cents: number): Json => ({ [sign]: [{ var: 'order.net' }, cents] });
const pay = (rate: string): Json => ({ type: 'percent', rate, base: 'net' });
const none = (reason: string): Json => ({ type: 'none', reason });
const text = (...args: Json[]): string => JSON.stringify({ if: args });

/** The table of the design. */
const TABLE = [
  ...[{ in: [{ var: 'partner.status' }, ['paused', 'terminated']] }, none('partner_not_active')],
  ...[{ and: [{ '==': [{ var: 'order.kind' }, 'renewal'] }, { '>': [{ var: 'order.month' }, 12] }] }, none('ended')],
  ...[{ and: [tier('gold'), net('>=', 10000)] }, pay('22')],
  ...[tier('gold'), pay('20')],
  ...[{ and: [tier('silver'), net('>', 50000)] }, pay('17')],
  ...[{ and: [tier('silver'), net('<', 50000)] }, pay('15')],
  ...[tier('bronze'), pay('10')],
  ...[{ and: [tier('silver'), { '==': [{ var: 'order.kind' }, 'renewal'] }, net('>=', 90000)] }, pay('18')],
  none('no_terms'),
];

const look = (logic: string, cases: readonly RuleCase[] = []): Analysis =>
  analyse({ text: logic, schema: SCHEMA, shape: COMMISSION_TERMS, cases });
const found = (logic: string, code: string): readonly Finding[] =>
  look(logic).findings.filter((finding) => finding.code === code);
const plain = (sentence: string): string => sentence.replaceAll('\u202f', ' ');

describe('the table of the design', () => {
  it('has a gap at exactly $500.00 and a row that is never reached, and says so in both languages', () => {
    const { findings, coverage } = look(text(...TABLE));
    const told = findings.filter(({ code }) => code !== 'no_case' && code !== 'overlap');
    expect(
      told.map((finding) => [finding.severity, plain(renderFinding(finding)), plain(renderFinding(finding, 'de'))]),
    ).toEqual([
      [
        'error',
        'When tier is Silver and the order is exactly $500.00, no branch matches and it falls to otherwise (nothing: no terms).',
        'Wenn die Stufe Silver ist und die Bestellung genau $500,00 beträgt, passt kein Zweig und es gilt „sonst“ (nichts: no terms).',
      ],
      [
        'warning',
        'Branch 8 is never reached. All where the order is a renewal, tier is Silver and the order is at least $900.00 is taken by branch 5 first.',
        'Zweig 8 wird nie erreicht. Alles, wofür die Bestellung Verlängerung ist, die Stufe Silver ist und die Bestellung mindestens $900,00 beträgt, nimmt Zweig 5 vorher.',
      ],
    ]);
    expect(told.map((finding) => renderFindingTitle(finding))).toEqual([
      'Gap: Silver, exactly $500.00',
      'Branch 8 is never reached',
    ]);
    expect(told.map(({ fixes }) => fixes.map((fix) => renderFix(fix)))).toEqual([
      ['Change branch 5 to “at least”', 'Change branch 6 to “at most”'],
      ['Move above 5', 'Remove branch 8'],
    ]);
    expect(coverage.map(({ reach }) => reach)).toEqual([...Array<string>(7).fill('some'), 'never', 'some']);
    expect(coverage[3]?.only).toMatchObject({ fact: 'order.net', test: 'less_than', values: [{ en: '$100.00' }] });
  });

  it('proves each with facts that the rule was run with', () => {
    for (const { code, facts, branch, params } of look(text(...TABLE)).findings) {
      if (code !== 'gap' && code !== 'unreachable') continue;
      const result = evaluate(text(...TABLE), facts!, SCHEMA);
      const taken = result.ok && result.trace.find(({ pointer }) => pointer === '')?.taken;
      expect(taken).toBe(code === 'gap' ? TABLE.length - 1 : (params['takers'] as number[])[0]! * 2 + 1);
      expect(branch).toBe(code === 'gap' ? 4 : 7);
    }
  });
});

const same = (a: Finding, b: Finding): boolean =>
  a.code === b.code &&
  a.params['kind'] === b.params['kind'] &&
  a.params['fact'] === b.params['fact'] &&
  a.params['why'] === b.params['why'];

describe('each fix removes its finding', () => {
  it.each<[string, string, number]>([
    ['the table of the design', text(...TABLE), 4],
    ['a point between amounts', text(net('>=', 501), pay('2'), net('<=', 499), pay('1'), none('x')), 2],
    ['a range', text(net('>', 500), pay('2'), net('<', 400), pay('1'), none('x')), 2],
    ['a range that begins inside', text(net('>=', 500), pay('2'), net('<=', 400), pay('1'), none('x')), 2],
    ['the constant first', text({ '<': [500, { var: 'order.net' }] }, pay('2'), net('<', 500), pay('1'), none('x')), 2],
    [
      'decimals',
      text(
        { '>': [{ var: 'order.weight' }, 2.5] },
        pay('2'),
        { '<': [{ var: 'order.weight' }, 2.5] },
        pay('1'),
        none('x'),
      ),
      2,
    ],
    [
      'days',
      text(
        { '>': [{ var: 'order.day' }, '2026-06-30'] },
        pay('2'),
        { '<': [{ var: 'order.day' }, '2026-06-30'] },
        pay('1'),
        none('x'),
      ),
      2,
    ],
    ['a tier that no row names', text(tier('gold'), pay('2'), tier('silver'), pay('1'), none('x')), 1],
    ['a contradiction', text({ and: [net('>', 5), net('<', 4)] }, pay('2'), pay('1')), 1],
    ['an unknown fact', text({ var: 'customer.isnew' }, pay('2'), pay('1')), 1],
    ['a name that is not in the list', text(tier('golld'), pay('2'), pay('1')), 1],
    [
      'an unreachable branch inside a branch',
      text(tier('gold'), { if: [tier('silver'), pay('3'), pay('2')] }, pay('1')),
      1,
    ],
  ])('%s', (_, logic, count) => {
    const before = look(logic).findings.filter(({ fixes }) => fixes.length > 0);
    let fixes = 0;
    for (const finding of before) {
      for (const fix of finding.fixes) {
        const after = look(applyEdit(logic, fix.edit));
        const still = after.findings.filter((each) => same(each, finding));
        const was = before.filter((each) => same(each, finding));
        expect([renderFix(fix), still.length]).toEqual([renderFix(fix), was.length - 1]);
        expect(after.findings.filter(({ blocks }) => blocks).length).toBeLessThanOrEqual(
          before.filter(({ blocks }) => blocks).length,
        );
        for (const locale of ['en', 'de'] as const) expect(renderFix(fix, locale)).not.toMatch(/undefined|NaN/);
        fixes++;
      }
    }
    expect(fixes).toBe(count);
  });
});

describe('gaps', () => {
  it.each<[string, string, string[]]>([
    [
      'none in a rule with an intended otherwise',
      text(tier('gold'), pay('20'), net('>=', 10000), pay('15'), pay('10')),
      [],
    ],
    [
      'none where otherwise has terms for the middle',
      text(net('>=', 900), pay('2'), net('<', 100), pay('1'), pay('5')),
      [],
    ],
    ['a point all the same', text(net('>', 900), pay('2'), net('<', 900), pay('1'), pay('5')), ['Gap: exactly $9.00']],
    ['a range', text(net('>=', 900), pay('2'), net('<', 100), pay('1'), none('x')), ['Gap: from $1.00 to below $9.00']],
    [
      'an absent fact',
      text(
        { and: [{ '!': { missing: ['order.country'] } }, { '==': [{ var: ['order.country', ''] }, 'US'] }] },
        pay('2'),
        { and: [{ '!': { missing: ['order.country'] } }, { '!=': [{ var: ['order.country', ''] }, 'US'] }] },
        pay('1'),
        { '==': [{ var: ['order.country', 'x'] }, ''] },
        pay('1'),
        none('x'),
      ),
      ["Gap: the customer's country is not known"],
    ],
    [
      'a name that no row has',
      text(tier('gold'), pay('2'), { and: [tier('silver'), net('>=', 0)] }, pay('1'), none('x')),
      ['Gap: Bronze'],
    ],
    ['no name where rows without it pay', text(tier('gold'), pay('2'), net('>=', 0), pay('1'), none('x')), []],
  ])('%s', (_, logic, titles) => {
    expect(found(logic, 'gap').map((finding) => renderFindingTitle(finding))).toEqual(titles);
  });
});

describe('what conditions cannot say of one fact', () => {
  const sum: Json = { '+': [{ var: 'order.tax' }, { var: 'order.shipping' }] };

  it('is decided all the same where the conditions rule one another out, or facts prove it', () => {
    const over: Json = { '>': [sum, 5000] };
    expect(look(text(over, pay('1'), over, pay('2'), none('x'))).coverage.map(({ reach }) => reach)).toEqual([
      'some',
      'never',
      'some',
    ]);
    expect(found(text({ '>': [{ var: 'order.net' }, { var: 'order.tax' }] }, pay('1'), pay('2')), 'undecided')).toEqual(
      [],
    );
  });

  it('is said to be undecided, with the expression, where neither comes about', () => {
    // No whole number is its own successor, but the analysis does not do algebra.
    const never: Json = { '==': [{ var: 'order.month' }, { '+': [{ var: 'order.month' }, 1] }] };
    const [finding] = found(text(never, pay('1'), pay('2')), 'undecided');
    expect(finding).toMatchObject({
      severity: 'info',
      branch: 0,
      params: { reason: 'computed', questions: ['reach'] },
    });
    expect(renderFinding(finding!)).toContain('"order.month"');
  });

  it('meets facts that stop the rule', () => {
    const share: Json = {
      '==': [{ '/': [{ var: 'order.net' }, { var: 'history.orderCount' }] }, { var: 'order.tax' }],
    };
    const [finding] = found(text(share, pay('1'), none('x')), 'fault');
    expect(finding).toMatchObject({ blocks: false, params: { problem: 'division_by_zero' } });
    expect(evaluate(text(share, pay('1'), none('x')), finding!.facts!, SCHEMA)).toMatchObject({ ok: false });
  });

  it('is given up, with the bound, where too many regions would have to be told apart', () => {
    const facts = ['amount', 'net', 'tax', 'shipping'].map((name) => `order.${name}`);
    const row = (i: number): Json => ({
      or: facts.map((fact, at) => ({ '==': [{ var: fact }, i * 17 + at] })),
    });
    const rows = Array.from({ length: 25 }, (_, i) => [
      { and: [row(i), row(i + 100), { or: [tier('gold'), net('>', i)] }] },
      pay('1'),
    ]).flat();
    const { findings, coverage } = look(text(...(rows as Json[]), none('x')));
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'undecided',
        params: expect.objectContaining({ reason: 'too_large', most: 40_000 }),
      }),
    );
    expect(new Set(coverage.map(({ reach }) => reach))).toEqual(new Set(['undecided']));
  });
});

describe('texts', () => {
  const coupon = (op: string, part: Json): Json => ({ [op]: [{ var: ['order.coupon', ''] }, part] });

  it.each<[string, Json, Json, boolean]>([
    ['a longer beginning', coupon('starts_with', 'KES'), coupon('starts_with', 'KESTREL'), true],
    ['a shorter beginning', coupon('starts_with', 'KESTREL'), coupon('starts_with', 'KES'), false],
    ['a named text with it', coupon('starts_with', 'KES'), coupon('==', 'KESTREL20'), true],
    ['another end', coupon('ends_with', '20'), coupon('ends_with', '30'), false],
    ['a longer end', coupon('ends_with', '20'), coupon('ends_with', '120'), true],
    ['a domain below', coupon('matches_domain', 'x.com'), coupon('matches_domain', 'a.x.com'), true],
    ['a domain that only looks like it', coupon('matches_domain', 'x.com'), coupon('matches_domain', 'ax.com'), false],
  ])('%s', (_, first, second, unreachable) => {
    const { coverage } = look(text(first, pay('1'), second, pay('2'), none('x')));
    expect(coverage.map(({ reach }) => reach)).toEqual(['some', unreachable ? 'never' : 'some', 'some']);
  });

  it('windows of time are told apart at their ends', () => {
    const during = (from: string, to: string): Json => ({ in_window: [{ var: 'asOf' }, from, to, 'Europe/Berlin'] });
    const inside = look(text(during('2026-11-01', 'P30D'), pay('2'), during('2026-11-10', 'P7D'), pay('1'), none('x')));
    expect(inside.coverage.map(({ reach }) => reach)).toEqual(['some', 'never', 'some']);
  });
});

describe('lists within lists, and lists that collect', () => {
  it('asks the inner list only for what leads to it', () => {
    const logic = text(
      tier('gold'),
      { if: [tier('silver'), pay('3'), net('>', 5), pay('2'), net('<', 5), pay('4'), none('x')] },
      pay('1'),
    );
    const { findings } = look(logic);
    const told = findings.filter(({ code }) => code === 'unreachable' || code === 'gap');
    expect(told.map(({ code, list, branch, params }) => [code, list, branch, params['why'] ?? params['kind']])).toEqual(
      [
        ['gap', '/if/1/if', 1, 'point'],
        ['unreachable', '/if/1/if', 0, 'context'],
      ],
    );
  });

  it('finds a collected branch that never counts, and no overlaps', () => {
    const score = (when: Json, reason: string): Json => ({ if: [when, [{ points: 10, reason }], []] });
    const fast = (sign: string, seconds: number): Json => ({
      [sign]: [{ var: ['click.secondsToOrder', 9999] }, seconds],
    });
    const logic = JSON.stringify({
      merge: [
        score({ var: 'mail.disposable' }, 'a'),
        score(fast('<', 5), 'b'),
        score({ and: [fast('<', 5), fast('>', 6)] }, 'c'),
      ],
    });
    const { findings, coverage, overlaps } = analyse({ text: logic, schema: FRAUD_FACTS, shape: FRAUD_SCORE });
    expect(coverage.map(({ reach, pointer }) => [reach, pointer])).toEqual([
      ['some', '/merge/0/if/0'],
      ['some', '/merge/1/if/0'],
      ['never', '/merge/2/if/0'],
    ]);
    expect(findings.map(({ code }) => code)).toContain('unreachable');
    expect(overlaps).toEqual([]);
  });
});

describe('cases', () => {
  const facts = look(text(...TABLE)).findings.find(({ code }) => code === 'gap')!.facts!;

  it('that are red block, and each branch tells which cases take it', () => {
    const cases: RuleCase[] = [
      { id: 'a', title: 'At the threshold', facts, expected: pay('15') },
      { id: 'b', title: 'Nothing', facts, expected: none('no_terms') },
      { id: 'c', title: 'Broken', facts: {}, expected: none('no_terms') },
    ];
    const { findings, coverage, cases: runs } = look(text(...TABLE), cases);
    expect(runs.map(({ ok, branch, error }) => [ok, branch, error?.code])).toEqual([
      [false, 8, undefined],
      [true, 8, undefined],
      [false, undefined, 'fact_missing'],
    ]);
    expect(coverage.at(-1)).toMatchObject({ otherwise: true, cases: ['a', 'b'], pointer: `/if/${TABLE.length - 1}` });
    const red = findings.filter(({ code }) => code === 'red_case');
    expect(red.map(({ blocks, pointer }) => [blocks, pointer])).toEqual([
      [true, '/if/0/in/0'],
      [true, '/if/16'],
    ]);
    const bare = findings.filter(({ code }) => code === 'no_case').map(({ branch }) => branch);
    expect(bare).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('rules that are refused', () => {
  it.each([
    ['{"if":[', 'syntax', null],
    [
      '{"if":[{"==":[{"var":"partner.tire"},"gold"]},{"type":"none","reason":"x"},{"type":"none","reason":"x"}]}',
      'unknown_fact',
      'portable',
    ],
    ['{"if":[true,{"type":"percent","rate":15},{"type":"none","reason":"x"}]}', 'outcome', 'portable'],
    [
      '{"if":[{"<":[{"var":"order.net"},"x"]},{"type":"none","reason":"x"},{"type":"none","reason":"x"}]}',
      'type',
      'portable',
    ],
    ['', 'syntax', null],
  ])('%s', (logic, code, kind) => {
    const { findings, class: found } = look(logic);
    expect(findings[0]).toMatchObject({ code, severity: 'error', blocks: true });
    expect(found).toBe(kind);
    for (const locale of ['en', 'de'] as const) expect(renderFinding(findings[0]!, locale)).toMatch(/[.?]$/);
  });
});
