import type { Store } from '@sluice/store';
import { settlePublication } from '@sluice/store/operations/index';

/**
 * Finishes what publications of a programme were left open by a crash: a recorded approval becomes a version, a request whose
 * draft has changed is cancelled. Answers how many were settled; one that cannot be does not keep the others. Safe to repeat,
 * and beside the API doing the same.
 */
export async function settlePublications(
  store: Store,
  programme: string,
  now: Date,
  log: (message: string, error: unknown) => void,
): Promise<number> {
  let settled = 0;
  for (const publication of await store.publications.waiting(programme)) {
    try {
      const { state } = await settlePublication(store, publication, now);
      if (state !== 'waiting') settled += 1;
    } catch (error) {
      log(`The request to publish the rule "${publication.key}" could not be settled.`, error);
    }
  }
  return settled;
}
