import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntryDto, FlowParameters, Problem } from '@sluice/contracts';
import type { RunId } from '@sluice/domain';
import type { FlowDocument } from '@sluice/flows';
import { relayOnce, type StoredFlow } from '@sluice/store';
import { startDue, type DispatchDeps } from '../../dispatcher/src/dispatch.js';
import { drawing, flowsOf, publishMail } from './flows-support.js';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let on: ReturnType<typeof flowsOf>;
type Person = Credential & { id: string };
let ines: Person;
let mara: Person;
let count = 0;

beforeAll(async () => {
  api = await startApi();
  on = flowsOf(api);
  ines = await api.user(['ops']);
  mara = await api.user(['manager']);
});
afterAll(() => api.close());

const parameters: FlowDocument['parameters'] = [
  { key: 'hold', title: 'Hold', type: 'duration', default: 'P3D' },
  { key: 'bonus', title: 'Bonus', type: 'money', default: { amount: '2500', currency: 'USD' } },
  { key: 'rate', title: 'Rate', type: 'decimal', default: '10' },
  { key: 'times', title: 'Times', type: 'integer', default: 3 },
  { key: 'who', title: 'Who', type: 'role', default: 'ops' },
  { key: 'mail', title: 'Mail', type: 'template', default: 'hello-mail' },
];

/** Draws, asks and approves a flow; gives its key. */
async function published(change: Partial<FlowDocument> = { parameters }): Promise<string> {
  const draft = await on.drafted(ines, {
    ...change,
    nodes: drawing('x').nodes.map((node) => (node.id === 'pause' ? { ...node, config: { for: 'P1D' } } : node)),
  });
  const body = { rev: draft.rev, waiting: { do: 'keep' } };
  const asked = await api.call('POST', `/v1/flows/${draft.key}/publish`, { as: ines, body });
  const { approval } = (await asked.json()) as { approval: string };
  await api.call('POST', `/v1/approvals/${approval}/decision`, { as: mara, body: { outcome: 'approve' } });
  return draft.key;
}
const change = (key: string, as: Credential, rev: number, values: object) =>
  api.call('PATCH', `/v1/flows/${key}/parameters`, { as, body: { rev, values } });
const read = (key: string) => on.read<FlowParameters>(`/v1/flows/${key}/parameters`, ines);
const valueOf = ({ parameters: all }: FlowParameters, key: string) => all.find((one) => one.key === key)?.value;

/** The flow that a run admitted now is started with. */
async function startedWith(key: string): Promise<StoredFlow | undefined> {
  const flow = await api.store.flows.latest('demo', key);
  if (!flow) throw new Error(`"${key}" is not published`);
  const run = `run_${(count += 1)}` as RunId;
  await api.store.admissions.admit('demo', {
    flow: { key, version: flow.version, hash: flow.hash },
    subject: { kind: 'partner', id: 'par_1' },
    run,
    input: {},
    admittedAt: new Date(),
  });
  const started: StoredFlow[] = [];
  const runs = {
    start: async (_programme: string, _admission: unknown, given: StoredFlow) => void started.push(given),
  };
  await startDue(
    { store: api.store, runs, now: () => new Date(), failpoint: async () => undefined } as unknown as DispatchDeps,
    'demo',
    (message, error) => {
      throw new Error(message, { cause: error });
    },
  );
  return started[0];
}

