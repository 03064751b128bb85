import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fleet, RunDetail } from '@sluice/contracts';
import type { RunCommand } from '@sluice/flows';
import { drawing, flowsOf, positionAt, storeRun } from './flows-support.js';
import { fakeGate, startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let ines: Credential;
const sent: RunCommand[] = [];

beforeAll(async () => {
  const gate = fakeGate();
  api = await startApi(
    {},
    {
      ...gate,
      command: async (_run, command) => {
        sent.push(command);
        return { status: 'done' };
      },
    },
  );
  ines = await api.user(['ops']);
  const content = { document: drawing('branches'), cases: [], pinned: {} as never, title: 'Branches', hash: 'h' };
  await api.store.flows.publish('demo', 'branches', { ...content, makers: ['a'], publishedBy: 'b' });
});
afterAll(() => api.close());

describe('a run with several branches', () => {
  it('shows where each is, and what may be done to each that is parked', async () => {
    await storeRun(api, 'branches', 'run_b', [
      positionAt('mail', 'parked'),
      positionAt('pause'),
      positionAt('call', 'parked'),
    ]);
    const run = await flowsOf(api).read<RunDetail>('/v1/runs/run_b', ines);
    expect([run.current?.key, run.beside.map(({ key }) => key)]).toEqual(['mail/1', ['pause/1', 'call/1']]);
    const commands = ['retry', 'edit', 'skip', 'stop', 'restart'];
    expect(run.parked).toEqual([
      { at: 'mail/1', node: 'mail', commands },
      { at: 'call/1', node: 'call', commands },
    ]);
    expect(run.commands).toEqual(commands);
    const auditor = await flowsOf(api).read<RunDetail>('/v1/runs/run_b', await api.user(['auditor']));
    expect(auditor.parked.map((one) => one.commands)).toEqual([[], []]);
  });

  it('begins anew where the caller may move runs', async () => {
    const again = { reason: 'The order was wrong' };
    const answer = await api.call('POST', '/v1/runs/run_b/restart', { as: ines, body: again });
    expect([answer.status, sent.pop()]).toEqual([200, expect.objectContaining({ type: 'restart', ...again })]);
    const finance = await api.user(['finance']);
    expect((await api.call('POST', '/v1/runs/run_b/restart', { as: finance, body: again })).status).toBe(403);
  });

  it('counts among all runs of its flow', async () => {
    const fleet = await flowsOf(api).read<Fleet>('/v1/flows/branches/fleet', ines);
    expect([fleet.sampled, fleet.more, fleet.open]).toEqual([1, false, 1]);
    expect(fleet.nodes.find(({ node }) => node === 'mail')).toMatchObject({ parked: 1, waiting: 0, dropped: 0 });
    const newer = await flowsOf(api).read<Fleet>('/v1/flows/branches/fleet?version=2', ines);
    expect([newer.sampled, newer.open]).toEqual([0, 0]);
  });

  it('is told which branch a command is for', async () => {
    const act = (path: string, body: object) => api.call('POST', `/v1/runs/run_b/${path}`, { as: ines, body });
    expect((await act('retry', { reason: 'Up again.', at: 'call/1' })).status).toBe(200);
    expect((await act('skip', { reason: 'Done by hand.', at: 'call/1', port: 'done' })).status).toBe(200);
    expect((await act('retry', { reason: 'Up again.' })).status).toBe(200);
    expect(sent.map(({ type, at }) => [type, at])).toEqual([
      ['retry', 'call/1'],
      ['skip', 'call/1'],
      ['retry', undefined],
    ]);
    expect(sent[1]).toMatchObject({ port: 'done' });
    expect((await act('retry', { reason: 'x', at: 7 })).status).toBe(422);
  });
});
