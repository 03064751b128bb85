import { customerId } from '@sluice/domain';
import { objectIn } from '../decisions/commission-facts.js';
import { read, type Documents } from './documents.js';
import type { World } from './types.js';

/** True where the lead was known before the event. */
export function isKnown(world: World, event: Documents['events']): boolean {
  const { id } = objectIn(event.data, 'lead');
  if (typeof id !== 'string') return false;
  const lead = read(world, 'customers', customerId(world.programme.key, event.source, id));
  return lead !== undefined && lead.firstSeenAt < event.occurredAt;
}
