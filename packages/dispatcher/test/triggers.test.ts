import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { publishFlow, publishRule } from '@sluice/cli/demo/templates';
import { derivedId, type EventType, type JsonObject, type PartnerId, type PartnerStatus } from '@sluice/domain';
import type { FlowDocument, Trigger } from '@sluice/flows';
import type { RuleDocument } from '@sluice/rules';
import { openStore, relayOnce, type ScheduleSpec, type Store, type StoredEvent } from '@sluice/store';
import { reviewSegmentPage } from '@sluice/store/operations/index';
import { scheduleActivities } from '@sluice/worker/schedule-activities';
import { dispatchEvent, startDue, type DispatchDeps } from '../src/dispatch.js';
import { reconcileInbox } from '../src/inbox.js';
import { keepSchedules } from '../src/schedules.js';
import { stopDue } from '../src/stops.js';
import { admitRuns } from '../src/trigger.js';

const programme = demoProgramme.key;
const by = { maker: 'maker', checker: 'checker' };
const day = 86_400_000;

let store: Store;
let deps: DispatchDeps;
let now = new Date('2026-11-20T12:00:00Z');
const started: string[] = [];
const stopped: string[] = [];
const over = new Set<string>();

beforeAll(async () => {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  store = await openStore({ uri, database: `triggers_${randomBytes(6).toString('hex')}` });
  await store.programmes.insertOrRead(demoProgramme);
  deps = {
    store,
    now: () => now,
    failpoint: () => undefined,
    hash: (text) => text,
    runs: {
      start: async (_programme, { run }) => void started.push(run),
      startBacktest: async () => undefined,
      startBulk: async () => undefined,
      stop: async (run, outcome) => {
        stopped.push(`${run} ${outcome}`);
        return !over.has(run);
      },
      isOver: async (run) => over.has(run),
      signal: async () => true,
    },
  };
});

afterAll(async () => {
  await store.native().dropDatabase();
  await store.close();
});

