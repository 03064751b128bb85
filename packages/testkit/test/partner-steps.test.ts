import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type JsonObject, type PartnerId, type ProspectId, type ProspectStage } from '@sluice/domain';
import { relayOnce, type Store } from '@sluice/store';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { act, addLead, addPartner, addUser, now, programme, stepOf, stepsStore } from './steps-support.js';

let store: Store;
let deps: ActivityDeps;
let close: () => Promise<void>;
let count = 0;

beforeAll(async () => {
  ({ store, deps, close } = await stepsStore());
});
afterAll(() => close());

const partner = (over: Parameters<typeof addPartner>[2] = {}): Promise<PartnerId> =>
  addPartner(store, `Partner${(count += 1)}`, over);
const subject = (id: string) => ({ kind: 'partner', id });
const audits = async (id: string, action: string) =>
  (await store.audit.about(programme, id, 100)).filter((entry) => entry.action === action).length;
const parked = { name: 'NonRetryable' };

describe('set_status', () => {
  it('keeps the reason, tells the event once, and a doubled call answers the same', async () => {
    const id = await partner({ status: 'producing' });
    const step = stepOf('set_status', subject(id), {
      partner: id,
      status: 'paused',
      reason: 'No disclosure on {{ event.type }}',
    });
    const first = await act(deps, step);
    const second = await act(deps, step);
    expect(first).toMatchObject({ port: 'next', output: { partner: id, from: 'producing', status: 'paused' } });
    expect(second).toEqual(first);
    expect(await store.partners.need(programme, id)).toMatchObject({
      status: 'paused',
      statusReason: 'No disclosure on lead.created',
      statusSince: now,
    });
    await relayOnce(store);
    expect(await audits(id, 'partner.status_changed')).toBe(1);
    const told = (await store.events.list(programme)).data.filter(({ data }) => data['partnerId'] === id);
    expect(told.map(({ type, source }) => [type, source])).toEqual([['partner.paused', 'internal']]);
  });

  it('does not act again after somebody has changed it back meanwhile', async () => {
    const id = await partner();
    const step = stepOf('set_status', subject(id), { partner: id, status: 'paused' });
    await act(deps, step);
    await act(deps, stepOf('set_status', subject(id), { partner: id, status: 'active' }, 'reinstate'));
    expect(await act(deps, step)).toMatchObject({ output: { from: 'active', status: 'paused' } });
    expect((await store.partners.need(programme, id)).status).toBe('active');
  });

  it('parks what the table refuses, and a partner that is not there', async () => {
    const id = await partner({ status: 'rejected' });
    const refused = act(deps, stepOf('set_status', subject(id), { partner: id, status: 'producing' }));
    await expect(refused).rejects.toMatchObject({ ...parked, code: 'transition_refused' });
    const unknown = act(deps, stepOf('set_status', subject('par_none'), { partner: 'par_none', status: 'paused' }));
    await expect(unknown).rejects.toMatchObject({ ...parked, code: 'unknown_partner' });
  });

  it('is about the partner of a referral too', async () => {
    const id = await partner();
    const lead = await addLead(store, 'via-lead', id);
    await act(deps, stepOf('set_status', { kind: 'referral', id: lead }, { partner: lead, status: 'producing' }));
    expect((await store.partners.need(programme, id)).status).toBe('producing');
  });
});

