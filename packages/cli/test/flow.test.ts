import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDraft } from '@sluice/contracts';
import { flowFileJson, parseFlowFile, type FlowDocument, type SimulationCase } from '@sluice/flows';
import { buildProgram } from '@sluice/testkit/harness/build';
import { diffFlowFiles } from '../src/commands/flow-diff.js';
import { simulateFlow } from '../src/commands/flow-simulate.js';
import { exportFlow } from '../src/commands/flow-transfer.js';
import { validateFlows } from '../src/commands/flow-validate.js';
import { caseOf, drawing, waiting } from '../../api/test/flows-support.js';
import { startApi, type Credential, type TestApi } from '../../api/test/support.js';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const templates = fileURLToPath(new URL('../../../workflows/templates/', import.meta.url));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line as a person does. */
async function sluice(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const program = await buildProgram('sluice');
  return new Promise((resolve, reject) => {
    const { SLUICE_URL: _url, SLUICE_API_KEY: _key, ...own } = process.env;
    const child = spawn(process.execPath, [program, 'flow', ...args], {
      env: { ...own, NODE_OPTIONS: '', ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end();
  });
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-flows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
}
const flowFile = (name: string, flow: FlowDocument, cases: SimulationCase[] = []): string =>
  file(name, flowFileJson({ flow, cases }));

const settles = caseOf('settles', [
  { kind: 'outcome', outcome: 'done' },
  { kind: 'visited', node: 'pause' },
]);
const never = caseOf('never', [{ kind: 'outcome', outcome: 'refused' }]);

describe('sluice flow validate', () => {
  it('finds what ships well', async () => {
    const all = ['clawback', 'lead-intake', 'order-to-payable', 'payout-batch'].map((key) => `${templates}${key}.json`);
    const { code, out, err } = await sluice(['validate', ...all]);
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/: well \(\d+ steps/g)).toHaveLength(4);
  });

  it('tells problems with severity, place, code and sentence, and cases that fail, file by file', async () => {
    const { nodes, edges } = drawing('lost');
    const nowhere = { id: 'mail', type: 'email', config: { template: 'nowhere', to: { kind: 'role', role: 'ops' } } };
    const mail = drawing('mail', {
      nodes: [...nodes, nowhere],
      edges: [
        { from: 'trigger', port: 'next', to: 'mail' },
        { from: 'mail', port: 'next', to: 'pause' },
        { from: 'pause', port: 'next', to: 'end' },
      ],
    });
    const files = [
      flowFile('dead.json', drawing('lost', { edges: edges.slice(0, 1) })),
      flowFile('mail.json', mail),
      flowFile('red.json', drawing('red'), [settles, never]),
      file('shape.json', { ...drawing('shape'), nodes: 'none' }),
    ];
    const { code, out } = await sluice(['validate', ...files]);
    expect(code).toBe(1);
    expect(out).toMatch(/dead\.json: to be mended[\s\S]*error \/nodes\/0 dead_end: /);
    expect(out).toMatch(/red\.json.*1 of 2 cases pass, \d+ history events\)\n {2}case never: .*“refused”/);
    expect(out).toContain('error /nodes invalid_type');
    const json = await sluice(['validate', ...files, '--json']);
    expect([json.code, JSON.parse(json.out)]).toMatchObject([
      1,
      {
        files: [
          { key: 'lost', ok: false },
          { key: 'mail', ok: false, problems: [{ code: 'missing_template' }] },
          { cases: [{ failed: [] }, { failed: [expect.any(String)] }] },
          { ok: false },
        ],
      },
    ]);
  });

  it.each([
    ['a file that is not there', ['validate', 'nowhere.json'], /nowhere\.json cannot be read/],
    ['no file', ['validate'], /missing required argument/],
  ])('ends with 2 for %s', async (_name, args, sentence) => {
    const { code, err } = await sluice(args);
    expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
  });

  // What ends with 2 is thrown as trouble; these need no process of their own.
  const around = { currency: 'USD' };
  const bare = flowFile('bare.json', drawing('bare'));
  const one = flowFile('one.json', drawing('one'), [settles]);
  const broken = flowFile('broken.json', drawing('broken', { edges: [] }), [settles]);
  it.each([
    ['what is not JSON', () => validateFlows([main], around), /is not JSON/],
    ['a flow without cases', () => simulateFlow(bare, around), /has no cases/],
    ['a case that is not there', () => simulateFlow(one, { ...around, case: 'x' }), /no case "x"/],
    ['a file and a flow of the server', () => simulateFlow(one, { ...around, flow: 'x' }), /either/],
    ['a flow that cannot be executed', () => simulateFlow(broken, around), /cannot be run/],
    ['one file to compare', () => diffFlowFiles(one, undefined, { locale: 'en' }), /two files/],
    ['a language that is not there', () => diffFlowFiles(one, one, { locale: 'fr' }), /en and de/],
    ['no server', () => exportFlow('x', {}), /takes a server/],
  ])('is troubled by %s', async (_name, act, sentence) => {
    await expect(act()).rejects.toMatchObject({ name: 'Trouble', message: expect.stringMatching(sentence) });
  });
});

describe('sluice flow simulate', () => {
  it('tells what happens and when, and ends with 1 where a case does not come out as expected', async () => {
    const path = flowFile('told.json', drawing('told'), [settles, never]);
    const { code, out } = await sluice(['simulate', path]);
    expect(code).toBe(1);
    expect(out).toMatch(/settles: Case settles\n[\s\S]*2026-11-02 09:00 – 2026-11-05 09:00 {2}wait/);
    expect(out).toMatch(/2026-11-05 09:00 {2}completed, done; 0 mails/);
    expect(out).toMatch(/failed: .*“refused”/);
    const one = await sluice(['simulate', path, '--case', 'settles', '--json']);
    expect([one.code, JSON.parse(one.out)]).toMatchObject([0, { cases: [{ case: 'settles', failed: [] }] }]);
  });
});

describe('sluice flow diff', () => {
  it('says nothing of what is the same, and what changes otherwise, in both languages', async () => {
    const before = flowFile('before.json', drawing('same'));
    const moved = drawing('same', { nodes: drawing('same').nodes.map((node) => ({ ...node, x: 99 })) });
    expect(await sluice(['diff', before, flowFile('moved.json', moved)])).toEqual({ code: 0, out: '', err: '' });
    const after = flowFile('after.json', waiting(drawing('same'), 'P9D'));
    const english = await sluice(['diff', before, after]);
    expect([english.code, english.out]).toEqual([1, 'Let them settle: for hold → P9D\n']);
  });
});

describe('against a server', () => {
  let api: TestApi;
  let env: Record<string, string>;
  let ines: Credential;
  beforeAll(async () => {
    api = await startApi();
    ines = await api.user(['ops']);
    const { headers } = await api.key(['flow.read', 'flow.write', 'flow.simulate']);
    env = { SLUICE_URL: api.url, SLUICE_API_KEY: (headers['Authorization'] ?? '').replace('Bearer ', '') };
  });
  afterAll(() => api.close());
  const draftOf = async (key: string) =>
    (await (await api.call('GET', `/v1/flows/${key}/draft`, { as: ines })).json()) as FlowDraft;

  it('a file becomes a draft, and again its next revision; exported it is the file that it was', async () => {
    const path = flowFile('carried.json', drawing('carried'), [settles]);
    const first = await sluice(['import', path], env);
    expect([first.err, first.code, first.out]).toEqual([
      '',
      0,
      expect.stringContaining('draft of "carried" now (well)'),
    ]);
    const { rev } = await draftOf('carried');
    const changed = flowFile('changed.json', waiting(drawing('carried'), 'P9D'), [settles, never]);
    const second = await sluice(['import', changed, '--title', 'Renamed'], env);
    expect([second.code, second.out]).toEqual([1, expect.stringMatching(/to be mended[\s\S]*case never: /)]);
    expect(await draftOf('carried')).toMatchObject({ rev: rev + 1, title: 'Renamed' });
    const diff = await sluice(['diff', '0', 'draft', '--flow', 'carried', '--locale', 'de'], env);
    expect([diff.code, diff.out]).toEqual([1, expect.stringContaining('ist neu')]);
    const out = join(folder, 'out.json');
    expect((await sluice(['export', 'carried', '--version', 'draft', '--out', out], env)).code).toBe(0);
    const parsed = parseFlowFile(JSON.parse(readFileSync(out, 'utf8')));
    expect(parsed).toMatchObject({ ok: true, flow: { title: 'Renamed' }, cases: [settles, never] });
    const told = await sluice(['simulate', '--flow', 'carried', '--version', 'draft', '--case', 'settles'], env);
    expect([told.err, told.code]).toEqual(['', 0]);
    expect(told.out).toMatch(/2026-11-11 09:00 {2}completed, done/);
  });

  it('what the server refuses is told with its reason', async () => {
    const nobody = await sluice(['export', 'nothing-there'], env);
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringMatching(/^404/)]);
  });
});
