import type { SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { readAll, type Documents } from '@sluice/nodes/simulation/documents';
import { eventOf } from '@sluice/nodes/simulation/events';
import { worldBefore } from '@sluice/nodes/simulation/run-case';
import type { Store } from '@sluice/store';

/** The events of a case as they are stored: the one that starts the run, and the script's own by id. */
export interface SeededEvents {
  start?: Documents['events'];
  scripted: ReadonlyMap<string, Documents['events']>;
}

/** Stores what a case finds when it begins: people, orders and referrals; commissions come of the run itself. */
export async function seed(store: Store, oneCase: SimulationCase, library: FlowLibrary): Promise<SeededEvents> {
  const world = worldBefore(oneCase, library);
  const { key } = library.programme;
  for (const partner of readAll(world, 'partners')) await store.partners.insertOrRead(partner);
  for (const user of readAll(world, 'users'))
    await store.users.insertOrRead({ ...user, programme: key, createdAt: new Date(world.now()) });
  for (const order of readAll(world, 'orders')) await store.orders.collection.insertOrRead(order);
  for (const referral of readAll(world, 'referrals')) await store.referrals.insertOrRead(referral);
  const made = { programme: key, createdAt: new Date(world.now()) };
  for (const link of readAll(world, 'links'))
    await store.links.insertOrRead({ ...made, target: 'https://programme.example/', ...link });
  for (const touch of readAll(world, 'touches')) await store.touches.insertOrRead({ programme: key, ...touch });
  for (const asset of readAll(world, 'assets')) await store.assets.insertOrRead({ ...made, ...asset });
  const { subject, startsAt, id, event, events } = oneCase;
  const start = event && eventOf(world, { id: `${id}/start`, ...event, at: startsAt, subject });
  const scripted = new Map(
    events.map((one) => {
      const told = eventOf(world, { ...one, id: `${id}/${one.id}`, at: startsAt, subject });
      return [one.id, told];
    }),
  );
  if (start)
    await store.events.insert(key, {
      ...start,
      programme: key,
      sourceId: `${id}/start`,
      type: start.type as `custom.${string}`,
      version: 1,
    });
  return { ...(start && { start }), scripted };
}
