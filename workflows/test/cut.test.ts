import { describe, expect, it } from '@jest/globals';
import { planOf, type Plan } from './random/plan.js';
import { isTimeless, plansThatAre } from './random/plans.js';
import { Player } from './random/player.js';
import { Stage } from './random/stage.js';
import { differences } from './random/trace.js';

const FLOWS = Number(process.env['SLUICE_CUT_FLOWS'] ?? 12);
/** Runs that no clock moves are played on the server that is used in earnest, which bears more histories at once. */
const TIMELESS = 4 * FLOWS;

describe('a run that is cut after every command by a new history', () => {
  it('has the same effects, each once, and ends the same, with its timers', async () => {
    const plans = Array.from({ length: FLOWS }, (_, index) => planOf(index + 1, 'cut', true));
    // Every history keeps the server that skips time busy.
    await holds(await Stage.open(), plans, 6);
  }, 300_000);

  it('and so where many are cut at once', async () => {
    const stage = await Stage.onServer(process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233');
    const plans = plansThatAre((plan) => isTimeless(plan) && isMiddling(plan), TIMELESS, 'many');
    await holds(stage, plans, 24, { leaps: false });
  }, 300_000);
});

/** Long enough to be cut, not longer than the others for which it would keep them waiting. */
const isMiddling = ({ simulated: { timeline } }: Plan): boolean => timeline.length > 3 && timeline.length < 15;

async function holds(
  stage: Stage,
  plans: readonly Plan[],
  atOnce: number,
  clock: { leaps: boolean } = { leaps: true },
): Promise<void> {
  const players = plans.map((plan) => new Player(plan));
  try {
    const worker = await stage.worker(await Stage.bundle({ cut: true }), 200);
    try {
      for (let first = 0; first < players.length; first += atOnce)
        await stage.play(players.slice(first, first + atOnce));
    } finally {
      await worker.stop();
    }
  } finally {
    await stage.close();
  }
  const histories = players.reduce((sum, player) => sum + player.histories.size, 0);
  process.stdout.write(`${plans.length} runs in ${histories} histories\n`);
  const bad = players.flatMap((player) => {
    const found = differences(player, clock);
    return found.length > 0 ? [`seed ${player.plan.seed} ${player.plan.flow.key}: ${found.join('\n')}`] : [];
  });
  expect(bad).toEqual([]);
  expect(histories).toBeGreaterThan(3 * plans.length);
}
