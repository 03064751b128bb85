import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BacktestDto, RuleDraft, RuleFile } from '@sluice/contracts';
import { ruleTextHash, type RuleContent } from '@sluice/store';
import { foldChunks, prepareSide, runChunk } from '@sluice/store/operations/backtest';
import { historyPeriod, storeHistory } from '@sluice/testkit/backtest/history';
import { buildProgram } from '@sluice/testkit/harness/build';
import { startApi, type Credential, type TestApi } from '../../api/test/support.js';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const templates = fileURLToPath(new URL('../../../workflows/templates/rules/', import.meta.url));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line as a person does. */
async function sluice(args: string[], options: { env?: Record<string, string>; input?: string } = {}): Promise<Ended> {
  const program = await buildProgram('sluice');
  return new Promise((resolve, reject) => {
    const { SLUICE_URL: _url, SLUICE_API_KEY: _key, ...env } = process.env;
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...env, NODE_OPTIONS: '', ...options.env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(options.input ?? '');
  });
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}

const standard = JSON.parse(readFileSync(`${templates}standard.json`, 'utf8')) as RuleFile;
const percent = (rate: string) => ({ type: 'percent', rate });

describe('sluice rule check', () => {
  it('finds what ships well, and says so as text and as JSON', async () => {
    const text = await sluice(['rule', 'check', `${templates}standard.json`]);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/standard\.json: well \(portable, \d+ nodes, (\d+) of \1 cases pass\)/);
    const json = await sluice(['rule', 'check', `${templates}standard.json`, `${templates}fraud.json`, '--json']);
    const { files } = JSON.parse(json.out) as { files: { key: string; ok: boolean; cases: { ok: boolean }[] }[] };
    expect([json.code, files.map(({ key, ok }) => [key, ok])]).toEqual([
      0,
      [
        ['standard', true],
        ['fraud', true],
      ],
    ]);
  });

  it('ends with 1 and tells problems and red cases with place, code and sentence', async () => {
    const typo = file('typo.json', { ...standard, logic: '{"==": [{"var": "partner.teir"}, "gold"]}' });
    const refused = await sluice(['rule', 'check', typo]);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/error \/==\/0 unknown_fact: .*partner\.tier/);
    const [first, ...others] = standard.cases;
    const red = file('red.json', { ...standard, cases: [{ ...first, expected: percent('99') }, ...others] });
    const failing = await sluice(['rule', 'check', red]);
    expect(failing.code).toBe(1);
    expect(failing.out).toContain(
      `case ${first?.id ?? ''}: gives {"rate":"20","type":"percent"}, expected {"rate":"99"`,
    );
  });

  it('lets rules of one call use one another, and tells of a circle', async () => {
    const guard = (key: string, logic: object) =>
      file(`${key}.json`, { key, kind: 'guard', title: key, logic: JSON.stringify(logic) });
    const a = guard('a', { rule: 'b' });
    const b = guard('b', { '!': [{ rule: 'c' }] });
    const c = guard('c', { '==': [1, 1] });
    expect((await sluice(['rule', 'check', a, b, c])).out).toMatch(/a\.json: well \(extended/);
    const alone = await sluice(['rule', 'check', a]);
    expect([alone.code, alone.out]).toEqual([1, expect.stringContaining('unknown_rule')]);
    const circle = await sluice(['rule', 'check', a, guard('b', { rule: 'a' })]);
    expect([circle.code, circle.out]).toEqual([1, expect.stringMatching(/a → b → a/)]);
  });

  it.each([
    ['a file that is not there', ['rule', 'check', 'nowhere.json'], /nowhere\.json cannot be read/],
    ['no file', ['rule', 'check'], /missing required argument/],
    ['an unknown kind', ['rule', 'check', '--kind', 'magic', main], /no kind of rule "magic"/],
    ['an unknown option', ['rule', 'check', '--wrong', 'x'], /unknown option/],
    ['a server without a key', ['rule', 'export', 'x', '--url', 'http://127.0.0.1:1'], /--key/],
    ['no server', ['rule', 'export', 'x'], /takes a server/],
    [
      'a server that does not answer',
      ['rule', 'export', 'x', '--url', 'http://127.0.0.1:1', '--key', 'k'],
      /not answer/,
    ],
  ])('ends with 2 for %s', async (_name, args, sentence) => {
    const { code, err } = await sluice(args);
    expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
  });

  it('refuses a file that is none, however it is meant', async () => {
    const deep = file('deep.json', '{"!":'.repeat(20_000) + '1' + '}'.repeat(20_000));
    const { code, out } = await sluice(['rule', 'check', deep]);
    expect([code, out]).toEqual([1, expect.stringContaining('error')]);
    const wrong = await sluice(['rule', 'check', file('wrong.json', { kind: 'guard', logic: 7 })]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('/logic')]);
  });
});

