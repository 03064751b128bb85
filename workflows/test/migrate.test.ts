import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@sluice/domain';
import { signals, updates } from '@sluice/runtime/names';
import type { MigrateArgs } from '../src/args.js';
import { packFlow } from '../src/pack.js';
import {
  command,
  draw,
  openBench,
  person,
  pin,
  refusalOf,
  until,
  wake,
  World,
  type Bench,
  type Handle,
} from './harness.js';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.stop();
  bench = undefined;
});

const held = (version: number, pause: JsonObject, then: string) => ({
  ...pin(
    draw({
      pause: ['wait', { next: then }, pause],
      first: ['hold', { ended: 'end', rejected: 'end' }, { commissions: ['com_1'] }],
      second: ['hold', { ended: 'end', rejected: 'end' }, { commissions: ['com_1'] }],
      end: ['end', {}, { outcome: 'done' }],
    }),
  ),
  version,
});

const waits = (run: Handle) => until(run, (now) => now.positions[0]?.wait?.registered === true);

function migrate(
  run: Handle,
  wish: Omit<MigrateArgs, 'actor' | 'reason' | 'map'> & Partial<MigrateArgs>,
): Promise<unknown> {
  const args = { actor: person('usr_bob', 'ops'), reason: 'New terms.', map: {}, ...wish };
  return run.executeUpdate(updates.migrate, { args: [args], updateId: args.id });
}

describe('a run that is migrated', () => {
  it('goes on in the new version, also after a worker that has forgotten it replays it', async () => {
    const world = new World(() => ({ port: 'ended' }));
    bench = await openBench(world);
    const run = await bench.start({ pinned: held(1, { for: 'P30D' }, 'first') });
    const { positions } = await waits(run);
    const expected = { '': positions[0]!.key };
    const flow = packFlow(held(2, { for: 'PT1S' }, 'second'));
    expect(await refusalOf(migrate(run, { id: 'm0', flow, expected: { '': 'elsewhere' } }))).toBe('moved');
    expect(
      await refusalOf(migrate(run, { id: 'm0', flow: packFlow(held(1, { for: 'P30D' }, 'first')), expected })),
    ).toBe('same_version');
    await migrate(run, { id: 'm1', flow, expected });
    await migrate(run, { id: 'm1', flow, expected });
    expect(await run.result()).toEqual({ status: 'completed', outcome: 'done' });
    expect(world.effects.map(({ node, flow: { version } }) => [node, version])).toEqual([['second', 2]]);
    expect(world.records.at(-1)).toMatchObject({ flow: { version: 2 }, acts: [{ id: 'm1', type: 'migrate' }] });
    const { historyLength } = await run.describe();
    expect(historyLength).toBeLessThan(30);
  });

  it('is ended from outside, and by a restart', async () => {
    const world = new World(() => ({ port: 'ended' }));
    bench = await openBench(world);
    const ended = await bench.start({ pinned: held(1, { for: 'P30D' }, 'first') });
    await waits(ended);
    await ended.signal(signals.exit, { outcome: 'superseded' });
    expect(await ended.result()).toEqual({ status: 'stopped', outcome: 'superseded' });
    const restarted = await bench.start({ pinned: held(1, { for: 'P30D' }, 'first') });
    await waits(restarted);
    await wake(restarted, 'nothing');
    await command(restarted, { id: 'r1', type: 'restart', reason: 'New terms.', actor: person('usr_bob', 'ops') });
    expect(await restarted.result()).toEqual({ status: 'stopped', outcome: 'restarted' });
  });
});
