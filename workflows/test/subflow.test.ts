import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { publishFlow } from '@sluice/cli/demo/templates';
import { mailer } from '@sluice/connectors/mail/index';
import { DispatchLoop } from '@sluice/dispatcher/loop';
import { temporalRuns } from '@sluice/dispatcher/runs';
import { temporalSchedules } from '@sluice/dispatcher/schedules';
import { derivedId, type RunId } from '@sluice/domain';
import type { FlowDocument, FlowNode } from '@sluice/flows';
import { temporalGate } from '@sluice/runtime/run-gate';
import { openStore, type Store, type StoredRun } from '@sluice/store';
import { workerActivities } from '@sluice/worker/activities';
import { Workers } from '@sluice/worker/workers';
import { Client, Connection } from '@temporalio/client';
import { command, person, workflowBundle } from './harness.js';

const programme = demoProgramme.key;
const by = { maker: 'maker', checker: 'checker' };
const taskQueuePrefix = `s${randomBytes(4).toString('hex')}-`;

let store: Store;
let connection: Connection;
let client: Client;
let workers: Workers;
let loop: DispatchLoop;

/** The real worker and the real dispatcher over one store. */
beforeAll(async () => {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  const temporalAddress = process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
  store = await openStore({ uri, database: `subflow_${randomBytes(6).toString('hex')}` });
  await store.programmes.insertOrRead(demoProgramme);
  connection = await Connection.connect({ address: temporalAddress });
  client = new Client({ connection });
  const deps = { store, now: () => new Date(), failpoint: () => undefined };
  workers = await Workers.start({
    temporalAddress,
    namespace: 'default',
    taskQueuePrefix,
    dataConverter: {},
    workflowBundle: await workflowBundle(),
    activities: workerActivities({
      ...deps,
      rails: new Map(),
      mailer: mailer({ outbox: { markDelivered: async () => undefined } }),
      mailFrom: 'Sluice <partners@sluice.example>',
      baseUrl: 'https://sluice.example',
      openAccount: (sealed) => sealed,
      heartbeat: () => undefined,
      gate: temporalGate(client, 10_000),
    }),
  });
  const runs = temporalRuns(client, taskQueuePrefix);
  const schedules = temporalSchedules(client, taskQueuePrefix);
  loop = new DispatchLoop(
    { ...deps, runs, schedules, hash: (text) => text },
    { idleMs: 20, publishMs: 200, log: (message, error) => console.error(message, error) },
  );
  loop.start();
}, 120_000);

afterAll(async () => {
  await loop.stop();
  await workers.stop();
  await connection.close();
  await store.native().dropDatabase();
  await store.close();
});

type Drawn = Record<string, [type: string, ports: Record<string, string>, config?: FlowNode['config']]>;

async function publish(key: string, nodes: Drawn, more: Partial<FlowDocument> = {}): Promise<void> {
  const flow: FlowDocument = {
    key,
    title: key,
    subject: 'programme',
    trigger: { type: 'manual' },
    parameters: [],
    nodes: Object.entries(nodes).map(([id, [type, , config]]) => ({ id, type, config: config ?? {} })),
    edges: [
      { from: 'trigger', port: 'next', to: Object.keys(nodes)[0]! },
      ...Object.entries(nodes).flatMap(([from, [, ports]]) =>
        Object.entries(ports).map(([port, to]) => ({ from, port, to })),
      ),
    ],
    exits: [],
    notes: [],
    version: 1,
    hash: '',
    ...more,
  };
  await publishFlow(store, programme, flow, by);
}

async function start(key: string, name: string): Promise<RunId> {
  const { version, hash } = (await store.flows.latest(programme, key))!;
  const run = derivedId('run', key, name);
  await store.admissions.admit(programme, {
    flow: { key, version, hash },
    subject: { kind: 'programme', id: programme },
    run,
    input: {},
    admittedAt: new Date(),
  });
  return run;
}