async function publish(key: string, trigger: Trigger, subject: FlowDocument['subject'] = 'partner'): Promise<void> {
  const flow: FlowDocument = {
    key,
    title: key,
    subject,
    trigger,
    parameters: [],
    nodes: [
      { id: 'pause', type: 'wait', config: { for: 'P1D' } },
      { id: 'end', type: 'end', config: { outcome: 'done' } },
    ],
    edges: [
      { from: 'trigger', port: 'next', to: 'pause' },
      { from: 'pause', port: 'next', to: 'end' },
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: '',
  };
  await publishFlow(store, programme, flow, by);
}

async function told(id: string, type: EventType, data: JsonObject = {}, source = 'api'): Promise<StoredEvent> {
  const event = { programme, source, sourceId: id, type, version: 1, occurredAt: now, receivedAt: now, data };
  return (await store.events.insert(programme, event)).event;
}

/** Runs that the event starts, where it is about this partner. */
async function starts(event: StoredEvent, partner: string): Promise<string[]> {
  now = new Date(now.getTime() + 1);
  return admitRuns(deps, event, { subject: { kind: 'partner', id: partner }, correlations: [] });
}

const ids = ['ada', 'ben', 'cleo'].map((name) => derivedId('partner', programme, name));

/** Nothing is to be logged. */
const fail = (message: string, error: unknown): never => {
  throw new Error(message, { cause: error });
};

const stateOf = async (run: string | undefined) => (await store.admissions.ofRun(programme, run ?? ''))?.state;

describe('a further event about the same subject', () => {
  const trigger = (reentry: 'once' | 'every_event' | 'restart' | 'skip_if_running', type: EventType): Trigger => ({
    type: 'event',
    events: [type],
    reentry,
  });

  it('starts nothing more with `once`, a run of its own with `every_event`; told twice it is the same run', async () => {
    await publish('once', trigger('once', 'custom.once'));
    const [first] = await starts(await told('o1', 'custom.once'), 'par_once');
    expect(await starts(await told('o2', 'custom.once'), 'par_once')).toEqual([first]);
    await publish('every', trigger('every_event', 'custom.every'));
    const event = await told('e1', 'custom.every');
    const [one] = await starts(event, 'par_every');
    expect(await starts(event, 'par_every')).toEqual([one]);
    expect(await starts(await told('e2', 'custom.every'), 'par_every')).not.toEqual([one]);
  });

  it('is skipped while one is under way, and stays skipped when it is told again after that', async () => {
    await publish('skipping', trigger('skip_if_running', 'custom.skip'));
    const [first] = await starts(await told('s1', 'custom.skip'), 'par_skip');
    const second = await told('s2', 'custom.skip');
    expect(await starts(second, 'par_skip')).toEqual([]);
    expect(await starts(await told('s3', 'custom.skip'), 'par_other')).toHaveLength(1);
    const admission = await store.admissions.ofRun(programme, first ?? '');
    await store.admissions.markClosed(programme, admission!.id);
    expect(await starts(second, 'par_skip')).toEqual([]);
    expect(await starts(await told('s4', 'custom.skip'), 'par_skip')).toHaveLength(1);
  });

  it('stops the run under way with `restart`, never a newer one', async () => {
    await publish('restarting', trigger('restart', 'custom.restart'));
    const event = await told('r1', 'custom.restart');
    const [first] = await starts(event, 'par_restart');
    await startDue(deps, programme, fail);
    const [second] = await starts(await told('r2', 'custom.restart'), 'par_restart');
    await starts(event, 'par_restart');
    stopped.length = 0;
    await stopDue(deps, programme);
    await stopDue(deps, programme);
    expect(stopped).toEqual([`${first} superseded`]);
    expect(await stateOf(second)).toBe('admitted');
  });

  it('is started though another one before it cannot be', async () => {
    const gone = { key: 'never-published', version: 9, hash: 'h' };
    const subject = { kind: 'partner', id: 'par_gone' };
    const run = derivedId('run', 'gone');
    await store.admissions.admit(programme, { flow: gone, subject, run, input: {}, admittedAt: new Date(0) });
    const [next] = await starts(await told('after', 'custom.every'), 'par_after');
    const logged: string[] = [];
    await startDue(deps, programme, (message) => logged.push(message));
    expect(logged).toEqual([`The run ${run} could not be started.`]);
    expect(started).toContain(next);
    const admission = await store.admissions.ofRun(programme, run);
    await store.admissions.markClosed(programme, admission!.id);
  });

  it('stops a run that was not started yet only after it was', async () => {
    const [first] = await starts(await told('n1', 'custom.restart'), 'par_late');
    await starts(await told('n2', 'custom.restart'), 'par_late');
    stopped.length = 0;
    await stopDue(deps, programme);
    expect(stopped).toEqual([]);
    await startDue(deps, programme, fail);
    await stopDue(deps, programme);
    expect(stopped).toEqual([`${first} superseded`]);
  });
});

describe('a segment', () => {
  const idle: RuleDocument = {
    key: 'idle',
    title: 'No activity for 30 days',
    kind: 'segment',
    facts: { id: 'segment', version: 1 },
    outcome: 'condition',
    logic: '{"if": [{">=": [{"var": "performance.daysSinceActivity"}, 30]}, true, false]}',
    cases: [],
    notes: [],
    version: 1,
    hash: '',
  } as unknown as RuleDocument;
  async function review(cause: string, quietly: boolean): Promise<void> {
    await reviewSegmentPage(store, {
      programme: demoProgramme,
      segment: 'idle',
      at: now,
      now,
      cause,
      quietly,
    });
    await relayOnce(store);
    for (const event of await store.events.due(programme)) await dispatchEvent(deps, event);
  }

  const runsOf = async (flow: string, partner: PartnerId) =>
    (await store.admissions.of(programme, flow, partner)).length;

  it('starts runs for those who come in and go out, once each, and for nobody at the first look', async () => {
    await publishRule(store, programme, idle, by);
    await publish('went-quiet', { type: 'segment', segment: 'idle', on: 'entered' });
    await publish('came-back', { type: 'segment', segment: 'idle', on: 'left' });
    const [ada, ben, cleo] = ids as [PartnerId, PartnerId, PartnerId];
    for (const [id, age] of [
      [ada, 60],
      [ben, 1],
      [cleo, 2],
    ] as const)
      await store.partners.insertOrRead({
        id,
        programme,
        name: id,
        email: `${id}@example.org`,
        type: 'creator',
        status: 'active',
        tier: 'bronze',
        tierSince: now,
        language: 'en',
        timeZone: 'UTC',
        tags: [],
        custom: {},
        createdAt: new Date(now.getTime() - age * day),
      });
    await review('first', true);
    expect(await store.memberships.count(programme, 'idle')).toBe(1);
    expect(await runsOf('went-quiet', ada)).toBe(0);

    now = new Date(now.getTime() + 31 * day);
    await told('hello', 'partner.activity', { partnerId: cleo, what: 'webinar' });
    for (const event of await store.events.due(programme)) await dispatchEvent(deps, event);
    await review('second', false);
    await review('second', false);
    expect(await Promise.all(ids.map((id) => runsOf('went-quiet', id as PartnerId)))).toEqual([0, 1, 0]);
    const admission = (await store.admissions.of(programme, 'went-quiet', ben))[0];
    expect(admission?.subject).toEqual({ kind: 'partner', id: ben });
    expect(await store.decisions.newest(programme, { kind: 'segment', rule: 'idle', subject: ben })).toMatchObject({
      outcome: true,
      cause: 'second',
    });

    await told('again', 'partner.activity', { partnerId: ben, what: 'webinar' });
    for (const event of await store.events.due(programme)) await dispatchEvent(deps, event);
    await review('third', false);
    expect(await runsOf('came-back', ben)).toBe(1);
  });

  it('is believed only from our own review', async () => {
    const forged = await told('forged', 'custom.segment.entered', { segment: 'idle', partner: ids[0]! });
    expect(await starts(forged, ids[0]!)).toEqual([]);
  });
});

describe('a schedule', () => {
  const trigger: Trigger = { type: 'schedule', cron: '0 9 1 * *', timeZone: 'Europe/Berlin' };

  it('starts one run a time, about the programme or a batch of its own', async () => {
    await publish('monthly', trigger, 'programme');
    await publish('batches', trigger, 'batch');
    const { fireSchedule } = scheduleActivities({ store, now: () => now });
    for (const flow of ['monthly', 'batches', 'monthly'])
      await fireSchedule({ programme, flow, at: '2026-12-01T08:00:00.000Z' });
    for (const event of await store.events.due(programme)) await dispatchEvent(deps, event);
    expect(await store.admissions.of(programme, 'monthly', programme)).toMatchObject([
      { subject: { kind: 'programme', id: programme }, input: { event: { type: 'custom.schedule.fired' } } },
    ]);
    const { data: all } = await store.events.list(programme, { type: 'custom.schedule.fired' });
    expect(all).toHaveLength(2);
    const forged = await told('fired', 'custom.schedule.fired', { flow: 'monthly' });
    expect(await admitRuns(deps, forged, { correlations: [] })).toEqual([]);
  });

  it('of a flow about partners starts one run a time for each who takes part, page by page, however often it fires', async () => {
    const statuses: PartnerStatus[] = [
      'active',
      'producing',
      'consistent',
      'at_risk',
      'paused',
      'submitted',
      'terminated',
    ];
    const made = Array.from({ length: 210 }, (_, index) => ({
      id: derivedId('partner', programme, `scheduled-${index}`),
      status: statuses[index % statuses.length]!,
    }));
    for (const { id, status } of made)
      await store.partners.insertOrRead({
        id,
        programme,
        name: id,
        email: `${id}@example.org`,
        type: 'creator',
        status,
        tier: 'bronze',
        tierSince: now,
        language: 'en',
        timeZone: 'UTC',
        tags: [],
        custom: {},
        createdAt: now,
      });
    await publish('each', trigger);
    await publish('each-quiet', { ...trigger, segment: 'idle' });
    const activities = scheduleActivities({ store, now: () => now });
    const firing = { programme, at: now.toISOString() };
    /** As the workflow does; the first page is told twice, as after a crash. */
    const fire = async (flow: string): Promise<number> => {
      expect(await activities.fireSchedule({ ...firing, flow })).toEqual({ each: true });
      await activities.firePage({ ...firing, flow });
      let pages = 0;
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined, pages += 1)
        ({ cursor } = await activities.firePage({ ...firing, flow, ...(cursor !== undefined && { cursor }) }));
      return pages;
    };
    expect([await fire('each'), await fire('each'), await fire('each-quiet')]).toEqual([2, 2, 2]);
    for (let due = await store.events.due(programme); due.length > 0; due = await store.events.due(programme))
      for (const event of due) await dispatchEvent(deps, event);

    const runs = async (flow: string, { id }: { id: PartnerId }) =>
      (await store.admissions.of(programme, flow, id)).map(({ run }) => run);
    const counts = await Promise.all(made.map(async (partner) => (await runs('each', partner)).length));
    expect(counts).toEqual(made.map(({ status }) => (statuses.indexOf(status) < 4 ? 1 : 0)));
    const [ada, first] = [{ id: ids[0] as PartnerId }, made[0]!];
    expect([(await runs('each', ada)).length, (await runs('each-quiet', ada)).length]).toEqual([1, 1]);
    expect(await runs('each-quiet', first)).toEqual([]);
    const event = derivedId('event', programme, 'internal', `schedule:each:${firing.at}:${first.id}`);
    expect(await runs('each', first)).toEqual([derivedId('run', programme, 'each', 'partner', first.id, event)]);
    const forged = await told('forged-each', 'custom.schedule.fired', { flow: 'each', partner: first.id });
    expect(await admitRuns(deps, forged, { correlations: [] })).toEqual([]);
  }, 60_000);

  it('is kept in step with what is published, told again after a server forgot, and one that fails keeps no other', async () => {
    const told: string[] = [];
    let fails = '';
    const schedules = {
      put: async (_: string, { kind, key, cron }: ScheduleSpec) => {
        if (key === fails) throw new Error('refused');
        told.push(`put ${kind} ${key} ${cron}`);
      },
      remove: async (_: string, { kind, key }: Pick<ScheduleSpec, 'kind' | 'key'>) =>
        void told.push(`remove ${kind} ${key}`),
    };
    const logged: string[] = [];
    const keep = async (all = false): Promise<string[]> => {
      told.length = 0;
      await keepSchedules({ store, schedules, now: () => now }, programme, { all, log: (text) => logged.push(text) });
      return [...told].sort();
    };
    fails = 'monthly';
    expect(await keep()).toEqual([
      'put flow batches 0 9 1 * *',
      'put flow each 0 9 1 * *',
      'put flow each-quiet 0 9 1 * *',
      'put segment idle 15 * * * *',
    ]);
    expect(logged).toHaveLength(1);
    fails = '';
    expect(await keep()).toEqual(['put flow monthly 0 9 1 * *']);
    expect(await keep()).toEqual([]);
    expect(await keep(true)).toHaveLength(5);
    await store.schedules.markReviewed(programme, 'idle', now);
    await publish('monthly', { ...trigger, cron: '0 9 2 * *' }, 'programme');
    await publish('went-quiet', { type: 'manual' });
    expect(await keep()).toEqual(['put flow monthly 0 9 2 * *']);
    await publish('came-back', { type: 'manual' });
    expect(await keep()).toEqual(['remove segment idle']);
    expect((await store.schedules.get(programme, 'segment', 'idle'))?.reviewedAt).toBeUndefined();
  });
});