describe('sluice rule evaluate', () => {
  const facts = file('facts.json', standard.cases[0]?.facts);

  it('gives the answer, the reason and the way to it', async () => {
    const { code, out } = await sluice(['rule', 'evaluate', `${templates}standard.json`, '--facts', facts, '--trace']);
    expect([code, JSON.parse(out.slice(0, out.indexOf('}') + 1))]).toEqual([0, percent('20')]);
    expect(out).toMatch(/20.% because/);
    expect(out).toMatch(/\/ = .*took/);
    const byCase = await sluice([
      'rule',
      'evaluate',
      `${templates}standard.json`,
      '--case',
      standard.cases[0]?.id ?? '',
      '--json',
    ]);
    expect(JSON.parse(byCase.out)).toMatchObject({ ok: true, result: percent('20'), class: 'portable' });
  });

  it('reads bare logic, and facts from the standard input', async () => {
    const logic = file('bare.json', '{"+": [{"var": "order.net"}, 1]}');
    const wrong = await sluice(['rule', 'evaluate', logic, '--facts', '-', '--json'], {
      input: '{"order": {"net": 5}}',
    });
    expect([wrong.code, JSON.parse(wrong.out)]).toMatchObject([
      1,
      { ok: false, kind: 'refused', problems: [{ pointer: '/+/0', code: 'wrong_outcome' }, {}] },
    ]);
    const guard = file('guard.json', '{">": [{"var": "coupon.active"}, 1]}');
    const right = await sluice(['rule', 'evaluate', guard, '--kind', 'guard', '--facts', '-'], {
      input: '{"coupon": {"active": 2}}',
    });
    expect([right.code, right.out.split('\n')[0]]).toEqual([0, 'true']);
  });

  it('ends with 2 without facts, and with 1 where facts are not of their type', async () => {
    expect((await sluice(['rule', 'evaluate', `${templates}standard.json`])).code).toBe(2);
    const odd = file('odd.json', { order: { kind: 'gift' } });
    const { code, out } = await sluice(['rule', 'evaluate', `${templates}standard.json`, '--facts', odd]);
    expect([code, out]).toEqual([1, expect.stringMatching(/order\.kind/)]);
  });
});

describe('sluice rule diff', () => {
  const twenty = file('twenty.json', standard);
  const more = file('more.json', { ...standard, logic: standard.logic.replaceAll('"20"', '"25"') });

  it('says nothing of what is the same, and what changes otherwise, in both languages', async () => {
    const reordered = file('same.json', { ...standard, logic: JSON.stringify(JSON.parse(standard.logic)), layout: {} });
    expect(await sluice(['rule', 'diff', twenty, reordered])).toEqual({ code: 0, out: '', err: '' });
    const en = await sluice(['rule', 'diff', twenty, more, '--tiers', 'bronze,silver,gold']);
    expect([en.code, en.out]).toEqual([1, expect.stringMatching(/20.% → 25.%/)]);
    const de = await sluice(['rule', 'diff', more, twenty, '--locale', 'de', '--json']);
    const { changes } = JSON.parse(de.out) as { changes: { code: string; text: string }[] };
    expect([de.code, changes[0]]).toMatchObject([
      1,
      { code: 'outcome_changed', text: expect.stringMatching(/25.% → 20.%/) },
    ]);
  });

  it('ends with 2 for one file, for two kinds, and for a language that there is not', async () => {
    const guard = file('kind.json', { kind: 'guard', logic: 'true' });
    for (const args of [[twenty], [twenty, guard], [twenty, more, '--locale', 'fr']])
      expect([args.length, (await sluice(['rule', 'diff', ...args])).code]).toEqual([args.length, 2]);
  });
});

