import type { Store } from '@sluice/store';
import { decideAboutPartner } from '@sluice/store/operations/index';
import { demoProgramme } from './programme.js';

/**
 * Asks the published tier rule about every partner of the demo, once a day, and keeps what it decides. Nobody is moved: whether
 * a review moves partners by itself is for a flow to say. Answers how many were asked.
 */
export async function reviewTiers(store: Store, now: Date): Promise<number> {
  const programme = await store.programmes.need(demoProgramme.key);
  const cause = `review:${now.toISOString().slice(0, 10)}`;
  const { data } = await store.partners.list(programme.key, { limit: 200 });
  for (const partner of data)
    await decideAboutPartner(store, {
      programme,
      kind: 'tier',
      rule: 'tiers',
      partner,
      cause,
      at: now,
      createdAt: now,
    });
  return data.length;
}
