import type { Trigger } from '@sluice/flows';
import type { Store, StoredFlow } from '@sluice/store';

interface Entry {
  /** Versions that there were when it was read: publishing always adds one. */
  versions: number;
  newest: readonly StoredFlow[];
  byType: Map<string, StoredFlow[]>;
}

const indexes = new WeakMap<Store, Map<string, Entry>>();

/** The newest published flows that events of a type may start; the filters of their triggers stay compiled. */
export async function flowsStartedBy(store: Store, programme: string, type: string): Promise<readonly StoredFlow[]> {
  return (await entryOf(store, programme)).byType.get(type) ?? [];
}

/** The newest published flows. */
export async function newestFlows(store: Store, programme: string): Promise<readonly StoredFlow[]> {
  return (await entryOf(store, programme)).newest;
}

/** Read anew only when a version was added, so that looking costs one count. */
async function entryOf(store: Store, programme: string): Promise<Entry> {
  let index = indexes.get(store);
  if (!index) indexes.set(store, (index = new Map()));
  const versions = await store.flows.collection.count(programme, {});
  let entry = index.get(programme);
  if (entry?.versions !== versions) {
    const newest = await store.flows.all(programme);
    entry = { versions, newest, byType: byType(newest) };
    index.set(programme, entry);
  }
  return entry;
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
