import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import {
  command,
  decide,
  NonRetryable,
  openBench,
  person,
  pin,
  until,
  wake,
  workflowBundle,
  World,
  type Bench,
  type Handle,
} from './harness.js';
import { ordinary } from './script.js';

const folder = new URL('./histories/', import.meta.url);
const event = { id: 'evt_1', type: 'order.paid', occurredAt: '2026-11-20T09:00:00.000Z', data: {} };

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

const decision = (role: string, outcome: 'approve' | 'reject' = 'approve') => ({
  id: 'd1',
  approval: 'apr_1',
  outcome,
  actor: person('usr_bob', role),
  subjectHash: 'h1',
});

/** How each kept history came about; a history that is kept is never recorded again, only replayed. */
const stories: Record<
  string,
  { flow: string; script?: (context: EffectContext) => EffectResult; play(run: Handle): Promise<unknown> }
> = {
  'order-to-payable.clear': { flow: 'order-to-payable', play: async () => undefined },
  'order-to-payable.woken': {
    flow: 'order-to-payable',
    script: (context) => ordinary({ ...context, config: { ...context.config, for: 'P30D' } }),
    play: async (run) => {
      await until(run, (now) => now.positions[0]?.node === 'hold' && now.positions[0].wait?.registered === true);
      await wake(run, 'hold:com_1');
    },
  },
  'order-to-payable.review-approved': {
    flow: 'order-to-payable',
    script: (context) =>
      context.type === 'fraud_check' ? { port: 'review', output: { risk: 60 } } : ordinary(context),
    play: async (run) => {
      await until(run, (now) => now.positions[0]?.wait?.registered === true);
      await decide(run, decision('manager'));
    },
  },
  'order-to-payable.review-rejected': {
    flow: 'order-to-payable',
    script: (context) =>
      context.type === 'fraud_check' ? { port: 'review', output: { risk: 60 } } : ordinary(context),
    play: async (run) => {
      await until(run, (now) => now.positions[0]?.wait?.registered === true);
      await decide(run, decision('manager', 'reject'));
    },
  },
  'order-to-payable.parked-and-retried': {
    flow: 'order-to-payable',
    script: (context) => {
      if (context.type === 'release' && context.generation === 1)
        throw new NonRetryable('hold_open', 'A hold is still open.');
      return ordinary(context);
    },
    play: async (run) => {
      await until(run, (now) => now.status === 'parked');
      await command(run, { id: 'c1', type: 'retry', reason: 'the hold has ended', actor: person('usr_ann') });
    },
  },
  clawback: { flow: 'clawback', play: async () => undefined },
  'payout-batch.paid': {
    flow: 'payout-batch',
    play: async (run) => {
      await until(run, (now) => now.positions[0]?.wait?.approval !== undefined && now.positions[0].wait.registered);
      await decide(run, decision('finance'));
      await until(run, (now) => now.positions[0]?.node === 'send' && now.positions[0].wait?.registered === true);
      await wake(run, 'batch:bat_1');
    },
  },
  'payout-batch.stopped': {
    flow: 'payout-batch',
    play: async (run) => {
      await until(run, (now) => now.positions[0]?.wait?.registered === true);
      await command(run, { id: 'c1', type: 'stop', reason: 'made by mistake', actor: person('usr_ann') });
    },
  },
};

const kept = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''));

/** Workers and clients are named after processes and machines, which is nobody's business. */
const anonymous = (history: string): string => history.replace(/"identity":\s*"[^"]*"/g, '"identity":"recorder"');

describe('kept histories', () => {
  // `SLUICE_RECORD_HISTORIES=1` adds those that are missing; it never overwrites one.
  const missing = process.env['SLUICE_RECORD_HISTORIES']
    ? Object.keys(stories).filter((name) => !kept().includes(name))
    : [];
  for (const name of missing) {
    it(`records ${name}`, async () => {
      const { flow, script, play } = stories[name]!;
      bench = await openBench(new World(script ?? ordinary));
      const run = await bench.start({ pinned: pin(flow), run: `run_${name}`, event, params: { hold: 'PT0.2S' } });
      await play(run);
      await run.result();
      mkdirSync(folder, { recursive: true });
      writeFileSync(new URL(`${name}.json`, folder), anonymous(`${historyToJSON(await run.fetchHistory())}\n`));
    });
  }

  it('there is one for every story', () => {
    expect(kept().sort()).toEqual(expect.arrayContaining(Object.keys(stories).sort()));
  });

  it('each is replayed by the code as it is now', async () => {
    const histories = kept().map((name) => ({
      workflowId: name,
      history: historyFromJSON(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))),
    }));
    const failures: string[] = [];
    for await (const result of Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, histories)) {
      if (result.error) failures.push(`${result.workflowId}: ${result.error.message}`);
    }
    expect(failures).toEqual([]);
  }, 120_000);

  it('a replay would notice that the code does something else', async () => {
    const history = historyFromJSON(JSON.parse(readFileSync(new URL('clawback.json', folder), 'utf8')));
    // The same history with the mail's activity under another queue's name is not what this code asks for.
    const scheduled = history.events?.find((item) => item.activityTaskScheduledEventAttributes);
    scheduled!.activityTaskScheduledEventAttributes!.activityType = { name: 'somethingElse' };
    const errors: unknown[] = [];
    for await (const result of Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, [
      { workflowId: 'x', history },
    ])) {
      errors.push(result.error);
    }
    expect(String(errors[0])).toContain('Nondeterminism');
  });
});
