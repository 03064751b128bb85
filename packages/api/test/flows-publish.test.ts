import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ApprovalDetail,
  ApprovalRow,
  AuditEntryDto,
  DecisionResult,
  FlowDetail,
  FlowDraft,
  FlowRow,
  FlowVersion,
  FlowVersionRow,
  Problem,
  StaleFlowProblem,
} from '@sluice/contracts';
import type { ApprovalId } from '@sluice/domain';
import type { FlowDocument } from '@sluice/flows';
import { relayOnce } from '@sluice/store';
import { settlePublications } from '../../dispatcher/src/publish.js';
import { caseOf, flowsOf, positionAt, publishMail, storeRun, waiting } from './flows-support.js';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let on: ReturnType<typeof flowsOf>;
type Person = Credential & { id: string };
let ines: Person;
let mara: Person;
let joel: Person;

beforeAll(async () => {
  api = await startApi();
  on = flowsOf(api);
  ines = await api.user(['ops']);
  mara = await api.user(['manager']);
  joel = await api.user(['manager']);
});
afterAll(() => api.close());

const keep = { do: 'keep' };
const publish = (key: string, as: Credential, body: object, headers: Record<string, string> = {}) =>
  api.call('POST', `/v1/flows/${key}/publish`, { as, body: { waiting: keep, ...body }, headers });
const rollback = (key: string, as: Credential, body: object) =>
  api.call('POST', `/v1/flows/${key}/rollback`, { as, body });
async function accepted(response: Response): Promise<ApprovalId> {
  expect([response.status, response.status === 202 ? '' : await response.text()]).toEqual([202, '']);
  return ((await response.json()) as { approval: ApprovalId }).approval;
}
const asked = async (draft: FlowDraft, more: object = {}) =>
  accepted(await publish(draft.key, ines, { rev: draft.rev, ...more }));
const decide = (
  id: string,
  as: Credential,
  body: object = { outcome: 'approve' },
  headers: Record<string, string> = {},
) => api.call('POST', `/v1/approvals/${id}/decision`, { as, body, headers });
const codeOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];
const read = <T>(path: string, as: Credential = ines, headers: Record<string, string> = {}) =>
  on.read<T>(path, as, headers);
const settle = () =>
  settlePublications(api.store, 'demo', new Date(), (message, error) => {
    throw new Error(message, { cause: error });
  });
/** A flow of which one version is published, drawn by Ines and let through by Mara; and a draft over it again. */
async function published(change: Partial<FlowDocument> = {}): Promise<FlowDraft> {
  const draft = await on.drafted(ines, change);
  expect((await decide(await asked(draft), mara)).status).toBe(200);
  return on.save(ines, { ...draft, rev: 0 }, {});
}
const wait = (draft: FlowDraft, duration: string) =>
  on.save(ines, draft, { document: waiting(draft.document, duration) });
const waitOf = ({ document }: { document: FlowDocument }) => document.nodes[0]?.config['for'];