describe('tag, set_field, note, assign_owner', () => {
  it('tag adds once whatever the case, and takes away', async () => {
    const id = await partner({ tags: ['Webinar', 'old'] });
    const step = stepOf('tag', subject(id), { on: id, add: ['webinar', 'VIP'], remove: ['OLD'] });
    const first = await act(deps, step);
    expect(first).toMatchObject({ output: { added: ['VIP'], removed: ['old'] } });
    expect(await act(deps, step)).toEqual(first);
    expect((await store.partners.need(programme, id)).tags).toEqual(['Webinar', 'VIP']);
  });

  it('tag parks past fifty, and at a subject that is neither partner nor referral', async () => {
    const id = await partner({ tags: Array.from({ length: 50 }, (_, index) => `t${index}`) });
    await expect(act(deps, stepOf('tag', subject(id), { on: id, add: ['more'] }))).rejects.toMatchObject({
      ...parked,
      code: 'too_many_tags',
    });
    const order = stepOf('tag', { kind: 'order', id: 'ord_1' }, { on: 'ord_1', add: ['x'] });
    await expect(act(deps, order)).rejects.toMatchObject({ ...parked, code: 'unknown_subject' });
  });

  it('set_field holds a value against the type that the programme has given the field', async () => {
    const owner = await store.programmes.need(programme);
    const { schema } = (await store.factsSchemas.latest(owner, 'segment'))!;
    await store.factsSchemas.setField(owner, 'segment', 'partner.seats', { type: 'integer' }, schema.version, 'usr_a');
    const id = await partner({ custom: { region: 'north' } });
    const field = (value: number | string | null, name = 'seats') =>
      act(deps, stepOf('set_field', subject(id), { partner: id, field: name, value }, `set-${name}-${String(value)}`));
    await field(12);
    expect((await store.partners.need(programme, id)).custom).toEqual({ region: 'north', seats: 12 });
    await expect(field('twelve')).rejects.toMatchObject({ ...parked, code: 'bad_value' });
    await expect(field('gold', 'tier')).rejects.toMatchObject({ ...parked, code: 'reserved_field' });
    await field(null);
    await field('anything', 'untyped');
    expect((await store.partners.need(programme, id)).custom).toEqual({ region: 'north', untyped: 'anything' });
  });

  it('note is written once a visit, by the flow', async () => {
    const id = await partner();
    const step = stepOf('note', subject(id), { on: id, text: 'Came by {{ event.type }}' });
    expect(await act(deps, step)).toEqual(await act(deps, step));
    const { data } = await store.notes.about(programme, id);
    expect(data.map(({ text, author }) => [text, author.id])).toEqual([['Came by lead.created', 'flow:test@3:run_1']]);
  });

  it('assign_owner takes turns, gives a doubled call the same person, and can leave an owner alone', async () => {
    const [ada, ben] = [await addUser(store, 'ada', ['manager']), await addUser(store, 'ben', ['manager'])];
    const partners = [await partner(), await partner(), await partner()];
    const given: unknown[] = [];
    for (const id of partners) {
      const step = stepOf('assign_owner', subject(id), { partner: id, role: 'manager' }, `own-${id}`);
      const first = await act(deps, step);
      expect(await act(deps, step)).toEqual(first);
      given.push((await store.partners.need(programme, id)).owner);
    }
    expect(given).toEqual([ada, ben, ada]);
    const kept = stepOf('assign_owner', subject(partners[0]!), {
      partner: partners[0]!,
      owner: ben,
      keep: 'owner',
    });
    expect(await act(deps, kept)).toMatchObject({ output: { owner: ada } });
    const nobody = stepOf('assign_owner', subject(partners[0]!), { partner: partners[0]!, role: 'finance' }, 'nobody');
    await expect(act(deps, nobody)).rejects.toMatchObject({ ...parked, code: 'nobody_in_role' });
    const unknown = stepOf('assign_owner', subject(partners[0]!), { partner: partners[0]!, owner: 'usr_x' }, 'unknown');
    await expect(act(deps, unknown)).rejects.toMatchObject({ ...parked, code: 'unknown_user' });
  });
});

