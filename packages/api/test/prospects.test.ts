import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProspectDetail } from '@sluice/contracts';
import { relayOnce } from '@sluice/store';
import { startApi, type Credential, type TestApi } from './support.js';

let api: TestApi;
let ops: Credential;
let auditor: Credential;

beforeAll(async () => {
  api = await startApi();
  ops = await api.user(['ops']);
  auditor = await api.user(['auditor']);
});
afterAll(() => api.close());

const person = (name: string) => ({ name, email: `${name.toLowerCase()}@blog.example` });
let keys = 0;
async function send(path: string, body: unknown, who = ops, key = `prospect-${(keys += 1)}`) {
  const response = await api.call('POST', path, { as: who, body, headers: { 'Idempotency-Key': key } });
  return {
    status: response.status,
    body: (await response.json()) as ProspectDetail & { errors?: object[]; partner?: string },
  };
}
const internal = async () =>
  (await api.store.events.list('demo', { limit: 200 })).data.filter(({ source }) => source === 'internal');

describe('prospects', () => {
  it('are added once, tell the flows, and are refused twice by address', async () => {
    const first = await send('/v1/prospects', person('Nora'), ops, 'nora');
    const again = await send('/v1/prospects', person('Nora'), ops, 'nora');
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    expect(first.body).toMatchObject({ stage: 'new', moves: ['contacted', 'in_talks', 'won', 'closed'] });
    const taken = await send('/v1/prospects', { name: 'Other', email: 'NORA@blog.example' });
    expect([taken.status, taken.body.errors]).toEqual([409, [expect.objectContaining({ pointer: '/email' })]]);
    await relayOnce(api.store);
    expect((await internal()).map(({ type, data }) => [type, data])).toContainEqual([
      'custom.prospect.added',
      { prospectId: first.body.id },
    ]);
  });

  it('move along the pipeline, and close for a reason alone', async () => {
    const { body } = await send('/v1/prospects', person('Ilse'));
    const path = `/v1/prospects/${body.id}/move`;
    expect((await send(path, { to: 'contacted' })).body.stage).toBe('contacted');
    expect((await send(path, { to: 'closed' })).status).toBe(422);
    expect((await send(path, { to: 'closed', reason: 'unresponsive' })).body).toMatchObject({
      stage: 'closed',
      closedFor: 'unresponsive',
    });
    expect((await send(path, { to: 'new' })).status).toBe(422);
    const reopened = await send(path, { to: 'in_talks' });
    expect(reopened.body.closedFor).toBeUndefined();
    expect(reopened.body.history.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'new contacted',
      'contacted closed',
      'closed in_talks',
    ]);
  });

  it('become a partner once, with history, and start onboarding', async () => {
    const { body } = await send('/v1/prospects', person('Tomas'));
    const path = `/v1/prospects/${body.id}/convert`;
    const [one, two] = [await send(path, { type: 'creator' }), await send(path, { type: 'creator' })];
    expect(one.status).toBe(200);
    expect(two.body.partner).toBe(one.body.partner);
    const partner = await api.store.partners.get('demo', one.body.partner as never);
    expect(partner).toMatchObject({ name: 'Tomas', status: 'active', type: 'creator' });
    await relayOnce(api.store);
    const approved = (await internal()).filter(
      ({ type, data }) => type === 'partner.approved' && data['partnerId'] === one.body.partner,
    );
    expect(approved).toHaveLength(1);
    const won = await api.store.prospects.get('demo', body.id as never);
    expect(won).toMatchObject({ stage: 'won', partner: one.body.partner });
    expect((await send(`/v1/prospects/${body.id}/move`, { to: 'contacted' })).status).toBe(409);
  });

  it('are changed by whoever looked at the newest only, and read by auditors', async () => {
    const { body } = await send('/v1/prospects', person('Priya'));
    const patch = (rev: number, more: object, who = ops) =>
      api.call('PATCH', `/v1/prospects/${body.id}`, { as: who, body: { rev, ...more } });
    expect((await patch(body.rev, { tags: ['berlin'] })).status).toBe(200);
    expect((await patch(body.rev, { tags: ['paris'] })).status).toBe(409);
    expect((await patch(body.rev + 1, { owner: 'usr_nobody' })).status).toBe(422);
    expect((await patch(body.rev + 1, { tags: [] }, auditor)).status).toBe(403);
    const read = await api.call('GET', `/v1/prospects/${body.id}`, { as: auditor });
    expect(((await read.json()) as ProspectDetail).tags).toEqual(['berlin']);
    expect((await api.call('GET', '/v1/prospects/pro_other', { as: ops })).status).toBe(404);
  });
});
