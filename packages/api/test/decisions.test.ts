import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Approval, ApprovalId } from '@sluice/domain';
import type { ApprovalDetail, ApprovalRow, HomeMetrics, Problem } from '@sluice/contracts';
import { GateRefusal } from '../src/index.js';
import { startApi } from './support.js';
import type { Credential, TestApi } from './support.js';

let api: TestApi;
let maker: Credential & { id: string };
let manager: Credential & { id: string };
let count = 0;

beforeAll(async () => {
  api = await startApi();
  maker = await api.user(['manager']);
  manager = await api.user(['manager']);
});
afterAll(() => api.close());
beforeEach(() => {
  api.gate.decided.length = 0;
  api.gate.answer = async () => ({ accepted: true, state: 'approved' });
});

async function approval(more: Partial<Approval> = {}): Promise<ApprovalId> {
  count += 1;
  const id = `apr_test${count}` as ApprovalId;
  await api.store.approvals.insertOrRead({
    id,
    programme: 'demo',
    kind: 'commission',
    title: 'a commission with risk',
    subject: { kind: 'commission', id: 'com_1' },
    run: 'run_1',
    node: 'review',
    subjectHash: 'hash1',
    amount: { amount: 41_200n, currency: 'USD' },
    risk: 68,
    evidence: {
      risk: 68,
      fraud: {
        rule: 'fraud v1',
        score: 68,
        review: 40,
        block: 80,
        signals: [{ code: 'fraud.fast_conversion', params: { seconds: 2, points: 30 }, points: 30 }],
      },
    },
    role: 'manager',
    needed: 1,
    makers: [maker.id],
    state: 'pending',
    decisions: [],
    createdAt: new Date(),
    ...more,
  });
  return id;
}

const decide = (
  id: string,
  as: Credential,
  body: object = { outcome: 'approve' },
  headers: Record<string, string> = {},
) => api.call('POST', `/v1/approvals/${id}/decision`, { as, body, headers });
const codeOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];

describe('a decision', () => {
  it('goes to the run with the session’s actor and the caller’s key as its id', async () => {
    const id = await approval();
    const answer = await decide(
      id,
      manager,
      { outcome: 'approve', comment: 'fine', subjectHash: 'hash1' },
      { 'Idempotency-Key': 'decide-1' },
    );
    expect(answer.status).toBe(200);
    expect(api.gate.decided).toEqual([
      [
        'run_1',
        {
          id: 'decide-1',
          approval: id,
          outcome: 'approve',
          comment: 'fine',
          actor: { id: manager.id, name: 'manager', roles: ['manager'] },
          subjectHash: 'hash1',
        },
      ],
    ]);
  });

  it('by the maker is refused before a worker is asked', async () => {
    expect(await codeOf(await decide(await approval(), maker))).toEqual([403, 'maker']);
    expect(api.gate.decided).toEqual([]);
  });

  it('by a role that it is not for is refused', async () => {
    expect(await codeOf(await decide(await approval({ role: 'finance' }), manager))).toEqual([403, 'forbidden']);
  });

  it('about something that has changed is a 409', async () => {
    expect(await codeOf(await decide(await approval(), manager, { outcome: 'approve', subjectHash: 'old' }))).toEqual([
      409,
      'subject_changed',
    ]);
  });

  it('of what is decided is a 409', async () => {
    expect(await codeOf(await decide(await approval({ state: 'approved' }), manager))).toEqual([
      409,
      'already_decided',
    ]);
  });

  it('to reject needs a comment', async () => {
    const answer = await decide(await approval(), manager, { outcome: 'reject' });
    expect([answer.status, ((await answer.json()) as Problem).errors?.[0]?.pointer]).toEqual([422, '/comment']);
  });

  it.each<[string, string, [number, string]]>([
    ['the maker', 'self_approval', [403, 'maker']],
    ['its own slowness: it knows the subject only as it was before', 'changed', [503, 'unavailable']],
    ['its own slowness: it has not reached the approval yet', 'not_pending', [503, 'unavailable']],
    ['no role', 'not_allowed', [403, 'forbidden']],
    ['a run that is over', 'closed', [409, 'already_decided']],
  ])('that the run refuses because of %s', async (_name, code, expected) => {
    api.gate.answer = () => Promise.reject(new GateRefusal(code, 'no'));
    expect(await codeOf(await decide(await approval(), manager))).toEqual(expected);
  });

  it('whose subject changes while it is on its way', async () => {
    const id = await approval();
    api.gate.answer = async () => {
      await api.store.approvals.change('demo', id, () => ({ set: { subjectHash: 'hash2' } }));
      throw new GateRefusal('changed', 'no');
    };
    expect(await codeOf(await decide(id, manager))).toEqual([409, 'subject_changed']);
  });

  it('that somebody quicker has taken', async () => {
    const id = await approval();
    api.gate.answer = async () => {
      await api.store.approvals.change('demo', id, () => ({ set: { state: 'approved' } }));
      throw new GateRefusal('not_pending', 'no');
    };
    expect(await codeOf(await decide(id, manager))).toEqual([409, 'already_decided']);
  });

  it('that the store refuses at the last check', async () => {
    api.gate.answer = async () => ({ accepted: false, code: 'maker', message: 'no' });
    expect(await codeOf(await decide(await approval(), manager))).toEqual([403, 'maker']);
  });

  it('without a worker is a 503 that is safe to repeat under the same key', async () => {
    const id = await approval();
    const headers = { 'Idempotency-Key': 'patience' };
    api.gate.answer = () => Promise.reject(new GateRefusal('unavailable', 'no worker'));
    expect(await codeOf(await decide(id, manager, undefined, headers))).toEqual([503, 'unavailable']);
    api.gate.answer = async () => ({ accepted: true, state: 'approved' });
    expect((await decide(id, manager, undefined, headers)).status).toBe(200);
    expect(api.gate.decided.map(([, decision]) => decision.id)).toEqual(['patience', 'patience']);
  });
});

