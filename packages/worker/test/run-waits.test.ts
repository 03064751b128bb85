import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type EventType, type RunId, type TaskId } from '@sluice/domain';
import type { Position, RegisterWaitInput, RunRecord, RunStep, WaitRequest } from '@sluice/flows';
import { runActivities } from '../src/run-activities.js';
import { openWorld, programme, type World } from './node-support.js';

const key = programme.key;
const entered = '2026-11-20T10:00:00.000Z';

let world: World;
let own: ReturnType<typeof runActivities>;

beforeAll(async () => {
  world = await openWorld();
  own = runActivities(world.deps);
});
afterAll(() => world.close());

function at(run: string, node: string, wait: Partial<WaitRequest> = {}, phase: Position['phase'] = 'wait'): Position {
  const request: WaitRequest = { kind: 'event', ...wait };
  const branch = node;
  return {
    branch,
    step: stepOf(node, 'waiting'),
    since: entered,
    node,
    visit: 1,
    generation: 1,
    phase,
    item: 0,
    key: `${run}/${node}/1/0/1`,
    stage: 'enter',
    enteredAt: entered,
    wait: { kind: request.kind, request, registered: false },
  };
}

function stepOf(node: string, status: RunStep['status'], number = 0): RunStep {
  return { number, node, type: 'task', visit: 1, generation: 1, startedAt: entered, status, attempts: 1 };
}

function record(run: string, rev: number, positions: Position[], more: Partial<RunRecord> = {}): RunRecord {
  const [current, ...beside] = positions;
  return {
    id: run,
    programme: key,
    flow: { key: 'test', title: 'Test', version: 1, hash: 'h' },
    subject: { kind: 'partner', id: 'par_1' },
    status: 'waiting',
    startedAt: '2026-11-20T09:00:00.000Z',
    ...(current && { current }),
    beside,
    steps: [],
    acts: [],
    rev,
    vars: {},
    ...more,
  };
}

function waitOf(of: RunRecord, position: Position, more: Partial<RegisterWaitInput> = {}): RegisterWaitInput {
  return {
    key: position.key,
    run: of.id,
    programme: key,
    subject: of.subject,
    node: position.node,
    request: position.wait!.request,
    enteredAt: position.enteredAt,
    since: position.since,
    exits: { events: [], correlation: 'partner:par_1' },
    consumed: [],
    record: of,
    ...more,
  };
}

const keysOf = async (run: string): Promise<string[]> =>
  (await world.store.waits.ofRun(key, run)).map((wait) => wait.key.split('/')[1] ?? wait.key).sort();

async function task(run: string, node: string): Promise<TaskId> {
  const id = derivedId('task', run, node);
  await world.store.tasks.insertOrRead({
    id,
    programme: key,
    title: 'Call',
    run,
    node,
    state: 'open',
    createdAt: world.deps.now(),
  });
  return id;
}

const told = (id: string, type: EventType, receivedAt: string) =>
  world.store.events.insert(key, {
    programme: key,
    source: 'api',
    sourceId: id,
    type,
    version: 1,
    occurredAt: new Date(receivedAt),
    receivedAt: new Date(receivedAt),
    data: {},
    correlations: ['partner:par_1'],
  });

const hears = { events: ['custom.heard'], correlation: 'partner:par_1' };

