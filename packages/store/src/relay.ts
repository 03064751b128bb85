import type { Collection } from './core/collection.js';
import { readPending, type PendingEntry } from './core/outgoing.js';
import type { Base } from './core/spec.js';
import type { Store } from './store.js';

/**
 * Passes on what changes have left in their own documents: audit entries to the programme's chain, messages to the outbox,
 * internal events to the events; then takes them out. Everything appended has a derived id, so that a crash between the two
 * (or two relays at once) appends nothing twice. Answers how many entries were passed on.
 */
export async function relayOnce(store: Store, options: { limit?: number; programme?: string } = {}): Promise<number> {
  const limit = options.limit ?? 200;
  const programmes = options.programme === undefined ? await store.programmes.keys() : [options.programme];
  const speaking = [...store.database.collections.values()].filter(({ spec }) => !spec.quiet);
  let relayed = 0;
  for (const programme of programmes) {
    const due = await Promise.all(speaking.map((collection) => dueIn(collection, programme, limit)));
    for (const doc of due.flat()) {
      if (relayed >= limit) return relayed;
      relayed += await relayDocument(store, programme, doc);
    }
  }
  return relayed;
}

interface DueDocument {
  collection: Collection<Base>;
  id: string;
  pending: PendingEntry[];
}

async function dueIn(collection: Collection<Base>, programme: string, limit: number): Promise<DueDocument[]> {
  const due = await collection.model
    .find({ programme, relay: 'due' }, { pending: 1 })
    .limit(limit)
    .lean<{ _id: string; pending?: PendingEntry[] }[]>();
  return due.map(({ _id, pending }) => ({ collection, id: _id, pending: pending ?? [] }));
}

async function relayDocument(
  store: Store,
  programme: string,
  { collection, id, pending }: DueDocument,
): Promise<number> {
  for (const entry of pending) await pass(store, programme, entry);
  await store.database.failpoint('relay.pull.before');
  const passed = pending.map((entry) => entry.id);
  await collection.model.updateOne({ _id: id, programme }, { $pull: { pending: { id: { $in: passed } } } });
  await collection.model.updateOne({ _id: id, programme, pending: { $size: 0 } }, { $unset: { relay: 1 } });
  await store.database.failpoint('relay.pull.after');
  return pending.length;
}

async function pass(store: Store, programme: string, entry: PendingEntry): Promise<void> {
  const pending = readPending(entry);
  await store.database.failpoint('relay.append.before');
  switch (pending.kind) {
    case 'audit': {
      const { action, actor, subject, detail } = pending.note;
      await store.audit.append({
        id: entry.id as `aud_${string}`,
        programme,
        at: entry.at,
        actor,
        action,
        subject: subject ?? { kind: 'unknown', id: '' },
        detail: detail ?? {},
      });
      break;
    }
    case 'message': {
      const { key: _key, ...message } = pending.note;
      await store.messages.insertOrRead({
        ...message,
        id: entry.id as `msg_${string}`,
        programme,
        createdAt: entry.at,
      });
      break;
    }
    case 'event': {
      const { key, ...event } = pending.note;
      await store.events.insert(programme, {
        ...event,
        programme,
        source: 'internal',
        sourceId: key,
        version: 1,
        receivedAt: entry.at,
      });
      break;
    }
  }
  await store.database.failpoint('relay.append.after');
}
