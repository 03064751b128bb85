import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planOf } from './random/plan.js';
import { Player } from './random/player.js';
import { Stage } from './random/stage.js';
import { differences } from './random/trace.js';

const FLOWS = Number(process.env['SLUICE_CUT_FLOWS'] ?? 12);
/** Every history keeps the server busy. */
const AT_ONCE = 6;
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);

afterAll(() => stage?.close());

describe('a run that is cut after every command by a new history', () => {
  it('has the same effects, each once, and ends the same', async () => {
    const worker = await stage.worker(await Stage.bundle({ cut: true }), 200);
    const plans = Array.from({ length: FLOWS }, (_, index) => planOf(index + 1, 'cut', true));
    const players = plans.map((plan) => new Player(plan));
    try {
      for (let first = 0; first < players.length; first += AT_ONCE)
        await stage.play(players.slice(first, first + AT_ONCE));
    } finally {
      await worker.stop();
    }
    const histories = players.reduce((sum, player) => sum + player.histories.size, 0);
    process.stdout.write(`${plans.length} runs in ${histories} histories\n`);
    const bad = players
      .flatMap((player) => [player, ...player.children])
      .flatMap((player) => {
        const found = differences(player);
        return found.length > 0 ? [`seed ${player.plan.seed} ${player.plan.flow.key}: ${found.join('\n')}`] : [];
      });
    expect(bad).toEqual([]);
    expect(histories).toBeGreaterThan(4 * plans.length);
  }, 300_000);
});
