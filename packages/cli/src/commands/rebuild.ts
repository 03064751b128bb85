import { keyedHash } from '@sluice/runtime';
import { rebuild as recompute } from '@sluice/store';
import { withStore } from '../command.js';

/** `sluice rebuild`: recomputes what derives from journals and events. */
export async function rebuild(): Promise<void> {
  await withStore(async ({ store, secrets, log }) => {
    const { encryptionKey } = secrets();
    const rebuilt = await recompute(store, { hashIp: (ip) => keyedHash(encryptionKey, ip.trim().toLowerCase()) });
    for (const [what, count] of Object.entries(rebuilt)) log(`${what}: ${count} put right`);
  });
}
