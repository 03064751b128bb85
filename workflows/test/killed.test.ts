import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildProgram } from '@sluice/testkit/harness/build';
import { livingQueues, Mortal } from './random/mortal.js';
import type { Plan } from './random/plan.js';
import { isTimeless, plansThatAre } from './random/plans.js';
import { Player } from './random/player.js';
import { Stage } from './random/stage.js';
import { differences } from './random/trace.js';

const FLOWS = Number(process.env['SLUICE_KILLED_FLOWS'] ?? 20);
/** Each thing that a run takes in is a life of a worker. */
const MOST = 9;

const folder = mkdtempSync(join(tmpdir(), 'sluice-killed-'));
let stage: Stage;
let others: { stop(): Promise<void> };

beforeAll(async () => {
  stage = await Stage.onServer(process.env['SLUICE_TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233');
  stage.taskTimeout = '2s';
  const bundle = await Stage.bundle();
  writeFileSync(join(folder, 'bundle.js'), bundle.code);
  others = await stage.worker(bundle, 0, livingQueues);
}, 120_000);

afterAll(async () => {
  await others?.stop();
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Neither too short to show anything nor longer than the others. */
const isShort = ({ simulated: { timeline } }: Plan): boolean => timeline.length >= 4 && timeline.length <= MOST;

describe('runs whose worker is killed after every command', () => {
  it('have the same effects, each once, and end the same', async () => {
    const plans = plansThatAre((plan) => isShort(plan) && isTimeless(plan), FLOWS, 'killed');
    const players = plans.map((plan) => new Player(plan));
    const worker = new Mortal(stage, join(folder, 'bundle.js'), await buildProgram('mortal-worker'));
    try {
      await stage.play(players);
    } finally {
      await worker.stop();
    }
    process.stdout.write(`${players.length} runs, ${worker.lives} workers killed, ${worker.lost} answers lost\n`);
    const bad = players.flatMap((player) => {
      const found = differences(player, { leaps: false });
      return found.length > 0 ? [`seed ${player.plan.seed} ${player.plan.flow.key}: ${found.join('\n')}`] : [];
    });
    expect(bad).toEqual([]);
    expect(worker.lives).toBeGreaterThan(5);
    expect(worker.lost).toBeGreaterThan(3);
  }, 600_000);
});
