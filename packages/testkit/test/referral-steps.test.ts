import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyStandardWebhook } from '@sluice/connectors/standard-webhook';
import type { PartnerId, ReferralId } from '@sluice/domain';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { relayOnce, type Store } from '@sluice/store';
import { startCrmServer, type CrmServer } from '../src/crm-server/server.js';
import { act, addLead, addPartner, addUser, now, programme, stepOf, stepsStore } from './steps-support.js';

const secret = 'whsec_c2x1aWNlLWNybS1zZWNyZXQtb2YtdGVzdHM=';
let store: Store;
let deps: ActivityDeps;
let close: () => Promise<void>;
let crm: CrmServer;
let partner: PartnerId;
let count = 0;

beforeAll(async () => {
  ({ store, deps, close } = await stepsStore());
  crm = await startCrmServer();
  partner = await addPartner(store, 'Kestrel');
});
afterAll(async () => {
  await crm.close();
  await close();
});

const lead = (over: Parameters<typeof addLead>[3] = {}): Promise<ReferralId> =>
  addLead(store, `lead-${(count += 1)}`, partner, over);
const about = (id: string) => ({ kind: 'referral', id });
const need = (id: ReferralId) => store.referrals.collection.need(programme, id);
const parked = { name: 'NonRetryable' };
const audits = async (id: string, action: string) => {
  await relayOnce(store);
  return (await store.audit.about(programme, id, 100)).filter((entry) => entry.action === action).length;
};

describe('qualify and reject', () => {
  it('qualify approves, moves the stage and tags, once', async () => {
    const id = await lead();
    const step = stepOf('qualify', about(id), { referral: id, tags: ['Qualified'] });
    const first = await act(deps, step);
    expect(first).toEqual({ port: 'next', output: { referral: id, partner } });
    expect(await act(deps, step)).toEqual(first);
    expect(await need(id)).toMatchObject({ status: 'approved', stage: 'qualified', tags: ['Qualified'] });
    expect(await audits(id, 'referral.qualified')).toBe(1);
  });

  it('a stage that has come further stays, and a rejection is taken back', async () => {
    const id = await lead({ stage: 'opportunity' });
    await act(deps, stepOf('reject', about(id), { referral: id, reason: 'free_mail', note: 'By {{ event.type }}' }));
    expect(await need(id)).toMatchObject({
      status: 'rejected',
      rejection: { reason: 'free_mail', note: 'By lead.created' },
    });
    await act(deps, stepOf('qualify', about(id), { referral: id }));
    const after = await need(id);
    expect(after).toMatchObject({ status: 'approved', stage: 'opportunity' });
    expect(after.rejection).toBeUndefined();
  });

  it('reject parks at a referral with orders, and at one that is not there', async () => {
    const id = await lead({ orders: 2 });
    await expect(act(deps, stepOf('reject', about(id), { referral: id, reason: 'duplicate' }))).rejects.toMatchObject({
      ...parked,
      code: 'has_orders',
    });
    await expect(
      act(deps, stepOf('reject', about('ref_none'), { referral: 'ref_none', reason: 'duplicate' })),
    ).rejects.toMatchObject({ ...parked, code: 'unknown_referral' });
  });
});

describe('assign_lead and add_to_list', () => {
  it('gives leads in turn, evenly, also many at once, and the same person to a doubled call', async () => {
    const people = [await addUser(store, 'ada', ['manager']), await addUser(store, 'ben', ['manager', 'ops'])];
    const leads = await Promise.all(Array.from({ length: 6 }, () => lead()));
    const steps = leads.map((id) => stepOf('assign_lead', about(id), { referral: id, role: 'manager' }, `to-${id}`));
    const first = await Promise.all(steps.map((step) => act(deps, step)));
    expect(await Promise.all(steps.map((step) => act(deps, step)))).toEqual(first);
    const given = (await Promise.all(leads.map(need))).map(({ assignee }) => assignee);
    for (const person of people) expect(given.filter((one) => one === person)).toHaveLength(3);
  });

  it('puts on a list once, takes off, and a doubled call after that puts nothing back', async () => {
    const id = await lead();
    const step = stepOf('add_to_list', about(id), { list: 'nurture', member: id });
    const first = await act(deps, step);
    expect(first).toMatchObject({ output: { list: 'nurture', changed: true } });
    const again = stepOf('add_to_list', about(id), { list: 'nurture', member: id }, 'again');
    expect(await act(deps, again)).toMatchObject({ output: { changed: false } });
    expect(await store.lists.count(programme, 'nurture')).toBe(1);
    const off = stepOf('add_to_list', about(id), { list: 'nurture', member: id, do: 'remove' }, 'off');
    expect(await act(deps, off)).toMatchObject({ output: { changed: true } });
    expect(await act(deps, step)).toEqual(first);
    expect(await store.lists.ofMember(programme, id)).toEqual([]);
    expect((await store.lists.all(programme)).map(({ key, title }) => [key, title])).toEqual([['nurture', 'Nurture']]);
  });
});

