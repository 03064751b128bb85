import { afterEach, describe, expect, it } from '@jest/globals';
import type { BufferedEvent, RunCommand } from '@sluice/flows';
import {
  command,
  decide,
  draw,
  eventCount,
  NonRetryable,
  openBench,
  person,
  pin,
  refusalOf,
  signalEvent,
  UnknownOutcome,
  until,
  wake,
  World,
  type Bench,
} from './harness.js';
import { ordinary } from './script.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

const event = { id: 'evt_1', type: 'order.paid', occurredAt: '2026-11-20T09:00:00.000Z', data: {} };
const refund = (id: string): BufferedEvent => ({
  id,
  type: 'order.refunded',
  occurredAt: event.occurredAt,
  correlation: 'order:ord_1',
  data: {},
});
const act = (id: string, more: { type: string; [key: string]: unknown }, by = 'usr_ann'): RunCommand =>
  ({ id, reason: 'because', actor: person(by), ...more }) as RunCommand;

describe('an approval', () => {
  const risky = (): World =>
    new World((context) =>
      context.type === 'fraud_check' ? { port: 'review', output: { risk: 60 } } : ordinary(context),
    );
  const decision = (id: string, by: string, role = 'manager', subjectHash = 'h1') => ({
    id,
    approval: 'apr_1',
    outcome: 'approve' as const,
    actor: person(by, role),
    subjectHash,
  });

  it('is refused to the maker, to other roles and for another version before anything is recorded; then given once', async () => {
    const world = risky();
    bench = await openBench(world);
    const run = await bench.start({ pinned: pin('order-to-payable'), event, params: { hold: 'PT0.2S' } });
    await until(run, (now) => now.positions[0]?.wait?.registered === true);
    const before = await eventCount(run);
    expect(await refusalOf(decide(run, decision('d1', 'usr_publisher')))).toBe('self_approval');
    expect(await refusalOf(decide(run, decision('d2', 'usr_bob', 'ops')))).toBe('not_allowed');
    expect(await refusalOf(decide(run, decision('d3', 'usr_bob', 'manager', 'old')))).toBe('changed');
    expect((await eventCount(run)) - before).toBeLessThanOrEqual(0);
    expect(await decide(run, decision('d4', 'usr_gone'))).toMatchObject({ accepted: false, code: 'not_allowed' });
    const answer = await decide(run, decision('d5', 'usr_bob'));
    expect(answer).toEqual({ accepted: true, state: 'approved' });
    expect(await decide(run, decision('d5', 'usr_bob'))).toEqual(answer);
    expect([...world.decisions.keys()]).toEqual(['d5']);
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'payable' });
    expect(world.effects.map((context) => context.type)).toContain('approve_commission');
  });
});

describe('a step that fails for good', () => {
  const flow = pin(
    draw({
      a: ['release', { released: 'e', rejected: 'e' }, { commissions: ['com_1'] }],
      e: ['end', {}, { outcome: 'done' }],
    }),
  );
  const mail = pin(
    draw({
      a: ['email', { next: 'e' }, { template: 'paid', to: { kind: 'role', role: 'ops' } }],
      e: ['end', {}, { outcome: 'done' }],
    }),
  );

  it('parks, is retried under a new key and goes on', async () => {
    let calls = 0;
    const world = new World(() => {
      if (++calls === 1) throw new NonRetryable('hold_open', 'A hold is still open.');
      return { port: 'released' };
    });
    bench = await openBench(world);
    const run = await bench.start({ pinned: flow });
    const parked = await until(run, (now) => now.status === 'parked');
    expect(parked.positions[0]?.park).toMatchObject({
      code: 'hold_open',
      message: 'A hold is still open.',
      unknownOutcome: false,
    });
    expect(world.records.at(-1)).toMatchObject({ status: 'parked', current: { park: { code: 'hold_open' } } });
    expect(await command(run, act('c1', { type: 'retry' }))).toEqual({ status: 'done' });
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'done' });
    expect(world.effects.map((context) => context.key.split('/').slice(1).join('/'))).toEqual(['a/1/0/1', 'a/1/0/2']);
    expect(world.records.at(-1)).toMatchObject({
      status: 'completed',
      outcome: 'done',
      acts: [{ id: 'c1', type: 'retry' }],
    });
  });

  it('with an unknown outcome keeps its key, and cannot be skipped', async () => {
    let calls = 0;
    const world = new World(() => {
      if (++calls === 1) throw new UnknownOutcome('no_answer', 'The rail did not answer.');
      return { port: 'released' };
    });
    bench = await openBench(world);
    const run = await bench.start({ pinned: flow });
    await until(run, (now) => now.status === 'parked');
    expect(await refusalOf(command(run, act('c1', { type: 'skip' })))).toBe('unknown_outcome');
    await command(run, act('c2', { type: 'retry' }));
    await run.result();
    expect(new Set(world.effects.map((context) => context.key)).size).toBe(1);
  });

  it('is edited, skipped or stopped where the node allows', async () => {
    const world = new World((context) => {
      if (context.config['template'] === 'paid') throw new NonRetryable('no_address', 'There is nobody to write to.');
      return { port: 'next' };
    });
    bench = await openBench(world);
    const [edited, skipped, stopped] = await Promise.all([0, 1, 2].map(() => bench!.start({ pinned: mail })));
    for (const run of [edited!, skipped!, stopped!]) await until(run, (now) => now.status === 'parked');
    expect(await refusalOf(command(edited!, act('c0', { type: 'edit', input: { nothing: 1 } })))).toBe('not_editable');
    await command(edited!, act('c1', { type: 'edit', input: { template: 'review' } }));
    await command(skipped!, act('c2', { type: 'skip' }));
    await command(stopped!, act('c3', { type: 'stop' }));
    expect(await edited!.result()).toEqual({ status: 'completed', outcome: 'done' });
    expect(await skipped!.result()).toEqual({ status: 'completed', outcome: 'done' });
    expect(await stopped!.result()).toEqual({ status: 'stopped', outcome: 'stopped' });
  });
});