describe('a publication', () => {
  it('is asked for, shown with what it changes, decided by another person, and then what new runs follow', async () => {
    const first = await published();
    const draft = await wait(first, 'P7D');
    const id = await asked(draft, { comment: 'Less hurry.' });
    const row = (await read<{ data: ApprovalRow[] }>('/v1/approvals?for=me', mara)).data.find((one) => one.id === id);
    expect(row).toMatchObject({
      kind: 'flow',
      title: 'Welcome call v2',
      subject: { kind: 'flow', id: draft.key },
      canDecide: true,
    });
    const detail = await read<ApprovalDetail>(`/v1/approvals/${id}`, mara);
    expect(detail.evidence.flow).toMatchObject({
      key: draft.key,
      base: 1,
      document: { nodes: [{ id: 'pause', config: { for: 'P7D' } }, {}] },
      before: { nodes: [{ id: 'pause', config: { for: { $param: 'hold' } } }, {}] },
      changes: [expect.objectContaining({ code: 'setting', node: 'pause' })],
      words: [expect.stringMatching(/Let them settle.*hold → P7D/)],
      waiting: keep,
      comment: 'Less hurry.',
    });
    expect((await read<FlowDraft>(`/v1/flows/${draft.key}/draft`)).request).toMatchObject({
      approval: id,
      state: 'pending',
      by: 'ops',
    });
    expect((await read<{ data: FlowRow[] }>('/v1/flows')).data.find(({ key }) => key === draft.key)).toMatchObject({
      version: 1,
      approval: id,
    });
    const answer = await decide(id, mara, { outcome: 'approve', subjectHash: detail.subjectHash });
    expect([answer.status, ((await answer.json()) as DecisionResult).state]).toEqual([200, 'approved']);
    const now = await read<FlowDetail>(`/v1/flows/${draft.key}`);
    expect([now.version, waitOf(now), now.document.version, now.draft]).toEqual([2, 'P7D', 2, null]);
    const version = await read<FlowVersion>(`/v1/flows/${draft.key}/versions/2`);
    expect(version).toMatchObject({ makers: [ines.id], publishedBy: mara.id, comment: 'Less hurry.', approval: id });
    const stored = await api.store.flows.latest('demo', draft.key);
    expect(stored?.pinned).toMatchObject({ version: 2, hash: stored?.hash, makers: [ines.id] });
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.flow?.published).toBe(2);
    expect(api.gate.decided).toEqual([]);
  });

  it('is in the audit log with every step and every person', async () => {
    const draft = await on.drafted(ines);
    const id = await asked(draft);
    await decide(id, mara);
    await relayOnce(api.store);
    const { data } = await read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${draft.key}`);
    expect(data.map(({ action, actor }) => [action, actor.id]).sort()).toEqual([
      ['flow.draft_begun', ines.id],
      ['flow.publish_asked', ines.id],
      ['flow.published', mara.id],
    ]);
    const decisions = await read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${id}`);
    expect(decisions.data.map(({ action, actor }) => [action, actor.id]).sort()).toEqual([
      ['approval.approved', mara.id],
      ['approval.opened', ines.id],
    ]);
  });

  it('is never decided by a maker, whoever asked, nor by another role', async () => {
    const draft = await on.drafted(mara);
    const both = await on.save(joel, draft, { document: waiting(draft.document, 'P1D') });
    const id = await asked(both);
    for (const maker of [mara, joel]) expect(await codeOf(await decide(id, maker))).toEqual([403, 'maker']);
    expect(await codeOf(await decide(id, await api.user(['finance'])))).toEqual([403, 'forbidden']);
    expect(await codeOf(await decide(id, ines))).toEqual([403, 'forbidden']);
    expect((await decide(id, await api.user(['admin']))).status).toBe(200);
  });

  it('cannot be asked for with an API key, nor approved by whoever made the key that drew it', async () => {
    const draft = await on.drafted(ines);
    expect((await publish(draft.key, await api.key(['flow.write', 'flow.read']), { rev: draft.rev })).status).toBe(403);
    const secret = await api.key(['flow.write']);
    await api.store.apiKeys.collection.model.updateMany({ createdBy: 'test' }, { $set: { createdBy: mara.id } });
    const id = await asked(await on.drafted(secret));
    expect(await codeOf(await decide(id, mara))).toEqual([403, 'maker']);
    expect((await decide(id, joel)).status).toBe(200);
  });

  it('is void when the draft changes, and the old request can no longer be decided', async () => {
    const draft = await on.drafted(ines);
    const id = await asked(draft);
    const { subjectHash } = await read<ApprovalDetail>(`/v1/approvals/${id}`, mara);
    const changed = await wait(draft, 'P99D');
    expect(changed.request).toMatchObject({ approval: id, state: 'cancelled' });
    expect(await codeOf(await decide(id, mara, { outcome: 'approve', subjectHash }))).toEqual([409, 'already_decided']);
    expect(await api.store.flows.latest('demo', draft.key)).toBeNull();
    const again = await asked(changed);
    expect(again).not.toBe(id);
    await decide(again, mara);
    expect(waitOf(await read<FlowDetail>(`/v1/flows/${draft.key}`))).toBe('P99D');
  });

  it('of a draft that changed behind the request’s back is a 409, and the request ends', async () => {
    const draft = await on.drafted(ines);
    const id = await asked(draft);
    // As though the save were cut off before it could end the request.
    const stored = await api.store.flows.draft('demo', draft.key);
    if (!stored) throw new Error('there is a draft');
    const document = waiting(stored.document, 'P99D');
    await api.store.flows.saveDraft('demo', draft.key, { ...stored, document, hash: 'other' }, [ines.id], stored.rev);
    expect(await codeOf(await decide(id, mara))).toEqual([409, 'subject_changed']);
    expect((await api.store.approvals.need('demo', id)).state).toBe('cancelled');
    expect(await api.store.flows.latest('demo', draft.key)).toBeNull();
  });

  it('stays when steps are only moved or noted beside, and takes that along', async () => {
    const draft = await on.drafted(ines);
    const id = await asked(draft);
    const { document } = draft;
    const moved = {
      ...document,
      nodes: document.nodes.map((node) => ({ ...node, x: 40, y: 40 })),
      notes: [{ id: 'why', text: 'Agreed in October.', x: 0, y: 0 }],
    };
    expect((await on.save(ines, draft, { document: moved })).request).toMatchObject({ approval: id, state: 'pending' });
    await decide(id, mara);
    const now = await read<FlowDetail>(`/v1/flows/${draft.key}`);
    expect([now.document.nodes[0]?.x, now.document.notes]).toEqual([40, moved.notes]);
    expect(now.draft).toBeNull();
  });

  it('that is rejected leaves the draft, with the words of whoever rejected it', async () => {
    const draft = await on.drafted(ines);
    const id = await asked(draft);
    await decide(id, mara, { outcome: 'reject', comment: 'Too slow.' });
    const left = await read<FlowDraft>(`/v1/flows/${draft.key}/draft`);
    expect(left).toMatchObject({
      document: draft.document,
      request: { approval: id, state: 'rejected', comment: 'Too slow.', decidedBy: 'manager' },
    });
    expect((await decide(await asked(left), mara)).status).toBe(200);
  });

  it('asked for by twenty at once is one request; decided twice it is one version', async () => {
    const draft = await on.drafted(ines);
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(draft.key, ines, { rev: draft.rev })));
    const ids = await Promise.all(answers.map(async (one) => ((await one.json()) as { approval: string }).approval));
    expect(new Set(ids).size).toBe(1);
    const [id = ''] = ids;
    const decisions = await Promise.all([mara, joel, mara, joel].map((who) => decide(id, who)));
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(decisions.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(await api.store.flows.versions('demo', draft.key)).toHaveLength(1);
  });

  it('is told again, not done again, under the same Idempotency-Key', async () => {
    const draft = await on.drafted(ines);
    const ask = { 'Idempotency-Key': `ask-${draft.key}` };
    const id = await accepted(await publish(draft.key, ines, { rev: draft.rev }, ask));
    expect(await accepted(await publish(draft.key, ines, { rev: draft.rev }, ask))).toBe(id);
    expect(await codeOf(await publish(draft.key, ines, { rev: draft.rev, comment: 'x' }, ask))).toEqual([
      409,
      'idempotency_conflict',
    ]);
    const headers = { 'Idempotency-Key': `decide-${draft.key}` };
    const first = await (await decide(id, mara, undefined, headers)).json();
    expect(await (await decide(id, mara, undefined, headers)).json()).toEqual(first);
    expect(await api.store.flows.versions('demo', draft.key)).toHaveLength(1);
  });

  it('that was cut off between the decision and the version is finished by the dispatcher', async () => {
    await settle();
    const draft = await on.drafted(ines);
    const id = await asked(draft);
    const { subjectHash } = await read<ApprovalDetail>(`/v1/approvals/${id}`, mara);
    const decision = { id: 'cut', by: mara.id, name: 'Mara', roles: ['manager'], at: new Date(), subjectHash };
    await api.store.approvals.decide('demo', id, { ...decision, outcome: 'approve' });
    expect(await api.store.flows.latest('demo', draft.key)).toBeNull();
    expect(await settle()).toBe(1);
    expect(await read<FlowVersion>(`/v1/flows/${draft.key}/versions/1`)).toMatchObject({ publishedBy: mara.id });
    expect(await api.store.flows.draft('demo', draft.key)).toBeNull();
    expect(await settle()).toBe(0);
  });

  it('says which runs wait in older versions, and carries what is to become of them', async () => {
    const first = await published();
    const { document } = first;
    for (const number of [1, 2]) await storeRun(api, first.key, `run_${first.key}_${number}`, [positionAt('pause')]);
    const changed = await on.save(ines, first, {
      document: {
        ...waiting(document, 'P9D'),
        nodes: waiting(document, 'P9D').nodes.map((node) => (node.id === 'pause' ? { ...node, id: 'rest' } : node)),
        edges: [
          { from: 'trigger', port: 'next', to: 'rest' },
          { from: 'rest', port: 'next', to: 'end' },
        ],
      },
    });
    const plan = { do: 'migrate', map: { pause: 'rest' } };
    const wrong = await publish(first.key, ines, {
      rev: changed.rev,
      waiting: { do: 'migrate', map: { pause: 'nowhere', never: 'rest' } },
    });
    expect(((await wrong.json()) as Problem).errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/waiting/map/pause', 'unknown_step'],
      ['/waiting/map/never', 'unknown_step'],
    ]);
    const id = await asked(changed, { waiting: plan });
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.flow).toMatchObject({
      waiting: plan,
      runs: [{ version: 1, node: 'pause', title: 'Let them settle', status: 'waiting', count: 2 }],
    });
    // The same drawing with another plan is another request.
    expect(await asked(changed)).not.toBe(id);
    expect((await api.store.approvals.need('demo', id)).state).toBe('cancelled');
    const { data } = await read<{ data: FlowVersionRow[] }>(`/v1/flows/${first.key}/versions`);
    expect(data.map(({ version: number, runs }) => [number, runs])).toEqual([[1, 2]]);
  });
});

