import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  FactsSchemaDetail,
  Problem,
  RuleDetail,
  RuleDraft,
  RuleHits,
  RuleRow,
  StaleProblem,
} from '@sluice/contracts';
import type { FactField } from '@sluice/rules';
import { fieldAt } from '@sluice/rules';
import { historyCommission } from '@sluice/testkit/backtest/history';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let ines: Credential & { id: string };
let mara: Credential & { id: string };

beforeAll(async () => {
  api = await startApi();
  ines = await api.user(['ops']);
  mara = await api.user(['manager']);
});
afterAll(() => api.close());

/** Ten percent for whoever brings an order. */
const ten =
  '{"if": [{"==": [{"var": "order.kind"}, "new"]}, {"type":"percent","rate":"10"}, {"type":"none","reason":"x"}]}';

let count = 0;
async function begun(logic = ten): Promise<{ key: string; draft: RuleDraft }> {
  count += 1;
  const key = `rule-${count}`;
  const body = { key, kind: 'commission', title: 'Standard', logic };
  const response = await api.call('POST', '/v1/rules', { as: ines, body });
  expect(response.status).toBe(201);
  return { key, draft: (await response.json()) as RuleDraft };
}

const save = (key: string, as: Credential, draft: RuleDraft, change: Partial<RuleDraft> = {}) => {
  const { rev, title, logic, cases, layout, comments } = { ...draft, ...change };
  return api.call('PUT', `/v1/rules/${key}/draft`, { as, body: { rev, title, logic, cases, layout, comments } });
};
const saved = async (...args: Parameters<typeof save>) => {
  const response = await save(...args);
  expect([response.status, response.status === 200 ? '' : await response.text()]).toEqual([200, '']);
  return (await response.json()) as RuleDraft;
};
const problemOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