describe('push_to_crm', () => {
  beforeAll(() =>
    store.crms.save(
      programme,
      'crm',
      {
        kind: 'webhook',
        url: crm.url,
        secret: `sealed:${secret}`,
        enabled: true,
        mapping: { Email: 'lead.email', Source: 'partner.name' },
      },
      { actor: { id: 'usr_a' }, at: now },
    ),
  );

  it('sends mapped fields and attribution, signed, once however often it is called', async () => {
    const id = await lead();
    const step = stepOf('push_to_crm', about(id), { referral: id, fields: { Stage: 'MQL' } }, 'push-1');
    const first = await act(deps, step);
    expect(await act(deps, step)).toEqual(first);
    const taken = crm.leads.filter(({ body }) => body.id === id);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.body).toMatchObject({
      type: 'lead',
      fields: { Email: `lead-${count}@northwind.example`, Source: 'Kestrel', Stage: 'MQL' },
      attribution: { model: 'last', partner: { id: partner }, weights: [{ partner, ppm: 1_000_000 }] },
    });
    expect(first).toMatchObject({ port: 'next', output: { reference: taken[0]?.id } });
    const request = crm.requests.find(({ key }) => key === step.key)!;
    expect(
      verifyStandardWebhook({ rawBody: Buffer.from(request.raw), headers: request.headers, secrets: [secret], now }).ok,
    ).toBe(true);
    expect(await audits(id, 'crm.pushed')).toBe(1);
  });

  it('a lost reply leaves the outcome unknown, and the retry under the same key finds the lead taken once', async () => {
    const id = await lead();
    const step = stepOf('push_to_crm', about(id), { referral: id }, 'push-2');
    crm.fail('lose_after');
    await expect(act(deps, step)).rejects.toMatchObject({ name: 'UnknownOutcome' });
    expect(await act(deps, step)).toMatchObject({ port: 'next' });
    expect(crm.requests.filter(({ key }) => key === step.key)).toHaveLength(2);
    expect(crm.leads.filter(({ body }) => body.id === id)).toHaveLength(1);
  });

  it.each(['429', '500'] as const)('%s is tried again', async (fault) => {
    const id = await lead();
    const step = stepOf('push_to_crm', about(id), { referral: id }, `push-${fault}`);
    crm.fail(fault);
    const error = await act(deps, step).then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ name: 'Error', code: `http_${fault}` });
    expect(await act(deps, step)).toMatchObject({ port: 'next' });
  });

  it('a refusal parks and is kept; without a CRM or with one switched off nothing is sent', async () => {
    const id = await lead();
    crm.fail('401');
    const step = stepOf('push_to_crm', about(id), { referral: id }, 'push-3');
    await expect(act(deps, step)).rejects.toMatchObject({ ...parked, code: 'http_401' });
    expect(await store.crms.pushesOf(programme, id)).toMatchObject([{ state: 'refused', error: { code: 'http_401' } }]);
    const none = stepOf('push_to_crm', about(id), { referral: id, crm: 'other' }, 'push-4');
    await expect(act(deps, none)).rejects.toMatchObject({ ...parked, code: 'no_crm' });
  });

  it('does not call this machine unless that is allowed', async () => {
    const id = await lead();
    const before = crm.requests.length;
    const step = stepOf('push_to_crm', about(id), { referral: id }, 'push-5');
    const guarded: ActivityDeps = { ...deps, allowLoopback: false };
    await expect(act(guarded, step)).rejects.toMatchObject(parked);
    expect(crm.requests).toHaveLength(before);
  });
});

describe('request_update', () => {
  it('asks whoever has the lead by a task; the note of the task stays on the referral', async () => {
    const id = await lead({ assignee: 'usr_ada' });
    const step = stepOf('request_update', about(id), { referral: id, question: 'How does it stand?', due: 'P3D' });
    const first = await act(deps, step);
    expect(first.wait).toMatchObject({ kind: 'task', for: 'P3D' });
    expect(await act(deps, step)).toEqual(first);
    const [task, ...others] = await store.tasks.about(programme, id);
    expect(others).toEqual([]);
    expect(task).toMatchObject({ title: 'How does it stand?', assignee: 'usr_ada', role: 'manager' });
    await store.tasks.complete(programme, task!.id, { by: 'usr_ada', at: now, note: 'They sign in May.' });
    const resumed = { ...step, stage: 'resume', ended: { by: 'wake' as const } };
    const answered = await act(deps, resumed);
    expect(answered).toEqual({ port: 'answered', output: { task: task!.id, referral: id } });
    expect(await act(deps, resumed)).toEqual(answered);
    expect((await store.notes.about(programme, id)).data.map(({ text }) => text)).toEqual(['They sign in May.']);
  });

  it('asks the partner in the portal; an overdue question leaves by overdue', async () => {
    const id = await lead();
    const step = stepOf('request_update', about(id), { referral: id, of: 'partner', due: 'P3D' }, 'ask-partner');
    expect((await act(deps, step)).wait).toMatchObject({
      events: ['custom.update.received', 'custom.document.withdrawn'],
      correlation: `referral:${id}`,
    });
    const [request] = await store.documentRequests.about(programme, id);
    expect(request).toMatchObject({ kind: 'update', partner, text: 'How does this deal stand?' });
    expect(await act(deps, { ...step, stage: 'resume', ended: { by: 'timer' } })).toMatchObject({ port: 'overdue' });
    await store.documentRequests.fulfil(programme, request!.id, { by: { id: 'usr_p' }, text: 'Demo on Monday.' }, now);
    const resumed = { ...step, stage: 'resume', ended: { by: 'event' as const, event: {} } };
    expect(await act(deps, resumed)).toMatchObject({ port: 'answered' });
    expect((await store.notes.about(programme, id)).data.map(({ text }) => text)).toEqual(['Demo on Monday.']);
  });
});
