import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Coverage } from './random/coverage.js';
import { planOf } from './random/plan.js';
import { Player } from './random/player.js';
import { Stage } from './random/stage.js';
import { differences } from './random/trace.js';

/** `SLUICE_RANDOM_FLOWS=20` for a quick look, `SLUICE_RANDOM_SEED=777` for one that failed or for others. */
const FLOWS = Number(process.env['SLUICE_RANDOM_FLOWS'] ?? 1_000);
const SEED = Number(process.env['SLUICE_RANDOM_SEED'] ?? 1);

/** More at once make a small machine late, fewer leave it idle. */
const AT_ONCE = 250;
/** What is wrong with the interpreter is wrong with more flows than these, or again. */
const FEW = 3;
/** The names under which these are told again: what a run was once, no other becomes, nor do those that it begins. */
const AGAIN = ['again', 'anew', 'afresh'];

let stage: Stage;
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  stage = await Stage.open();
  worker = await stage.worker(await Stage.bundle(), FLOWS + 10);
}, 120_000);

afterAll(async () => {
  await worker?.stop();
  await stage?.close();
});

describe('random flows that may be published', () => {
  it(`${FLOWS} of them run on Temporal as they do in the simulator`, async () => {
    const began = Date.now();
    const players = Array.from({ length: FLOWS }, (_, index) => new Player(planOf(SEED + index)));
    const coverage = new Coverage(players.map(({ plan }) => plan));
    for (let first = 0; first < FLOWS; first += AT_ONCE) await stage.play(players.slice(first, first + AT_ONCE));
    process.stdout.write(`${coverage.text()}\nin ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
    let bad = differing(players);
    // A machine that stood still for a minute may have let things through out of turn: a few are told it all once more.
    const again = [...new Set(bad.map(({ player }) => player.plan.seed))];
    if (again.length > 0 && again.length <= FEW) {
      process.stdout.write(`once more: seeds ${again.join(', ')}: ${bad[0]!.found.join('\n').slice(0, 2_000)}\n`);
      const second = again.flatMap((seed) => AGAIN.map((name) => new Player(planOf(seed, name))));
      await stage.play(second);
      bad = differing(second);
    }
    for (const { player, found } of bad.slice(0, 3)) {
      const { seed, flow } = player.plan;
      process.stdout.write(`seed ${seed}: ${found.join('\n')}\n${JSON.stringify(flow)}\n`);
    }
    expect(bad.map(({ player }) => player.plan.seed)).toEqual([]);
    expect(coverage.missing()).toEqual([]);
  }, 600_000);
});

function differing(players: readonly Player[]): { player: Player; found: string[] }[] {
  return players
    .flatMap((player) => [player, ...player.children])
    .flatMap((player) => {
      const found = differences(player);
      return found.length > 0 ? [{ player, found }] : [];
    });
}
