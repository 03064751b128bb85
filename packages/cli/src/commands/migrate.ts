import { withStore } from '../command.js';

/** `sluice migrate`: indexes, and every stored document at the present schema version. */
export async function migrate(): Promise<void> {
  await withStore(async ({ store, log }) => {
    const migrated = Object.entries(await store.migrate());
    if (migrated.length === 0) log('Everything is at the present schema.');
    for (const [collection, count] of migrated) log(`${collection}: ${count} documents brought up to date`);
  });
}