describe('wake-ups', () => {
  const flow = pin(
    draw({
      a: ['release', { released: 'w', rejected: 'w' }, { commissions: ['com_1'] }],
      w: ['wait_for_event', { event: 'y', timeout: 'n' }, { events: ['order.refunded'], for: 'PT20S' }],
      y: ['end', {}, { outcome: 'came' }],
      n: ['end', {}, { outcome: 'did_not' }],
    }),
  );

  it.each<[string, (world: World, send: () => Promise<void>) => void]>([
    [
      'stored before the wait is registered, and never signalled',
      (world) => void (world.beforeRegister = () => void world.stored.push(refund('r1'))),
    ],
    ['signalled during the step before', () => undefined],
    [
      'stored and signalled while the wait is being registered',
      (world, send) =>
        void (world.afterRegister = async () => {
          world.stored.push(refund('r1'));
          await send();
        }),
    ],
  ])('no event is lost that is %s', async (when, set) => {
    const world = new World(async () => {
      if (when.startsWith('signalled')) await signalEvent(bench!.client.workflow.getHandle('x' + id), refund('r1'));
      return { port: 'released' };
    });
    const id = String(Math.random());
    bench = await openBench(world);
    set(world, async () => signalEvent(bench!.client.workflow.getHandle('x' + id), refund('r1')));
    const run = await bench.start({ pinned: flow, run: 'x' + id });
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'came' });
  });

  it('a hold ends when it is woken, and the ledger is asked again', async () => {
    const world = new World(ordinary);
    bench = await openBench(world);
    const run = await bench.start({ pinned: pin('order-to-payable'), event });
    await until(run, (now) => now.positions[0]?.node === 'hold' && now.positions[0].wait?.registered === true);
    await wake(run, 'hold:com_other');
    await wake(run, 'hold:com_1');
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'payable' });
    expect(
      world.effects.filter((context) => context.type === 'hold').map((context) => [context.stage, context.ended]),
    ).toEqual([
      ['enter', undefined],
      ['resume', { by: 'wake' }],
    ]);
  });
});

describe('a long run', () => {
  it('goes on in a new history when the server asks for it, with everything it knew', async () => {
    const flow = pin(
      draw({
        a: ['email', { next: 'd' }, { template: 'paid', to: { kind: 'role', role: 'ops' } }],
        d: [
          'decide',
          { more: 'w', otherwise: 'e' },
          { branches: [{ port: 'more', when: { '<': [{ var: 'a.visit' }, 30] } }] },
        ],
        w: ['wait_for_event', { event: 'a', timeout: 'a' }, { events: ['order.refunded'], for: 'PT1S' }],
        e: ['end', {}, { outcome: 'done' }],
      }),
    );
    const padding = 'x'.repeat(120_000);
    const world = new World((context) => ({
      port: 'next',
      output: { visit: context.visit, padding: padding + context.visit },
    }));
    bench = await openBench(world);
    const run = await bench.start({ pinned: flow });
    const first = (await run.describe()).runId;
    for (let index = 0; index < 30; index++) await signalEvent(run, refund(`r${index}`));
    await run.result();
    expect((await bench.client.workflow.getHandle(run.workflowId).describe()).runId).not.toBe(first);
    const visits = world.effects.map((context) => context.visit);
    expect(visits).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(world.records.at(-1)).toMatchObject({ status: 'completed', vars: { a: { visit: 30 } } });
  });
});

describe('cancelling the workflow', () => {
  it('stops the run as a person would', async () => {
    const world = new World(ordinary);
    bench = await openBench(world);
    const run = await bench.start({ pinned: pin('order-to-payable'), event });
    await until(run, (now) => now.status === 'waiting');
    await run.cancel();
    expect(await run.result()).toEqual({ status: 'stopped', outcome: 'cancelled' });
    expect(world.records.at(-1)).toMatchObject({ status: 'stopped' });
  });
});

describe('history', () => {
  it('four mails, four waits and two decisions take at most 60 events', async () => {
    const mail = (
      to: string,
    ): [string, Record<string, string>, { template: string; to: { kind: string; role: string } }] => [
      'email',
      { next: to },
      { template: 'paid', to: { kind: 'role', role: 'ops' } },
    ];
    const flow = pin(
      draw({
        m1: mail('w1'),
        w1: ['wait', { next: 'd1' }, { for: 'PT1S' }],
        d1: [
          'decide',
          { a: 'm2', otherwise: 'm2' },
          { branches: [{ port: 'a', when: { '==': [{ var: 'subject.id' }, 'ord_1'] } }] },
        ],
        m2: mail('w2'),
        w2: ['wait', { next: 'm3' }, { for: 'PT1S' }],
        m3: mail('w3'),
        w3: ['wait', { next: 'd2' }, { for: 'PT1S' }],
        d2: [
          'decide',
          { a: 'm4', otherwise: 'm4' },
          { branches: [{ port: 'a', when: { '==': [{ var: 'subject.id' }, 'ord_2'] } }] },
        ],
        m4: mail('w4'),
        w4: ['wait', { next: 'e' }, { for: 'PT1S' }],
        e: ['end', {}, { outcome: 'done' }],
      }),
    );
    bench = await openBench(new World(ordinary));
    const run = await bench.start({ pinned: flow });
    await run.result();
    const events = await eventCount(run);
    process.stdout.write(`four mails, four waits, two decisions: ${events} events\n`);
    expect(events).toBeLessThanOrEqual(60);
  });
});