describe('parameters', () => {
  it('are set for new runs, and whoever set them is among the makers of those runs', async () => {
    const key = await published();
    expect((await startedWith(key))?.pinned).toMatchObject({ params: { hold: 'P3D' }, makers: [ines.id] });
    const first = (await (await change(key, mara, 0, { hold: 'P30D', times: 5 })).json()) as FlowParameters;
    expect([valueOf(first, 'hold'), valueOf(first, 'times'), valueOf(first, 'rate')]).toEqual(['P30D', 5, undefined]);
    expect(first).toMatchObject({ makers: [mara.id], version: 1 });
    expect((await startedWith(key))?.pinned).toMatchObject({
      params: { hold: 'P30D', times: 5, rate: '10' },
      makers: [ines.id, mara.id],
    });
    const second = await change(key, mara, first.rev, { times: null, rate: '12.5' });
    expect(await second.json()).toMatchObject({ rev: first.rev + 1 });
    expect((await startedWith(key))?.pinned.params).toMatchObject({ hold: 'P30D', times: 3, rate: '12.5' });
    await relayOnce(api.store);
    const { data } = await on.read<{ data: AuditEntryDto[] }>(`/v1/audit?subject=${key}`, ines);
    const set = data.filter(({ action }) => action === 'flow.parameters_set');
    expect(set.map(({ actor, detail }) => [actor.id, detail])).toEqual([
      [mara.id, { values: { times: null, rate: '12.5' } }],
      [mara.id, { values: { hold: 'P30D', times: 5 } }],
    ]);
  });

  it('that name a mail lock it as it is then', async () => {
    await publishMail(api, 'other-mail', 'Once');
    const key = await published();
    expect((await change(key, ines, 0, { mail: 'other-mail' })).status).toBe(200);
    const started = await startedWith(key);
    expect(started?.pinned).toMatchObject({
      params: { mail: 'other-mail' },
      templates: { 'other-mail': { key: 'other-mail', hash: 'other-mail Once' } },
    });
  });

  it('are not carried into a version that has them no longer, or as another type', async () => {
    const key = await published();
    await change(key, ines, 0, { hold: 'P30D', rate: '12.5' });
    const latest = await api.store.flows.latest('demo', key);
    if (!latest) throw new Error('there is a version');
    const { title, pinned, cases, document } = latest;
    await api.store.flows.publish('demo', key, {
      title,
      pinned,
      cases,
      document: { ...document, parameters: [{ key: 'rate', title: 'Rate', type: 'integer', default: 1 }] },
      hash: 'other',
      makers: ['a'],
      publishedBy: 'b',
    });
    expect((await read(key)).parameters).toEqual([{ key: 'rate', title: 'Rate', type: 'integer', default: 1 }]);
    expect((await startedWith(key))?.pinned.params).not.toMatchObject({ hold: 'P30D' });
  });

  it('set over another revision than the one that was looked at are a 409 with what is stored', async () => {
    const key = await published();
    const both = await Promise.all(['P1D', 'P2D'].map((hold) => change(key, ines, 0, { hold })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = await change(key, ines, 7, { hold: 'P9D' });
    const { code, theirs } = (await late.json()) as Problem & { theirs: FlowParameters };
    expect([late.status, code, theirs.rev]).toEqual([409, 'stale', (await read(key)).rev]);
  });

  it.each([
    ['a name that is none', { nothing: 1 }, '/values/nothing', 'unknown_parameter'],
    ['a duration of words', { hold: 'three days' }, '/values/hold', 'wrong_type'],
    ['money as a number', { bonus: 25 }, '/values/bonus', 'wrong_type'],
    ['a currency that is none', { bonus: { amount: '1', currency: 'ZZZ' } }, '/values/bonus', 'wrong_type'],
    ['a float', { rate: 0.1 }, '/values/rate', 'wrong_type'],
    ['half a time', { times: 1.5 }, '/values/times', 'wrong_type'],
    ['a role that is none', { who: 'king' }, '/values/who', 'unknown_role'],
    ['a mail that is not published', { mail: 'nowhere' }, '/values/mail', 'missing_template'],
    ['an inherited name', { constructor: 'x' }, '/values/constructor', 'unknown_parameter'],
  ])('refuse %s, and nothing is set', async (_name, values, pointer, code) => {
    const key = await published();
    const response = await change(key, ines, 0, { hold: 'P8D', ...values });
    const { errors } = (await response.json()) as Problem;
    expect([response.status, errors?.map((error) => [error.pointer, error.code])]).toEqual([422, [[pointer, code]]]);
    expect((await read(key)).rev).toBe(0);
  });

  it('of a flow that is only drafted are not there, and a finance person does not set them', async () => {
    const { key } = await on.drafted(ines);
    expect((await change(key, ines, 0, { hold: 'P1D' })).status).toBe(404);
    expect((await change(key, await api.user(['finance']), 0, { hold: 'P1D' })).status).toBe(403);
  });
});