describe('a publication is not asked for', () => {
  const blockedBy = async (key: string, body: object) => {
    const response = await publish(key, ines, body);
    expect(response.status).toBe(422);
    return ((await response.json()) as Problem).errors?.map(({ pointer, code }) => [pointer, code]);
  };

  it('while there are errors: all of them are told, with their places; a warning does not bar it', async () => {
    const draft = await on.drafted(ines);
    const { document } = draft;
    const wrong = await on.save(ines, draft, {
      document: {
        ...document,
        nodes: [...document.nodes, { id: 'lost', type: 'end', config: {} }],
        edges: document.edges.slice(0, 1),
      },
    });
    const errors = await blockedBy(draft.key, { rev: wrong.rev });
    expect(errors).toContainEqual(['/document/nodes/2', 'unreachable']);
    expect(errors).toContainEqual(['/document/nodes/0', 'dead_end']);
    expect(errors).toContainEqual(['/document/nodes/2/config/outcome', 'bad_config']);
    // No path for what is late is only warned of.
    const warned = await on.save(ines, wrong, {
      document: {
        ...document,
        nodes: [...document.nodes, { id: 'call', type: 'task', config: { title: 'Call', role: 'ops', due: 'P1D' } }],
        edges: [
          { from: 'trigger', port: 'next', to: 'call' },
          { from: 'call', port: 'done', to: 'pause' },
          { from: 'pause', port: 'next', to: 'end' },
        ],
      },
    });
    const id = await asked(warned);
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.flow?.problems).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'dead_end', node: 'call', port: 'overdue' }),
    );
  });

  it('while a case does not come out as expected; with cases that do, they are the evidence', async () => {
    const good = caseOf('settles', [
      { kind: 'outcome', outcome: 'done' },
      { kind: 'visited', node: 'pause' },
    ]);
    const bad = caseOf('never', [{ kind: 'outcome', outcome: 'refused' }]);
    const draft = await on.drafted(ines, {}, [good, bad]);
    const response = await publish(draft.key, ines, { rev: draft.rev });
    expect(((await response.json()) as Problem).errors).toEqual([
      { pointer: '/cases/1', code: 'failing_case', message: expect.stringMatching(/“Case never”.*“done”.*“refused”/) },
    ]);
    const mended = await on.save(ines, draft, { cases: [good] });
    const id = await asked(mended);
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.flow?.cases).toEqual([
      { id: 'settles', title: 'Case settles', passed: true, failed: [] },
    ]);
    await decide(id, mara);
    expect((await read<FlowDetail>(`/v1/flows/${draft.key}`)).cases).toEqual([good]);
    // Another case is another content: the old request would not cover it.
    const more = await on.save(ines, { ...mended, rev: 0 }, { cases: [good, caseOf('more', [])] });
    expect(await asked(more)).not.toBe(id);
  });

  it('of a flow that does not fit into a run’s history', async () => {
    const draft = await on.drafted(ines);
    const long = await on.save(ines, draft, {
      document: {
        ...draft.document,
        nodes: draft.document.nodes.map((node) =>
          node.id === 'pause'
            ? { ...node, config: { for: 'P1D', reason: 'x'.repeat(1_990) }, title: 'y'.repeat(70_000) }
            : node,
        ),
      },
    });
    expect((await blockedBy(draft.key, { rev: long.rev }))?.map(([, code]) => code)).toContain('too_large');
  });

  it('of a draft that is what the newest version is', async () => {
    const draft = await published();
    expect(await blockedBy(draft.key, { rev: draft.rev })).toEqual([['', 'nothing_changed']]);
  });

  it('of another revision than the one that was looked at', async () => {
    const draft = await on.drafted(ines);
    const newer = await wait(draft, 'P12D');
    const response = await publish(draft.key, ines, { rev: draft.rev });
    expect([response.status, ((await response.json()) as StaleFlowProblem).theirs?.rev]).toEqual([409, newer.rev]);
  });
});

