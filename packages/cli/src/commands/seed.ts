import { join } from 'node:path';
import { withStore } from '../command.js';
import { historySettled, importPastPayouts } from '../demo/past-payouts.js';
import { demoProgramme } from '../demo/programme.js';
import { reviewTiers } from '../demo/tier-review.js';
import { seedDemo } from '../demo/seed.js';

/** `sluice seed`: the demo programme; with `ifEmpty` only where no seed was finished yet. */
export async function seed({
  ifEmpty = false,
  history = true,
}: {
  ifEmpty?: boolean;
  history?: boolean;
}): Promise<void> {
  await withStore(async ({ store, config, secrets, log }) => {
    if (ifEmpty && (await store.system.get(demoProgramme.key, 'seeded')) !== undefined) {
      log('The demo programme is there.');
      return;
    }
    await seedDemo({
      store,
      secrets: secrets(),
      baseUrl: config.baseUrl,
      credentialsFile: join(config.dataDir, 'demo-credentials.json'),
      now: new Date(),
      history,
      log,
    });
  });
}

/** A little less than `npm start` gives a command. */
const patienceMs = 4.5 * 60_000;

/**
 * `sluice seed --finish`: waits until the demo's events are taken through by the running processes, then imports the payouts of
 * the past months. Done once; what was cut off is done by the next call.
 */
export async function finishSeed(): Promise<void> {
  await withStore(async ({ store, log }) => {
    if ((await store.system.get(demoProgramme.key, 'past-payouts')) !== undefined) return;
    const end = Date.now() + patienceMs;
    while (!(await historySettled(store))) {
      if (Date.now() > end) throw new Error('The demo events were not taken through in time; the next start goes on.');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    const count = await importPastPayouts(store, new Date());
    log(`${await reviewTiers(store, new Date())} partners reviewed by the tier rule`);
    await store.system.set(demoProgramme.key, 'past-payouts', count);
    log(`${count} commissions of past months marked as paid by import`);
  });
}