async function until(run: string, wanted: (run: StoredRun) => boolean): Promise<StoredRun> {
  const end = Date.now() + 40_000;
  let stored = await store.runs.get(programme, run);
  while (!stored || !wanted(stored)) {
    if (Date.now() > end) throw new Error(`The run did not come to it: ${JSON.stringify(stored)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    stored = await store.runs.get(programme, run);
  }
  return stored;
}

const isOver = ({ status }: StoredRun): boolean => status === 'completed' || status === 'stopped';
const act = (id: string) => ({ id, reason: 'Because.', actor: person('usr_bob', 'ops') });
const outer: Drawn = {
  call: ['subflow', { next: 'end', stopped: 'gone' }, { flow: 'inner', params: { pause: 'PT1S' } }],
  end: ['end', {}, { outcome: 'whole' }],
  gone: ['end', {}, { outcome: 'cut short' }],
};
const inner: Drawn = {
  pause: ['wait', { next: 'end' }, { for: { $param: 'pause' } }],
  end: ['end', {}, { outcome: 'in' }],
};
const parameters: FlowDocument['parameters'] = [{ key: 'pause', title: 'Pause', type: 'duration', default: 'P9D' }];

describe('a run that another run began', () => {
  it('begins once, with what it was given, and wakes the one that waits for it', async () => {
    await publish('inner', inner, { parameters });
    await publish('outer', outer);
    const run = await start('outer', 'whole');
    const record = await until(run, isOver);
    expect(record).toMatchObject({ status: 'completed', outcome: 'whole' });
    const child = derivedId('run', programme, run, 'call', '1');
    expect(record.vars['call']).toEqual({ run: child, outcome: 'in' });
    const admission = await store.admissions.ofRun(programme, child);
    expect(admission).toMatchObject({ state: 'closed', depth: 1, parent: { run, node: 'call' } });
    expect(admission?.input['makers']).toEqual(['maker']);
  });

  it('is not missed where it is over before the other waits', async () => {
    await publish('inner', { end: ['end', {}, { outcome: 'in' }] }, { parameters });
    await publish('outer', outer, { title: 'Outer of a quick one' });
    await publish('outer-quick', outer);
    const run = await start('outer-quick', 'quick');
    expect(await until(run, isOver)).toMatchObject({ outcome: 'whole' });
  });

  it('is stopped with the one that waits for it, and tells it where it was stopped itself', async () => {
    const calls: Drawn = { ...outer, call: ['subflow', outer['call']![1], { flow: 'inner-slow' }] };
    await publish('inner-slow', inner, { parameters });
    await publish('outer-slow', calls);
    const child = (run: string): RunId => derivedId('run', programme, run, 'call', '1');
    const waits = ({ current }: StoredRun): boolean => current?.phase === 'wait';
    const first = await start('outer-slow', 'one');
    await until(first, waits);
    await until(child(first), waits);
    await command(client.workflow.getHandle(first), { ...act('stop-1'), type: 'stop' });
    expect(await until(child(first), isOver)).toMatchObject({ status: 'stopped', outcome: 'parent_closed' });

    const second = await start('outer-slow', 'two');
    await until(second, waits);
    await until(child(second), waits);
    await command(client.workflow.getHandle(child(second)), { ...act('stop-2'), type: 'stop' });
    expect(await until(second, isOver)).toMatchObject({ status: 'completed', outcome: 'cut short' });
  });
});

describe('a run that a person begins anew', () => {
  it('stops, and the newest version goes on about the same, made by that person too', async () => {
    await publish('anew', inner, { parameters });
    const run = await start('anew', 'one');
    await until(run, ({ current }) => current?.phase === 'wait');
    await publish('anew', { end: ['end', {}, { outcome: 'newest' }] });
    await command(client.workflow.getHandle(run), { ...act('restart-1'), type: 'restart' });
    expect(await until(run, isOver)).toMatchObject({ status: 'stopped', outcome: 'restarted' });
    const again = derivedId('run', programme, run, 'restart');
    expect(await until(again, isOver)).toMatchObject({ outcome: 'newest', flow: { version: 2 } });
    expect((await store.admissions.ofRun(programme, again))?.input).toMatchObject({ makers: ['usr_bob'] });
  });
});

describe('a flow that begins at times', () => {
  it('is begun by a schedule of Temporal, which goes when the flow has no times any more', async () => {
    const trigger = { type: 'schedule' as const, cron: '0 0 1 1 *', timeZone: 'Europe/Berlin' };
    await publish('yearly', { end: ['end', {}, { outcome: 'fired' }] }, { trigger });
    const handle = client.schedule.getHandle(`${taskQueuePrefix}${programme}:flow:yearly`);
    const there = async () =>
      handle.describe().then(
        () => true,
        () => false,
      );
    const wait = async (wanted: boolean): Promise<void> => {
      for (let left = 200; left > 0 && (await there()) !== wanted; left -= 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await there()).toBe(wanted);
    };
    await wait(true);
    await handle.trigger();
    const admitted = async () => store.admissions.of(programme, 'yearly', programme);
    for (let left = 400; left > 0 && (await admitted()).length === 0; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const [admission] = await admitted();
    expect(await until(admission?.run ?? '', isOver)).toMatchObject({ outcome: 'fired' });
    await publish('yearly', { end: ['end', {}, { outcome: 'fired' }] });
    await wait(false);
  });
});
