import type { Store } from '@sluice/store';

const day = 86_400_000;

/** Answers to requests are told again for this long. */
const idempotencyDays = 30;

/** How many documents were changed or taken away, by what they are. */
export interface Forgotten {
  contexts: number;
  messages: number;
  runs: number;
  decisions: number;
  answers: number;
}

/**
 * Forgets what a programme keeps no longer: raw personal context in events (IP address, user agent; their keyed hashes stay on
 * the orders), messages, run records with what rules decided only
 * for them, stored answers. Events themselves, the ledger and the audit log stay: what was paid
 * must be explained for as long as the programme exists. Safe to repeat.
 */
export async function applyRetention(store: Store, programme: string, now: Date): Promise<Forgotten> {
  const { retention } = (await store.programmes.need(programme)).settings;
  const before = (days: number): Date => new Date(now.getTime() - days * day);
  return {
    contexts: await store.events.forgetContext(programme, before(retention.rawContextDays)),
    messages: await store.messages.collection.removeWhere(programme, {
      state: 'sent',
      createdAt: { $lt: before(retention.messageDays) },
    }),
    runs: await store.runs.prune(programme, before(retention.runRecordDays)),
    decisions: await store.decisions.prune(programme, before(retention.runRecordDays)),
    answers: await store.idempotency.prune(programme, before(idempotencyDays)),
  };
}
