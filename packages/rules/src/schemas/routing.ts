import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { both, group } from './fields.js';
import { AS_OF, LEAD, PARTNER } from './parts.js';

/** Facts of the rules that qualify a lead and say where it goes. */
export const ROUTING_FACTS: FactsSchema = {
  id: 'routing',
  version: 1,
  fields: {
    lead: group(['Lead', 'Lead'], LEAD),
    partner: group(['Partner', 'Partner'], PARTNER),
    asOf: AS_OF,
  },
};

/** What a routing rule answers: the way a lead goes, why, and what to put on it. */
export const ROUTE: OutcomeShape = {
  id: 'route',
  label: both(['a route', 'ein Weg']),
  kind: 'record',
  fields: {
    route: { type: 'text', label: both(['Route', 'Weg']) },
    reason: { type: 'text', label: both(['Reason', 'Grund']) },
    tags: { type: 'list', of: { type: 'text' }, optional: true, label: both(['Tags', 'Schlagwörter']) },
    owner: { type: 'text', optional: true, label: both(['Goes to', 'Geht an']) },
    review: { type: 'boolean', optional: true, label: both(['Manual review', 'Von Hand prüfen']) },
  },
};

export interface Route {
  readonly route: string;
  readonly reason: string;
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly review?: boolean;
}