describe('a rule begins', () => {
  it('as a draft that decides nothing, in every kind', async () => {
    for (const kind of ['commission', 'routing', 'fraud', 'tier', 'eligibility', 'attribution', 'segment', 'guard']) {
      const response = await api.call('POST', '/v1/rules', {
        as: ines,
        body: { key: `new-${kind}`, kind, title: kind },
      });
      const draft = (await response.json()) as RuleDraft;
      expect([kind, response.status, draft.rev, draft.makers]).toEqual([kind, 201, 1, [ines.id]]);
      const check = await api.call('POST', `/v1/rules/new-${kind}/check`, { as: ines, body: { logic: draft.logic } });
      expect([kind, ((await check.json()) as { problems: unknown[] }).problems]).toEqual([kind, []]);
    }
    const rows = ((await (await api.call('GET', '/v1/rules', { as: ines })).json()) as { data: RuleRow[] }).data;
    expect(rows.find(({ key }) => key === 'new-tier')).toMatchObject({ version: 0, draft: { rev: 1 } });
  });

  it('once: a key that is taken is a 409, and the same request again is not another rule', async () => {
    const { key } = await begun();
    const body = { key, kind: 'commission', title: 'Other' };
    expect(await problemOf(await api.call('POST', '/v1/rules', { as: mara, body }))).toEqual([409, 'conflict']);
  });

  it.each([
    ['a key with a slash', { key: '../x' }, '/key'],
    ['a key that objects inherit, in capitals', { key: 'toString' }, '/key'],
    ['an unknown kind', { kind: 'magic' }, '/kind'],
    ['facts that are not there', { facts: 'nothing' }, '/facts'],
    ['an outcome that is not there', { outcome: '__proto__' }, '/outcome'],
  ])('not with %s', async (_name, wrong, pointer) => {
    const body = { key: 'odd', kind: 'commission', title: 'Odd', ...wrong };
    const response = await api.call('POST', '/v1/rules', { as: ines, body });
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});

describe('a draft', () => {
  it('is saved over what was looked at; a stale save is a 409 that shows theirs', async () => {
    const { key, draft } = await begun();
    const mine = await saved(key, ines, draft, { title: 'Mine' });
    expect(mine.rev).toBeGreaterThan(draft.rev);
    const response = await save(key, mara, draft, { title: 'Theirs' });
    const problem = (await response.json()) as StaleProblem;
    expect([response.status, problem.code, problem.theirs?.title]).toEqual([409, 'stale', 'Mine']);
    expect((await saved(key, mara, mine, { title: 'Theirs' })).makers).toEqual([ines.id, mara.id]);
  });

  it('that is sent again after a lost answer is the same draft', async () => {
    const { key, draft } = await begun();
    const first = await saved(key, ines, draft, { title: 'Again' });
    expect(await saved(key, ines, draft, { title: 'Again' })).toEqual(first);
  });

  it('takes one of twenty saves over the same revision', async () => {
    const { key, draft } = await begun();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => save(key, ines, draft, { title: `Title ${n}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('may hold what does not parse, byte for byte, and names that objects inherit', async () => {
    const { key, draft } = await begun();
    const broken = '{"if": [ {"==": [1.0, }\u0000\u2028';
    const odd = JSON.parse(
      '{"comments": {"constructor": "b"}, "cases": [{"id": "1", "title": "", "facts": {"__proto__": {"a": 1}, "$where": 1, "a.b": 2}, "expected": {}}]}',
    ) as Pick<RuleDraft, 'comments' | 'cases'>;
    await saved(key, ines, draft, { logic: broken, ...odd });
    const text = await (await api.call('GET', `/v1/rules/${key}/draft`, { as: ines })).text();
    const read = JSON.parse(text) as RuleDraft;
    expect(read.logic).toBe(broken);
    expect(JSON.stringify(read.cases[0]?.facts)).toBe('{"$where":1,"__proto__":{"a":1},"a.b":2}');
    expect(read.comments).toEqual({ constructor: 'b' });
  });

  it('may not be longer than 64 KiB, nor name a case twice', async () => {
    const { key, draft } = await begun();
    const response = await save(key, ines, draft, { logic: `"${'ä'.repeat(33_000)}"` });
    expect([response.status, ((await response.json()) as Problem).errors?.[0]]).toMatchObject([
      422,
      { pointer: '/logic', code: 'too_large' },
    ]);
    const one = { id: 'a', title: 'A', facts: {}, expected: null };
    const twice = await save(key, ines, draft, { cases: [one, one] });
    expect(((await twice.json()) as Problem).errors?.[0]).toMatchObject({ pointer: '/cases/1/id', code: 'duplicate' });
    expect((await saved(key, ines, draft, { logic: `"${'a'.repeat(65_000)}"` })).logic).toHaveLength(65_002);
  });

  it('that was discarded cannot be saved over with an old revision, also where a new one has begun', async () => {
    const { key, draft } = await begun();
    expect((await api.call('DELETE', `/v1/rules/${key}/draft?rev=99`, { as: ines })).status).toBe(409);
    expect((await api.call('DELETE', `/v1/rules/${key}/draft?rev=${draft.rev}`, { as: ines })).status).toBe(204);
    expect((await api.call('GET', `/v1/rules/${key}/draft`, { as: ines })).status).toBe(404);
    const again = await api.call('POST', '/v1/rules', {
      as: mara,
      body: { key, kind: 'commission', title: 'Anew', logic: ten },
    });
    const anew = (await again.json()) as RuleDraft;
    expect([again.status, anew.makers]).toEqual([201, [mara.id]]);
    expect(anew.rev).toBeGreaterThan(draft.rev);
    expect((await save(key, ines, draft, { title: 'Old' })).status).toBe(409);
  });

  it('written with a key has the person who made the key among its makers', async () => {
    const key = await api.key(['rule.write']);
    const body = { key: 'by-key', kind: 'guard', title: 'By key' };
    const draft = (await (await api.call('POST', '/v1/rules', { as: key, body })).json()) as RuleDraft;
    expect(draft.makers).toEqual([expect.stringMatching(/^key:/), 'test']);
  });
});

describe('another programme', () => {
  it('has none of our rules, drafts, versions or facts', async () => {
    const { key } = await begun();
    const foreign = await api.key(['rule.read', 'rule.write', 'rule.evaluate'], { programme: 'other' });
    const body = { rev: 0, title: 'x', logic: '1', cases: [], layout: {}, comments: {} };
    for (const [method, path, sent] of [
      ['GET', '', undefined],
      ['GET', '/draft', undefined],
      ['PUT', '/draft', body],
      ['DELETE', '/draft', undefined],
      ['GET', '/diff', undefined],
      ['GET', '/export', undefined],
      ['GET', '/hits', undefined],
      ['GET', '/versions/1', undefined],
      ['POST', '/check', { logic: '1' }],
    ] as const) {
      const response = await api.call(method, `/v1/rules/${key}${path}`, {
        as: foreign,
        ...(sent && { body: sent }),
      });
      expect([method, path, response.status]).toEqual([method, path, 404]);
    }
    expect(await (await api.call('GET', '/v1/rules', { as: foreign })).json()).toEqual({ data: [], nextCursor: null });
  });
});

describe('checking', () => {
  it('tells class, problems with places, and how the cases run', async () => {
    const { key } = await begun();
    const facts = { partner: { tier: 'bronze', type: 'creator' }, order: order('new'), ...rest };
    const cases = [
      { id: 'a', title: 'A', facts, expected: { type: 'percent', rate: '10' } },
      { id: 'b', title: 'B', facts, expected: { type: 'percent', rate: '11' } },
    ];
    const check = (logic: string) =>
      api.call('POST', `/v1/rules/${key}/check`, { as: ines, body: { logic, cases } }).then((r) => r.json());
    expect(await check(ten)).toMatchObject({
      class: 'portable',
      problems: [],
      cases: [
        { id: 'a', ok: true },
        { id: 'b', ok: false, got: { type: 'percent', rate: '10' } },
      ],
    });
    expect(await check('{"var": "order.amuont"}')).toMatchObject({
      problems: [{ pointer: '', code: 'unknown_fact' }],
      cases: [],
    });
    expect(await check('{"if": [')).toMatchObject({ class: null, problems: [{ code: 'not_json' }] });
  });
});

describe('facts', () => {
  const put = (id: string, path: string, body: object, as: Credential = ines) =>
    api.call('PUT', `/v1/facts-schemas/${id}/fields/${path}`, { as, body });
  const of = async (id: string) =>
    (await (await api.call('GET', `/v1/facts-schemas/${id}`, { as: ines })).json()) as FactsSchemaDetail;
  const label = { en: 'Region', de: 'Region' };

  it('are the programme’s own: its currency and its tiers by name', async () => {
    const { schema, version, kinds } = await of('commission');
    expect([schema.currency, version, kinds]).toEqual(['USD', 1, ['commission']]);
    expect(fieldAt(schema, 'partner.tier')).toMatchObject({
      type: 'enum',
      values: [{ value: 'bronze', label: 'Bronze' }],
    } satisfies Partial<FactField>);
  });

  it('take custom fields in versions, which new rules read and old ones do not', async () => {
    const { draft, key } = await begun();
    const response = await put('commission', 'partner.region', { rev: 1, type: 'string', label });
    const detail = (await response.json()) as FactsSchemaDetail;
    expect([response.status, detail.version, Object.keys(detail.custom)]).toEqual([200, 2, ['partner.region']]);
    expect(fieldAt(detail.schema, 'partner.region')).toMatchObject({ type: 'string', optional: true, label });
    const logic =
      '{"if": [{"==": [{"var": ["partner.region", ""]}, "EU"]}, {"type":"percent","rate":"5"}, {"type":"none","reason":"x"}]}';
    const check = await api.call('POST', `/v1/rules/${key}/check`, { as: ines, body: { logic } });
    expect(await check.json()).toMatchObject({ problems: [] });
    expect((await saved(key, ines, draft, { title: 'Same text' })).facts).toEqual({ id: 'commission', version: 1 });
    const touched = (await (await api.call('GET', `/v1/rules/${key}/draft`, { as: ines })).json()) as RuleDraft;
    expect((await saved(key, ines, touched, { logic })).facts).toEqual({ id: 'commission', version: 2 });
    const old = (await (
      await api.call('GET', '/v1/facts-schemas/commission?version=1', { as: ines })
    ).json()) as FactsSchemaDetail;
    expect(fieldAt(old.schema, 'partner.region')).toBeUndefined();
  });

  it.each([
    ['over what somebody else has added', 'partner.other', { rev: 1 }, 409],
    ['in the place of what ships', 'partner.tier', {}, 422],
    ['below a fact that is none of several', 'order.amount.tax', {}, 422],
    ['named as objects inherit', 'partner.constructor', {}, 422],
    ['with an example of another type', 'partner.age', { type: 'integer', example: 'old' }, 422],
    ['of which a name stands twice', 'partner.size', { type: 'enum', values: [{ value: 's' }, { value: 's' }] }, 422],
    ['named __proto__', '__proto__.polluted', {}, 404],
    ['of an enum without values', 'partner.size', { type: 'enum' }, 422],
  ])('take none %s', async (_name, path, more, status) => {
    const { version } = await of('commission');
    expect((await put('commission', path, { rev: version, type: 'string', label, ...more })).status).toBe(status);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('of one version are taken once, however many save at a time', async () => {
    const { version } = await of('guard');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => put('guard', `partner.c${n}`, { rev: version, type: 'boolean', label })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    expect((await of('guard')).version).toBe(version + 1);
  });

  it('of another programme stay there', async () => {
    const foreign = await api.key(['rule.read'], { programme: 'other' });
    const detail = (await (
      await api.call('GET', '/v1/facts-schemas/guard', { as: foreign })
    ).json()) as FactsSchemaDetail;
    expect([detail.version, detail.custom]).toEqual([1, {}]);
  });
});

describe('trying', () => {
  const evaluate = (body: object) => api.call('POST', '/v1/rules/evaluate', { as: ines, body });

  it('takes the types of a schema that is named', async () => {
    const logic = { '>': [{ var: 'order.net' }, 100] };
    const facts = { order: { net: 200 } };
    expect(await (await evaluate({ logic, facts })).json()).toMatchObject({ result: true, class: 'portable' });
    expect(await (await evaluate({ logic, facts, schema: 'commission' })).json()).toMatchObject({ result: true });
    const wrong = await evaluate({ logic: { '>': [{ var: 'order.nett' }, 100] }, facts, schema: 'commission' });
    expect([wrong.status, ((await wrong.json()) as Problem).errors?.[0]]).toMatchObject([
      422,
      { pointer: expect.stringMatching(/^\/logic/), code: 'unknown_fact' },
    ]);
    expect((await evaluate({ logic, facts, schema: 'nothing' })).status).toBe(422);
  });

  it('computes decimals exactly and says the class', async () => {
    const logic = { '+': [{ var: 'a' }, { var: 'b' }] };
    expect(await (await evaluate({ logic, facts: { a: 0.1, b: 0.2 } })).json()).toMatchObject({
      result: 0.3,
      class: 'decimal',
    });
  });

  it('runs the version in force of a rule, or the one that is named', async () => {
    const content = (rate: string) => ({
      title: 'Flat',
      hash: rate,
      kind: 'commission' as const,
      facts: { id: 'commission', version: 1 },
      logic: `{"type":"percent","rate":"${rate}"}`,
      outcome: 'commission_terms',
      cases: [],
      layout: {},
      comments: {},
      makers: ['a'],
      publishedBy: 'b',
    });
    await api.store.rules.publish('demo', 'flat', content('10'));
    await api.store.rules.publish('demo', 'flat', { ...content('20'), effectiveFrom: new Date(Date.now() + 1e9) });
    expect(await (await evaluate({ facts: {}, rule: { key: 'flat' } })).json()).toMatchObject({
      result: { rate: '10' },
      rule: { version: 1 },
    });
    expect(await (await evaluate({ facts: {}, rule: { key: 'flat', version: 2 } })).json()).toMatchObject({
      result: { rate: '20' },
    });
    expect((await evaluate({ facts: {}, rule: { key: 'flat', version: 3 } })).status).toBe(422);
    const detail = (await (await api.call('GET', '/v1/rules/flat', { as: ines })).json()) as RuleDetail;
    expect([detail.version, detail.inForce?.version, detail.versions.map(({ version }) => version)]).toEqual([
      1,
      1,
      [2, 1],
    ]);
  });
});

function order(kind: string) {
  return { amount: 10_000, net: 10_000, tax: 0, shipping: 0, kind, month: 1 };
}
const rest = { customer: { isNew: true }, history: { monthVolume: 0, orderCount: 0 }, asOf: 1_795_219_200_000 };

describe('hits', () => {
  it('are counted by branch, over versions, from what was stored with the decisions', async () => {
    const branch = (tier: string, rate: string) => [
      { '==': [{ var: 'partner.tier' }, tier] },
      { type: 'percent', rate },
    ];
    const none = { type: 'none', reason: 'no_tier' };
    const versions = [
      { if: [...branch('bronze', '10'), ...branch('silver', '15'), none] },
      // Silver comes first now and earns more; nobody else is named.
      { if: [...branch('silver', '20'), none] },
    ].map((logic, index) => ({ logic: JSON.stringify(logic), hash: `hits-${index + 1}` }));
    for (const version of versions)
      await api.store.rules.publish('demo', 'hits', {
        ...version,
        title: 'Hits',
        kind: 'commission',
        facts: { id: 'commission', version: 1 },
        outcome: 'commission_terms',
        cases: [],
        layout: {},
        comments: {},
        makers: ['a'],
        publishedBy: 'b',
      });
    const taken = (number: number, ...steps: [version: 1 | 2, taken: number][]) =>
      steps.map(([version, at], index) => storedHit(api, `${number}-${index}`, version, at));
    await Promise.all(taken(1, [1, 1], [1, 3], [1, 3], [1, 4], [2, 1], [2, 2]));
    await storedHit(api, 'old', 1, 3, 100);
    const hits = (await (await api.call('GET', '/v1/rules/hits/hits', { as: ines })).json()) as RuleHits;
    expect([hits.total, hits.branches.map(({ pointer, count: times }) => [pointer, times])]).toEqual([
      6,
      [
        ['/if/0', 3],
        ['/if/2', 2],
      ],
    ]);
    const all = await api.call('GET', '/v1/rules/hits/hits?from=2020-01-01T00:00:00Z', { as: ines });
    expect(((await all.json()) as RuleHits).total).toBe(7);
  });
});

/** A commission as it is stored, decided by that version of the rule "hits" through that argument of its `if`. */
async function storedHit({ store }: TestApi, name: string, version: 1 | 2, taken: number, daysAgo = 1): Promise<void> {
  const index = 1_000 + ([...name].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 0) % 100_000);
  const commission = historyCommission(index, { programme: 'demo', rule: 'hits', count: 200_000, partners: 3 });
  const at = new Date(Date.now() - daysAgo * 86_400_000);
  await store.commissions.insertOrRead({
    ...commission,
    rule: { key: 'hits', version, hash: `hits-${version}` },
    trace: [
      { pointer: '/if/0', value: true },
      { pointer: '', value: {}, taken },
    ],
    occurredAt: at,
    createdAt: at,
  });
}
