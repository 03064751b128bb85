import type { FactsSchema } from '../facts/schema.js';
import { group } from './fields.js';
import { AS_OF, PARTNER_RECORD, PERFORMANCE, TODAY } from './parts.js';

/** Facts of the rules that say which partners belong to a segment: any field and any performance figure. */
export const SEGMENT_FACTS: FactsSchema = {
  id: 'segment',
  version: 1,
  fields: {
    partner: PARTNER_RECORD,
    performance: group(['Performance', 'Leistung'], PERFORMANCE),
    today: TODAY,
    asOf: AS_OF,
  },
};
