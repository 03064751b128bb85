import { isId } from '@sluice/domain';
import type { Projected, Projector } from './projector.js';

/** What a custom event may name, in the order in which it is taken for what the event is about. */
const subjects = [
  { field: 'referralId', kind: 'referral' },
  { field: 'prospectId', kind: 'prospect' },
  { field: 'orderId', kind: 'order' },
  { field: 'commissionId', kind: 'commission' },
  { field: 'batchId', kind: 'batch' },
  { field: 'partnerId', kind: 'partner' },
] as const;

/**
 * `custom.*`: about the first of what it names by our ids, which flows start by; runs find it by every one of them and by its
 * `data.key`, as `key:…`.
 */
export const projectCustom: Projector = (_deps, event) => {
  const named = subjects.flatMap(({ field, kind }) => {
    const id = event.data[field];
    return isId(kind, id) ? [{ kind, id: String(id) }] : [];
  });
  const key = event.data['key'];
  const projected: Projected = {
    ...(named[0] && { subject: named[0] }),
    correlations: [
      ...event.correlations,
      ...named.map(({ kind, id }) => `${kind}:${id}`),
      ...(typeof key === 'string' && key.length <= 200 ? [`key:${key}`] : []),
    ],
  };
  return Promise.resolve(projected);
};