describe('what a flow uses', () => {
  const withMail = (template: string): Partial<FlowDocument> => ({
    nodes: [
      { id: 'pause', type: 'wait', config: { for: 'P1D' } },
      { id: 'mail', type: 'email', config: { template, to: { kind: 'role', role: 'ops' } } },
      { id: 'end', type: 'end', config: { outcome: 'done' } },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'pause' },
      { from: 'pause', port: 'next', to: 'mail' },
      { from: 'mail', port: 'next', to: 'end' },
    ],
  });

  it('is locked as it was checked; published anew before the decision, it is asked for anew', async () => {
    await publishMail(api, 'locked-mail', 'First');
    const draft = await on.drafted(ines, withMail('locked-mail'));
    const id = await asked(draft);
    await publishMail(api, 'locked-mail', 'Second');
    const refused = await decide(id, mara);
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.code, problem.errors?.[0]?.code]).toEqual([409, 'conflict', 'newer_parts']);
    const again = await asked(draft);
    expect(again).not.toBe(id);
    expect((await decide(again, mara)).status).toBe(200);
    const stored = await api.store.flows.latest('demo', draft.key);
    expect(stored?.pinned.templates).toEqual({ 'locked-mail': { key: 'locked-mail', hash: 'locked-mail Second' } });
  });
});

