import { bulkDetail, type Bulk } from '../collections/bulks.js';
import type { Stored } from '../core/spec.js';
import type { Store } from '../store.js';

/** What is asked of many runs; the id derives from what asks, so that asking twice asks once. */
export type AskedBulk = Omit<Bulk, 'state' | 'counts' | 'createdAt'>;

/** Keeps an act on many runs, told in the audit log; the dispatcher starts it. */
export async function askForBulk(store: Store, asked: AskedBulk, now: Date): Promise<Stored<Bulk>> {
  const bulk: Bulk = { ...asked, state: 'due', createdAt: now, counts: {} };
  const { doc } = await store.bulks.insertOrRead(bulk, {
    audit: {
      action: 'bulk.asked',
      actor: { id: asked.actor.id, name: asked.actor.name },
      subject: { kind: 'flow', id: asked.filter.flow },
      detail: bulkDetail(bulk),
    },
  });
  return doc;
}
