import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { timeSkippingServerPath } from '@sluice/devstack';
import { startTimeSkipping } from '@sluice/testkit/harness/time-skipping';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { decide, openBench, person, pin, until, World, workflowBundle, type Bench } from './harness.js';
import { ordinary } from './script.js';

let env: TestWorkflowEnvironment;
let bench: Bench;
let world: World;

beforeAll(async () => {
  const path = await timeSkippingServerPath((line) => process.stderr.write(`  ${line}\n`));
  env = await startTimeSkipping(path);
  await workflowBundle();
}, 300_000);

afterEach(() => bench.stop());

afterAll(() => env?.teardown());

const event = { id: 'evt_1', type: 'order.paid', occurredAt: '2026-11-20T09:00:00.000Z', data: {} };

describe('on a server that skips time', () => {
  it('a commission is held for 90 days of the calendar and then released', async () => {
    world = new World(ordinary);
    bench = await openBench(world, { client: env.client, connection: env.nativeConnection });
    const began = Date.now();
    const run = await bench.start({ pinned: pin('order-to-payable'), event, params: { hold: 'P90D' } });
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'payable' });
    const [start, end] = [world.records[0]!.startedAt, world.records.at(-1)!.closedAt!];
    const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
    expect(Math.abs(days - 90)).toBeLessThan(0.1);
    // Not ninety days: the server skips what nobody uses.
    expect(Date.now() - began).toBeLessThan(250_000);
  });

  it('reviewers are reminded every day until one of them decides', async () => {
    world = new World((context) =>
      context.type === 'fraud_check'
        ? { port: 'review', output: { risk: 60, reasons: [], signals: {} } }
        : ordinary(context),
    );
    bench = await openBench(world, { client: env.client, connection: env.nativeConnection });
    const run = await bench.start({ pinned: pin('order-to-payable'), event, params: { hold: 'PT3S' } });
    await until(run, (now) => now.positions[0]?.wait?.registered === true);
    await env.sleep('73 hours');
    const reminders = world.effects.filter((context) => context.stage === 'remind');
    expect(reminders.map((context) => context.key.split('/').slice(1).join('/'))).toEqual([
      'review/1/remind-1/1',
      'review/1/remind-2/1',
      'review/1/remind-3/1',
    ]);
    await decide(run, {
      id: 'd1',
      approval: 'apr_1',
      outcome: 'approve',
      actor: person('usr_bob', 'manager'),
      subjectHash: 'h1',
    });
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'payable' });
  });
});
