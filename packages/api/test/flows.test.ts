import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AuditEntryDto,
  FlowCheckResult,
  FlowDiff,
  FlowDraft,
  FlowRow,
  FlowTemplateRow,
  Problem,
  StaleFlowProblem,
} from '@sluice/contracts';
import { flowFileJson, type CaseRun, type FlowDocument } from '@sluice/flows';
import { shippedFlows } from '@sluice/runtime/shipped';
import { relayOnce } from '@sluice/store';
import { caseOf, drawing, flowsOf, publishMail, waiting } from './flows-support.js';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let on: ReturnType<typeof flowsOf>;
let ines: Credential & { id: string };
let mara: Credential & { id: string };

beforeAll(async () => {
  api = await startApi();
  on = flowsOf(api);
  ines = await api.user(['ops']);
  mara = await api.user(['manager']);
});
afterAll(() => api.close());

const told = async (response: Response) => {
  const { code, errors = [] } = (await response.json()) as Problem;
  return [response.status, code, errors.map((error) => [error.pointer, error.code])];
};

describe('a new flow', () => {
  it('begins as a draft that nobody sees running, from nothing', async () => {
    const key = on.newKey();
    const response = await on.create(ines, { key, title: 'Fresh', subject: 'order', trigger: { type: 'manual' } });
    expect(response.status).toBe(201);
    const draft = (await response.json()) as FlowDraft;
    expect(draft).toMatchObject({ key, title: 'Fresh', base: 0, makers: [ines.id], request: null, cases: [] });
    expect(draft.document).toMatchObject({ key, subject: 'order', nodes: [{ type: 'end' }] });
    const { data } = await on.read<{ data: FlowRow[] }>('/v1/flows', ines);
    const row = data.find((one) => one.key === key);
    expect(row).toMatchObject({ title: 'Fresh', version: null, publishedAt: null, draft: { rev: draft.rev } });
    expect((await api.call('GET', `/v1/flows/${key}`, { as: ines })).status).toBe(404);
    const checked = await api.call('POST', `/v1/flows/${key}/check`, {
      as: ines,
      body: { document: draft.document, cases: [] },
    });
    const { problems } = (await checked.json()) as FlowCheckResult;
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(shippedFlows().map((file) => [file.flow.key, file] as const))(
    'begins as the template %s',
    async (key, file) => {
      const own = on.newKey();
      const response = await on.create(ines, { key: own, title: 'Mine', from: { template: key } });
      const { document, cases } = (await response.json()) as FlowDraft;
      expect(document).toMatchObject({ key: own, title: 'Mine', nodes: file.flow.nodes, edges: file.flow.edges });
      expect(cases).toEqual(file.cases);
    },
  );

  it('begins as a draft of a version of another flow', async () => {
    const key = on.newKey();
    const content = { document: drawing('source'), cases: [], pinned: {} as never, title: 'Source', hash: 'h' };
    await api.store.flows.publish('demo', 'source', { ...content, makers: ['a'], publishedBy: 'b' });
    const response = await on.create(ines, { key, title: 'Copy', from: { flow: 'source', version: 1 } });
    expect((await response.json()) as FlowDraft).toMatchObject({ title: 'Copy', document: { key, title: 'Copy' } });
    expect(
      await told(await on.create(ines, { key: on.newKey(), title: 'Copy', from: { flow: 'source', version: 2 } })),
    ).toEqual([422, 'invalid', [['/from/flow', 'unknown']]]);
  });

  it('is refused where the key is taken, by a draft or by a version', async () => {
    const { key } = await on.drafted(ines);
    expect(await told(await on.create(ines, { key, title: 'x' }))).toEqual([409, 'conflict', [['/key', 'taken']]]);
    const content = { document: drawing('taken'), cases: [], pinned: {} as never, title: 'T', hash: 'h' };
    await api.store.flows.publish('demo', 'taken', { ...content, makers: ['a'], publishedBy: 'b' });
    expect((await on.create(ines, { key: 'taken', title: 'x' })).status).toBe(409);
  });

  it.each([
    ['a key with capitals', { key: 'No', title: 'x' }, '/key', 'invalid_format'],
    ['no title', { key: 'fine', title: ' ' }, '/title', 'too_small'],
    [
      'a template that does not ship',
      { key: 'fine', title: 'x', from: { template: 'none' } },
      '/from/template',
      'unknown',
    ],
    ['a subject that is none', { key: 'fine', title: 'x', subject: 'dog' }, '/subject', 'invalid_value'],
    [
      'a trigger that is none',
      { key: 'fine', title: 'x', trigger: { type: 'moon' } },
      '/trigger/type',
      'invalid_union',
    ],
    ['a file that is a list', { key: 'fine', title: 'x', from: { file: [] } }, '/from/file', 'invalid_type'],
    [
      'a file with a node that has no type',
      { key: 'fine', title: 'x', from: { file: { ...drawing('fine'), nodes: [{ id: 'a', config: {} }] } } },
      '/from/file/nodes/0/type',
      'invalid_type',
    ],
    [
      'a file with a case that is none',
      { key: 'fine', title: 'x', from: { file: { ...drawing('fine'), cases: [{ id: 'c' }] } } },
      '/from/file/cases/0/title',
      'invalid_type',
    ],
  ])('is refused with its place: %s', async (_name, body, pointer, code) => {
    const [status, , errors] = await told(await on.create(ines, body));
    expect(status).toBe(422);
    expect(errors).toContainEqual([pointer, code]);
    expect((await api.call('GET', '/v1/flows/fine/draft', { as: ines })).status).toBe(404);
  });
});

describe('a draft', () => {
  it('is saved over what was looked at; whoever is late is shown what is stored', async () => {
    const draft = await on.drafted(ines);
    const theirs = await on.save(mara, draft, { document: waiting(draft.document, 'P5D') });
    expect(theirs.makers).toEqual([ines.id, mara.id]);
    const late = await on.put(ines, draft.key, { rev: draft.rev, document: waiting(draft.document, 'P9D'), cases: [] });
    const problem = (await late.json()) as StaleFlowProblem;
    expect([late.status, problem.code, problem.theirs?.rev]).toEqual([409, 'stale', theirs.rev]);
    expect(problem.theirs?.document.nodes[0]?.config).toEqual({ for: 'P5D' });
    expect((await on.read<FlowDraft>(`/v1/flows/${draft.key}/draft`, ines)).rev).toBe(theirs.rev);
  });

  it('that is sent again because its answer was lost is answered as it is', async () => {
    const draft = await on.drafted(ines);
    const body = { rev: draft.rev, document: waiting(draft.document, 'P5D'), cases: [] };
    const [first, again] = [await on.put(ines, draft.key, body), await on.put(ines, draft.key, body)];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(((await again.json()) as FlowDraft).rev).toBe(((await first.json()) as FlowDraft).rev);
  });

  it('by two at once is one of the two', async () => {
    const draft = await on.drafted(ines);
    const save = (days: string) =>
      on.put(ines, draft.key, { rev: draft.rev, document: waiting(draft.document, days), cases: [] });
    const statuses = (await Promise.all(['P1D', 'P2D'].map(save))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
  });

  it('may hold what is not filled in yet, and says so when it is checked', async () => {
    const draft = await on.drafted(ines);
    const { document } = draft;
    const half: FlowDocument = {
      ...document,
      title: '',
      trigger: { type: 'event', events: [''], reentry: 'once' },
      nodes: [...document.nodes, { id: 'Mail 1', type: 'email', config: {} }],
      exits: [{ events: [], outcome: '' }],
    };
    const saved = await on.save(ines, draft, { document: half });
    expect(saved.document).toMatchObject({ title: '', exits: [{ events: [] }] });
    const checked = await api.call('POST', `/v1/flows/${draft.key}/check`, {
      as: ines,
      body: { document: half, cases: [] },
    });
    const { problems } = (await checked.json()) as FlowCheckResult;
    const pointers = problems.map(({ pointer }) => pointer);
    for (const pointer of ['/title', '/trigger/events/0', '/nodes/2/id', '/exits/0/events', '/nodes/2/config/template'])
      expect(pointers).toContain(pointer);
  });

  it.each([
    ['no document', { document: 7 }, '/document'],
    ['nodes that are no list', { document: { ...drawing('k'), nodes: 'none' } }, '/document/nodes'],
    ['a field that no flow has', { document: { ...drawing('k'), script: 'x' } }, '/document'],
    [
      'a config that is no object',
      { document: { ...drawing('k'), nodes: [{ id: 'a', type: 'end', config: [] }] } },
      '/document/nodes/0/config',
    ],
    ['a case that is none', { cases: [{ id: 1 }] }, '/cases/0/id'],
    ['two cases of one id', { cases: [caseOf('a', []), caseOf('a', [])] }, '/cases/1/id'],
    ['another flow’s key', { document: drawing('another') }, '/document/key'],
    [
      'more than 480 KiB',
      { document: { ...drawing('k'), notes: [{ id: 'n', text: 'ä'.repeat(300_000), x: 0, y: 0 }] } },
      '/document',
    ],
  ])('is refused and stays as it is with %s', async (_name, change, pointer) => {
    const draft = await on.drafted(ines);
    const own = JSON.parse(JSON.stringify(change).replaceAll('"k"', JSON.stringify(draft.key))) as object;
    const [status, , errors] = await told(
      await on.put(ines, draft.key, { rev: draft.rev, document: draft.document, cases: [], ...own }),
    );
    expect(status).toBe(422);
    expect((errors as string[][]).map(([at]) => at)).toContain(pointer);
    expect((await on.read<FlowDraft>(`/v1/flows/${draft.key}/draft`, ines)).rev).toBe(draft.rev);
  });

  it('keeps in the audit log what was done to it, by the labels of the edits', async () => {
    const draft = await on.drafted(ines);
    const edits = [{ label: { code: 'set_config', params: { title: 'Let them settle' } }, operations: [] }];
    const document = waiting(draft.document, 'P4D');
    await on.put(ines, draft.key, { rev: draft.rev, document, cases: [], edits });
    await relayOnce(api.store);
    const { data } = await on.read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${draft.key}`, ines);
    expect(data.map(({ action }) => action).sort()).toEqual(['flow.draft_begun', 'flow.draft_saved']);
    expect(data.find(({ action }) => action === 'flow.draft_saved')?.detail).toMatchObject({
      edits: [{ code: 'set_config', params: { title: 'Let them settle' } }],
    });
  });

  it('is discarded over the revision that was looked at', async () => {
    const draft = await on.drafted(ines);
    const newer = await on.save(ines, draft, { document: waiting(draft.document, 'P4D') });
    const drop = (rev: number) => api.call('DELETE', `/v1/flows/${draft.key}/draft?rev=${rev}`, { as: ines });
    expect((await drop(draft.rev)).status).toBe(409);
    expect((await drop(newer.rev)).status).toBe(204);
    expect((await api.call('GET', `/v1/flows/${draft.key}/draft`, { as: ines })).status).toBe(404);
  });

  it('of another programme is not there', async () => {
    const { key } = await on.drafted(ines);
    const foreign = await api.key(['flow.read', 'flow.write', 'flow.simulate'], { programme: 'other' });
    for (const path of ['', '/draft', '/versions', '/diff', '/file', '/parameters'])
      expect([path, (await api.call('GET', `/v1/flows/${key}${path}`, { as: foreign })).status]).toEqual([path, 404]);
    expect((await on.put(foreign, key, { rev: 0, document: drawing(key), cases: [] })).status).toBe(404);
  });
});

describe('a check', () => {
  it('knows the rules and mails that are published', async () => {
    const draft = await on.drafted(ines);
    await publishMail(api, 'known-mail');
    const mail = (template: string): FlowDocument => ({
      ...draft.document,
      nodes: [
        ...draft.document.nodes,
        { id: 'mail', type: 'email', config: { template, to: { kind: 'role', role: 'ops' } } },
      ],
      edges: [
        { from: 'trigger', port: 'next', to: 'mail' },
        { from: 'mail', port: 'next', to: 'pause' },
        { from: 'pause', port: 'next', to: 'end' },
      ],
    });
    const errors = async (document: FlowDocument) => {
      const response = await api.call('POST', `/v1/flows/${draft.key}/check`, {
        as: ines,
        body: { document, cases: [] },
      });
      const { problems } = (await response.json()) as FlowCheckResult;
      return problems.filter(({ severity }) => severity === 'error').map(({ code, pointer }) => [code, pointer]);
    };
    expect(await errors(mail('known-mail'))).toEqual([]);
    expect(await errors(mail('unknown-mail'))).toEqual([['missing_template', '/nodes/2/config/template']]);
    // What cannot be rendered would park every run that comes to it.
    await publishMail(api, 'broken-mail', 'Hello', '<p>\n{{ partner_name | shout }}</p>');
    expect(await errors(mail('broken-mail'))).toEqual([['mail_unknown_filter', '/nodes/2/config/template']]);
    await publishMail(api, 'guarded-mail', 'Hello', '{% if gift %}{{ gift }}{% endif %}');
    expect(await errors(mail('guarded-mail'))).toEqual([]);
  });
});

describe('a simulation', () => {
  const simulate = (key: string, as: Credential, body: object) =>
    api.call('POST', `/v1/flows/${key}/simulations`, { as, body });

  it('lets the clock leap and says what came of it; nothing is stored', async () => {
    const draft = await on.drafted(ines);
    const runs = () => api.store.runs.collection.count('demo', {});
    const before = await runs();
    const one = caseOf('a', [{ kind: 'status', status: 'completed' }]);
    const run = (await (await simulate(draft.key, ines, { case: one })).json()) as CaseRun;
    expect([run.failed, run.state.outcome, run.startedAt]).toEqual([[], 'done', '2026-11-02T09:00:00.000Z']);
    expect(run.endedAt).toBe('2026-11-05T09:00:00.000Z');
    const other = await simulate(draft.key, ines, { document: waiting(draft.document, 'P9D'), case: one });
    expect(((await other.json()) as CaseRun).endedAt).toBe('2026-11-11T09:00:00.000Z');
    const set = await simulate(draft.key, ines, { case: { ...one, params: { hold: 'PT1H' } } });
    expect(((await set.json()) as CaseRun).endedAt).toBe('2026-11-02T10:00:00.000Z');
    expect(await runs()).toBe(before);
  });

  it('is told in a check: which cases pass, and what the longest costs', async () => {
    const draft = await on.drafted(ines);
    const cases = [
      caseOf('right', [{ kind: 'outcome', outcome: 'done' }]),
      caseOf('wrong', [{ kind: 'mail', template: 'x' }]),
    ];
    const response = await api.call('POST', `/v1/flows/${draft.key}/check`, {
      as: ines,
      body: { document: draft.document, cases },
    });
    const result = (await response.json()) as FlowCheckResult;
    expect(result.cases.map(({ id, passed, failed }) => [id, passed, failed.length])).toEqual([
      ['right', true, 0],
      ['wrong', false, 1],
    ]);
    expect(result.historyEvents).toBeGreaterThan(3);
  });

  it.each([
    ['a case that is none', { case: { id: 'x' } }, '/case/title'],
    ['a document that is none', { case: caseOf('a', []), document: 'x' }, '/document'],
    ['a flow that cannot be executed', { case: caseOf('a', []), document: { ...drawing('x'), edges: [] } }, '/case'],
  ])('of %s is a 422 with its place', async (_name, body, pointer) => {
    const { key } = await on.drafted(ines);
    const response = await simulate(key, ines, body);
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('of a version that never was is a 404, and an auditor does not run one', async () => {
    const { key } = await on.drafted(ines);
    expect((await simulate(key, ines, { version: 4, case: caseOf('a', []) })).status).toBe(404);
    expect((await simulate(key, await api.user(['auditor']), { case: caseOf('a', []) })).status).toBe(403);
  });
});

describe('a comparison', () => {
  it('says in words what changed, in the caller’s language', async () => {
    const draft = await on.drafted(ines);
    await on.save(ines, draft, { document: waiting(draft.document, 'P5D') });
    const fromNothing = await on.read<FlowDiff>(`/v1/flows/${draft.key}/diff?from=0&to=draft`, ines);
    expect([fromNothing.from, fromNothing.to, fromNothing.changes.length > 3]).toEqual([0, 'draft', true]);
    const german = await on.read<FlowDiff>(`/v1/flows/${draft.key}/diff?from=0`, ines, { 'Accept-Language': 'de' });
    expect(german.words[0]).toMatch(/ist neu|→/);
    expect(german.words).toHaveLength(german.changes.length);
    for (const [query, status] of [
      ['from=7', 404],
      ['from=x', 422],
    ])
      expect((await api.call('GET', `/v1/flows/${draft.key}/diff?${query}`, { as: ines })).status).toBe(status);
  });
});

describe('files', () => {
  it('come back as they went, keys in a fixed order', async () => {
    const draft = await on.drafted(ines, {}, [caseOf('a', [])]);
    const file = await on.read<Record<string, unknown>>(`/v1/flows/${draft.key}/file?version=draft`, ines);
    expect(Object.keys(file)).toEqual([
      'key',
      'title',
      'subject',
      'trigger',
      'parameters',
      'nodes',
      'edges',
      'exits',
      'notes',
      'cases',
    ]);
    const key = on.newKey();
    const response = await on.create(ines, { key, title: draft.title, from: { file } });
    const copy = (await response.json()) as FlowDraft;
    expect(flowFileJson({ flow: { ...copy.document, key: draft.key }, cases: copy.cases })).toEqual(file);
  });

  it('of all templates are in the gallery, with what each is for', async () => {
    const { data } = await on.read<{ data: FlowTemplateRow[] }>('/v1/flow-templates', ines);
    expect(data.map(({ key }) => key)).toEqual(shippedFlows().map(({ flow }) => flow.key));
    expect(data.every(({ steps, published }) => steps > 1 && !published)).toBe(true);
  });
});

describe('versions of earlier releases', () => {
  it('read without cases as having none', async () => {
    const { collection } = api.store.flows;
    const content = { document: drawing('early'), pinned: {} as never, cases: [] };
    await api.store.flows.publish('demo', 'early', {
      title: 'Early',
      hash: 'h',
      ...content,
      makers: ['a'],
      publishedBy: 'b',
    });
    const { content: text } = (await collection.model.findOne({ key: 'early' }).lean()) as unknown as {
      content: string;
    };
    expect(text).toContain('"cases":[]');
    await collection.model.updateOne({ key: 'early' }, { $set: { content: text.replace('"cases":[],', '') } });
    expect(await on.read(`/v1/flows/early/versions/1`, ines)).toMatchObject({ version: 1, cases: [], runs: 0 });
  });
});