describe('a wait that is registered', () => {
  it('leaves the waits of other branches where they are', async () => {
    const [a, b] = [at('run_a', 'one', hears), at('run_a', 'two', hears)];
    await own.registerWait(waitOf(record('run_a', 1, [a, b]), a));
    await own.registerWait(waitOf(record('run_a', 2, [a, b]), b));
    expect(await keysOf('run_a')).toEqual(['one', 'two']);
    const next = at('run_a', 'three', hears);
    await own.registerWait(waitOf(record('run_a', 3, [a, next]), next));
    expect(await keysOf('run_a')).toEqual(['one', 'three']);
  });

  it('takes nothing away where it comes late, after a newer one', async () => {
    const [a, b] = [at('run_b', 'one', hears), at('run_b', 'two', hears)];
    await own.registerWait(waitOf(record('run_b', 5, [b]), b));
    await own.registerWait(waitOf(record('run_b', 2, [a]), a));
    expect(await keysOf('run_b')).toEqual(['one', 'two']);
  });

  it('finds an exit that came before anything was registered, and not what the run knows', async () => {
    const { event } = await told('early', 'custom.gone', '2026-11-20T09:30:00.000Z');
    await told('before', 'custom.gone', '2026-11-20T08:30:00.000Z');
    const a = at('run_c', 'one');
    const exits = { events: ['custom.gone'], correlation: 'partner:par_1' };
    const answer = await own.registerWait(waitOf(record('run_c', 1, [a]), a, { exits }));
    expect(answer.found?.map(({ id }) => id)).toEqual([event.id]);
    const again = await own.registerWait(waitOf(record('run_c', 2, [a]), a, { exits, consumed: [event.id] }));
    expect(again.found).toBeUndefined();
    const vars = { event: { receivedAt: '2026-11-20T08:00:00.000Z' } };
    const longer = await own.registerWait(waitOf(record('run_c', 3, [a], { vars }), a, { exits }));
    expect(longer.found).toHaveLength(2);
  });

  it('counts in the partner’s zone where it asks for it', async () => {
    const partner = await world.partner('kiri', { timeZone: 'Pacific/Auckland' });
    const next = { kind: 'timer' as const, next: { time: '09:00' } };
    const subject = { kind: 'partner', id: partner.id };
    const register = (run: string, wait: WaitRequest) => {
      const position = at(run, 'one', wait);
      return own.registerWait(waitOf(record(run, 1, [position]), position, { subject }));
    };
    expect((await register('run_d', { ...next, zone: 'partner' })).until).toBe('2026-11-20T20:00:00.000Z');
    expect((await register('run_e', next)).until).toBe((await register('run_f', { ...next, zone: 'programme' })).until);
    expect((await register('run_g', next)).until).not.toBe('2026-11-20T20:00:00.000Z');
  });

  it('learns that the run it waits for is over already', async () => {
    await own.checkpoint(record('run_child', 1, [], { status: 'completed', outcome: 'done' }));
    const a = at('run_h', 'call', { kind: 'run', subject: 'run_child', wake: 'run:run_child' });
    expect(await own.registerWait(waitOf(record('run_h', 1, [a]), a))).toMatchObject({ ready: true });
  });
});

describe('a step that is left', () => {
  it('takes its task and its child run with it; one that ended by itself leaves them', async () => {
    const [left, overdue] = [await task('run_k', 'left'), await task('run_k', 'overdue')];
    const child = derivedId('run', 'child of k');
    const { doc } = await world.store.admissions.admit(key, {
      flow: { key: 'inner', version: 1, hash: 'h' },
      subject: { kind: 'partner', id: 'par_1' },
      run: child as RunId,
      parent: { run: 'run_k', node: 'call' },
      input: {},
      admittedAt: world.deps.now(),
    });
    const here = at('run_k', 'here', hears);
    const steps = [stepOf('left', 'skipped'), stepOf('overdue', 'done', 1), stepOf('call', 'skipped', 2)];
    await own.checkpoint(record('run_k', 4, [here], { steps }));
    expect((await world.store.tasks.get(key, left))?.state).toBe('cancelled');
    expect((await world.store.tasks.get(key, overdue))?.state).toBe('open');
    expect((await world.store.admissions.get(key, doc.id))?.stop).toEqual({ outcome: 'parent_left', told: false });
  });

  it('that was come back to keeps what it asks now', async () => {
    const id = await task('run_l', 'again');
    const here = at('run_l', 'again', hears);
    await own.checkpoint(record('run_l', 4, [here], { steps: [stepOf('again', 'skipped')] }));
    expect((await world.store.tasks.get(key, id))?.state).toBe('open');
  });

  it('tells the store the version that the run is in now', async () => {
    await own.checkpoint(record('run_m', 1, [at('run_m', 'one')]));
    const flow = { key: 'test', title: 'Test', version: 2, hash: 'h2' };
    await own.checkpoint(record('run_m', 2, [at('run_m', 'one')], { flow }));
    await own.checkpoint(record('run_m', 1, [at('run_m', 'one')]));
    expect((await world.store.runs.get(key, 'run_m'))?.flow).toEqual(flow);
  });
});