describe('the inbox', () => {
  it('says of each item whether I may decide it, and why not', async () => {
    const id = await approval();
    const rowFor = async (as: Credential) =>
      (
        (await (await api.call('GET', '/v1/approvals?state=pending&limit=200', { as })).json()) as {
          data: ApprovalRow[];
        }
      ).data.find((row) => row.id === id);
    expect(await rowFor(manager)).toMatchObject({ canDecide: true, amount: { amount: '41200', currency: 'USD' } });
    expect(await rowFor(maker)).toMatchObject({ canDecide: false, barredBy: 'maker' });
    const mine = (await (await api.call('GET', '/v1/approvals?for=me&limit=200', { as: maker })).json()) as {
      data: ApprovalRow[];
    };
    expect(mine.data.map((row) => row.id)).not.toContain(id);
  });

  it('shows the risk with its reasons in the caller’s language', async () => {
    const id = await approval();
    const detail = (language: string) =>
      api.call('GET', `/v1/approvals/${id}`, { as: manager, headers: { 'Accept-Language': language } });
    const english = (await (await detail('en')).json()) as ApprovalDetail;
    expect(english.evidence.risk).toMatchObject({
      score: 68,
      review: 40,
      block: 80,
      signals: [{ points: 30, text: 'The order came 2 seconds after the click.' }],
    });
    const german = (await (await detail('de')).json()) as ApprovalDetail;
    expect(german.evidence.risk?.signals[0]?.text).toBe('Die Bestellung kam 2 Sekunden nach dem Klick.');
  });

  it('is what the home page counts as mine', async () => {
    const home = async (as: Credential) =>
      (await (await api.call('GET', '/v1/metrics/home', { as })).json()) as HomeMetrics;
    const [before] = [await home(manager)];
    await approval();
    const after = await home(manager);
    expect(after.needsMe.counts.approvals).toBe(before.needsMe.counts.approvals + 1);
    expect((await home(maker)).needsMe.counts.approvals).toBe(0);
    expect(after.figures).toHaveLength(7);
    expect(after.figures[0]?.series).toHaveLength(12);
  });
});
