import type { Trigger } from '@sluice/flows';
import type { Store, StoredFlow } from '@sluice/store';

interface Entry {
  /** Versions that there were when it was read: publishing always adds one. */
  versions: number;
  byType: Map<string, StoredFlow[]>;
}

const indexes = new WeakMap<Store, Map<string, Entry>>();

/**
 * The newest published flows that events of a type may start. They are read anew only when a version was added, so that an
 * event costs one count, and the filters of triggers stay compiled.
 */
export async function flowsStartedBy(store: Store, programme: string, type: string): Promise<readonly StoredFlow[]> {
  let index = indexes.get(store);
  if (!index) indexes.set(store, (index = new Map()));
  const versions = await store.flows.collection.count(programme, {});
  let entry = index.get(programme);
  if (entry?.versions !== versions) {
    entry = { versions, byType: byType(await store.flows.all(programme)) };
    index.set(programme, entry);
  }
  return entry.byType.get(type) ?? [];
}

function byType(flows: readonly StoredFlow[]): Map<string, StoredFlow[]> {
  const found = new Map<string, StoredFlow[]>();
  for (const flow of flows)
    for (const type of typesOf(flow.document.trigger)) found.set(type, [...(found.get(type) ?? []), flow]);
  return found;
}

function typesOf(trigger: Trigger): readonly string[] {
  switch (trigger.type) {
    case 'event':
      return [...new Set(trigger.events)];
    case 'segment':
      return [`custom.segment.${trigger.on}`];
    case 'schedule':
      return ['custom.schedule.fired'];
    case 'manual':
      return [];
  }
}