describe('against a server', () => {
  let api: TestApi;
  let env: Record<string, string>;
  let ines: Credential & { id: string };

  const content = (rate: string): { title: string; hash: string } & RuleContent => {
    const logic = JSON.stringify({
      if: [{ '==': [{ var: 'partner.tier' }, 'bronze'] }, percent(rate), { type: 'none', reason: 'no_tier' }],
    });
    return {
      title: 'Standard',
      hash: ruleTextHash(logic),
      kind: 'commission',
      facts: { id: 'commission', version: 1 },
      logic,
      outcome: 'commission_terms',
      cases: [],
      layout: {},
      comments: {},
    };
  };

  beforeAll(async () => {
    api = await startApi();
    ines = await api.user(['ops']);
    const key = await api.key(['rule.read', 'rule.write', 'rule.backtest']);
    env = { SLUICE_URL: api.url, SLUICE_API_KEY: (key.headers['Authorization'] ?? '').replace('Bearer ', '') };
    for (const rate of ['10', '15'])
      await api.store.rules.publish('demo', 'standard', { ...content(rate), makers: ['a'], publishedBy: 'b' });
  }, 120_000);
  afterAll(() => api.close());

  it('a rule goes out as a file and comes back as a draft', async () => {
    const out = join(folder, 'out.json');
    expect(await sluice(['rule', 'export', 'standard', '--out', out], { env })).toMatchObject({ code: 0, out: '' });
    expect((JSON.parse(readFileSync(out, 'utf8')) as RuleFile).version).toBe(2);
    const first = await sluice(['rule', 'export', 'standard', '--version', '1'], { env });
    expect(first.out).toBe(`${JSON.stringify(JSON.parse(first.out), null, 2)}\n`);
    expect(first.out).toContain('\\"10\\"');
    const looked = await sluice(['rule', 'import', out], { env });
    expect([looked.code, looked.out]).toEqual([0, expect.stringContaining('accepted (portable)')]);
    const brought = await sluice(['rule', 'import', out, '--rule', 'copy', '--json'], { env });
    expect(JSON.parse(brought.out)).toMatchObject({ accepted: true, created: 'copy' });
    const draft = (await (await api.call('GET', '/v1/rules/copy/draft', { as: ines })).json()) as RuleDraft;
    expect(draft.logic).toBe(content('15').logic);
    const wrong = await sluice(['rule', 'import', file('x.json', '{"launch": 1}'), '--rule', 'bad'], { env });
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('unknown_operator')]);
  });

  it('a file is checked with the programme’s own facts', async () => {
    const { version } = (await api.store.factsSchemas.latest(await api.store.programmes.need('demo'), 'commission'))!
      .schema;
    const label = { en: 'Region', de: 'Region' };
    const body = { rev: version, type: 'string', label };
    await api.call('PUT', '/v1/facts-schemas/commission/fields/partner.region', { as: ines, body });
    const logic =
      '{"if": [{"==": [{"var": ["partner.region", ""]}, "EU"]}, {"type":"percent","rate":"5"}, {"type":"none","reason":"x"}]}';
    const path = file('region.json', {
      ...standard,
      facts: { id: 'commission', version: version + 1 },
      logic,
      cases: [],
    });
    const offline = await sluice(['rule', 'check', path]);
    expect([offline.code, offline.err]).toEqual([2, expect.stringContaining('do not ship')]);
    expect((await sluice(['rule', 'check', path], { env })).code).toBe(0);
  });

  it('two versions are compared in words', async () => {
    const { code, out } = await sluice(['rule', 'diff', '1', '2', '--rule', 'standard'], { env });
    expect([code, out]).toEqual([1, expect.stringMatching(/10.% → 15.%/)]);
    expect((await sluice(['rule', 'diff', '2', '2', '--rule', 'standard'], { env })).code).toBe(0);
    expect((await sluice(['rule', 'diff', '--rule', 'standard'], { env })).err).toContain('404');
  });

  it('what is refused is told with its reasons, and ends with 2', async () => {
    const gone = await sluice(['rule', 'export', 'no-such-rule'], { env });
    expect([gone.code, gone.err]).toEqual([2, expect.stringContaining('404')]);
    const denied = await sluice(['rule', 'export', 'standard', '--key', 'slk_made_up'], { env });
    expect([denied.code, denied.err]).toEqual([2, expect.stringContaining('401')]);
    const late = await sluice(
      ['rule', 'backtest', 'standard', '--since', '2026-02-01', '--until', '2026-01-01', '--to', '2'],
      { env },
    );
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('/period/to')]);
  });

  it('a backtest is started, followed to its end, and told', async () => {
    await storeHistory(api.store, { programme: 'demo', rule: 'standard', count: 40, partners: 5 });
    const args = ['rule', 'backtest', 'standard', '--from', '1', '--to', '2'];
    args.push('--since', historyPeriod.from.toISOString(), '--until', historyPeriod.to.toISOString());
    const told = sluice(args, { env });
    await finishNext(api);
    const { code, out, err } = await told;
    expect([code, out]).toEqual([0, expect.stringMatching(/v2 against v1: done\n {2}40 orders: \d+ changed/)]);
    expect(err).toContain('done: ');
    const queued = await sluice([...args, '--no-wait', '--json'], { env });
    expect(JSON.parse(queued.out)).toMatchObject({ state: 'queued', base: { version: 1 } } satisfies
      Partial<BacktestDto> | object);
  });
});

/** What the worker does with the next backtest that is asked for. */
async function finishNext({ store }: TestApi): Promise<void> {
  for (;;) {
    const [due] = await store.backtests.due('demo');
    if (!due) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const backtest = await store.backtests.begin('demo', due.id, 40, new Date());
    const sides = { before: prepareSide(backtest.before), after: prepareSide(backtest.after) };
    await runChunk(store, backtest, sides, { index: 0 }, { beat: () => undefined });
    const result = await foldChunks(store, backtest, sides, () => undefined);
    await store.backtests.finish('demo', backtest.id, 'done', result, new Date());
    return;
  }
}