describe('a rollback', () => {
  it('asks for an old version’s content, is decided by somebody else, and leaves the draft as it is', async () => {
    const first = await published();
    await decide(await asked(await wait(first, 'P7D')), mara);
    const other = await on.save(ines, { ...first, rev: 0 }, { document: waiting(first.document, 'P30D') });
    const admin = await api.user(['admin']);
    const id = await accepted(await rollback(first.key, joel, { version: 1, comment: 'Too many complaints.' }));
    expect((await read<ApprovalDetail>(`/v1/approvals/${id}`, mara)).evidence.flow).toMatchObject({
      base: 2,
      rollback: 1,
      comment: 'Too many complaints.',
    });
    expect((await read<FlowDraft>(`/v1/flows/${first.key}/draft`)).request).toBeNull();
    // Saving the draft does not touch the request; whoever asked and whoever once drew it do not decide.
    await on.save(ines, other, { document: waiting(first.document, 'P31D') });
    expect(await codeOf(await decide(id, joel))).toEqual([403, 'maker']);
    expect((await decide(id, admin)).status).toBe(200);
    const { data } = await read<{ data: FlowVersionRow[] }>(`/v1/flows/${first.key}/versions`);
    expect(data.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(data[0]?.hash).toBe(data[2]?.hash);
    expect(data[0]?.makers).toEqual([ines.id, joel.id]);
    expect(waitOf(await read<FlowDraft>(`/v1/flows/${first.key}/draft`))).toBe('P31D');
  });

  it.each([
    ['a version that never was', { version: 9, comment: 'x' }, 404],
    ['the newest version', { version: 1, comment: 'x' }, 422],
    ['no reason', { version: 1, comment: ' ' }, 422],
  ])('to %s is refused', async (_name, body, status) => {
    const { key } = await published();
    expect((await rollback(key, ines, body)).status).toBe(status);
  });

  it('is void once another version is published', async () => {
    const first = await published();
    await decide(await asked(await wait(first, 'P7D')), mara);
    const id = await accepted(await rollback(first.key, joel, { version: 1, comment: 'Back.' }));
    const stored = await api.store.flows.latest('demo', first.key);
    if (!stored) throw new Error('there is a version');
    const { title, document, pinned, cases } = stored;
    await api.store.flows.publish('demo', first.key, {
      title,
      document: waiting(document, 'P8D'),
      pinned,
      cases,
      hash: 'other',
      makers: ['a'],
      publishedBy: 'b',
    });
    const answer = await decide(id, mara);
    expect([answer.status, ((await answer.json()) as Problem).errors?.[0]?.code]).toEqual([409, 'newer_version']);
  });
});