describe('request_document', () => {
  it('asks once, waits, and goes on when the partner has given it; the event is told once', async () => {
    const id = await partner();
    const step = stepOf('request_document', subject(id), { partner: id, document: 'terms', due: 'P7D' });
    const first = await act(deps, step);
    expect(first.wait).toMatchObject({
      kind: 'event',
      events: ['document.signed', 'custom.document.withdrawn'],
      correlation: `partner:${id}`,
      for: 'P7D',
    });
    expect(await act(deps, step)).toEqual(first);
    const [request, ...others] = await store.documentRequests.openOf(programme, id);
    expect(others).toEqual([]);
    expect(request?.dueAt?.toISOString()).toBe('2026-11-27T12:00:00.000Z');
    const answer = { by: { id: 'usr_p' }, signedAs: 'Nora Winter' };
    await Promise.all([1, 2, 3].map(() => store.documentRequests.fulfil(programme, request!.id, answer, now)));
    await relayOnce(store);
    const told = (await store.events.list(programme)).data.filter(({ data }) => data['request'] === request!.id);
    expect(told.map(({ type }) => type)).toEqual(['document.signed']);
    const resumed = { ...step, stage: 'resume', ended: { by: 'event' as const, event: {} } };
    expect(await act(deps, resumed)).toMatchObject({ port: 'received', output: { request: request!.id } });
  });

  it('leaves by overdue when the time is over, goes on at once when told to, and parks when taken back', async () => {
    const id = await partner();
    const step = stepOf('request_document', subject(id), { partner: id, document: 'tax_form', due: 'P1D' }, 'tax');
    await act(deps, step);
    const late = { ...step, stage: 'resume', ended: { by: 'timer' as const } };
    expect(await act(deps, late)).toMatchObject({ port: 'overdue' });
    const [request] = await store.documentRequests.openOf(programme, id);
    await store.documentRequests.withdraw(programme, request!.id, { id: 'usr_a' }, now);
    await expect(act(deps, late)).rejects.toMatchObject({ ...parked, code: 'withdrawn' });
    const goOn = stepOf('request_document', subject(id), { partner: id, document: 'NDA', then: 'go_on' }, 'nda');
    expect(await act(deps, goOn)).toMatchObject({ port: 'next' });
  });
});

describe('move_prospect', () => {
  const prospect = async (name: string, stage: ProspectStage = 'new') => {
    const id = derivedId('prospect', programme, name);
    const email = `${name}@tidewater.example`;
    const rest = { language: 'en' as const, tags: [], history: [], createdAt: now };
    await store.prospects.insertOrRead({ id, programme, name, email, stage, ...rest });
    return id;
  };
  const moved = (id: string, config: JsonObject) =>
    stepOf('move_prospect', { kind: 'prospect', id }, { prospect: id, ...config }, `to-${String(config['to'])}`);
  const need = (id: ProspectId) => store.prospects.collection.need(programme, id);

  it('moves once, tells the event once, and closes with the reason', async () => {
    const id = await prospect('tide');
    const contacted = moved(id, { to: 'contacted' });
    const first = await act(deps, contacted);
    expect(first).toMatchObject({ port: 'next', output: { prospect: id, stage: 'contacted' } });
    expect(await act(deps, contacted)).toEqual(first);
    await act(deps, moved(id, { to: 'closed', reason: 'unresponsive' }));
    expect(await need(id)).toMatchObject({ stage: 'closed', closedFor: 'unresponsive', history: [{}, {}] });
    await relayOnce(store);
    expect(await audits(id, 'prospect.moved')).toBe(2);
    const told = (await store.events.list(programme)).data.filter(({ data }) => data['prospectId'] === id);
    expect(told.map(({ type, data }) => [type, data['stage']]).sort()).toEqual([
      ['custom.prospect.changed', 'closed'],
      ['custom.prospect.changed', 'contacted'],
    ]);
  });

  it.each(['won', 'closed'] as const)('leaves whom people have %s alone', async (stage) => {
    const id = await prospect(`gone-${stage}`, stage);
    expect(await act(deps, moved(id, { to: 'contacted' }))).toMatchObject({ port: 'gone', output: { stage } });
    expect(await need(id)).toMatchObject({ stage, history: [] });
  });

  it('parks at a prospect that is not there', async () => {
    const unknown = act(deps, moved('pro_none', { to: 'contacted' }));
    await expect(unknown).rejects.toMatchObject({ ...parked, code: 'unknown_prospect' });
  });
});