describe('what people are asked', () => {
  it('is taken back where the run is gone, and whoever waited for the run is told', async () => {
    const run = derivedId('run', 'lost');
    const parent = { run: derivedId('run', 'above'), node: 'call' };
    await store.admissions.admit(programme, {
      flow: { key: 'once', version: 1, hash: 'h' },
      subject: { kind: 'partner', id: 'par_lost' },
      run,
      parent,
      input: {},
      admittedAt: now,
    });
    await store.runs.save(programme, {
      id: run,
      programme,
      flow: { key: 'once', title: 'Once', version: 1, hash: 'h' },
      subject: { kind: 'partner', id: 'par_lost' },
      status: 'waiting',
      startedAt: now.toISOString(),
      beside: [],
      steps: [],
      acts: [],
      rev: 3,
    });
    const task = derivedId('task', 'lost');
    const about = { programme, title: 'Call', state: 'open' as const, createdAt: now };
    await store.tasks.insertOrRead({ ...about, id: task, run, node: 'call' });
    now = new Date(now.getTime() + 3_600_000);
    expect(await reconcileInbox(deps, programme)).toBe(0);
    over.add(run);
    expect(await reconcileInbox(deps, programme)).toBe(1);
    expect(await reconcileInbox(deps, programme)).toBe(0);
    expect((await store.tasks.get(programme, task))?.state).toBe('cancelled');
    expect(await store.runs.get(programme, run)).toMatchObject({ status: 'stopped', outcome: 'lost', progress: 4 });
    expect(await store.events.findStored(programme, 'custom.run.closed', `run:${run}`)).toHaveLength(1);
    expect(await stateOf(run)).toBe('closed');
  });
});
