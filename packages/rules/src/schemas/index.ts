import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { COMMISSION_FACTS, COMMISSION_TERMS } from './commission.js';
import { FRAUD_FACTS, FRAUD_SCORE } from './fraud.js';

export { COMMISSION_FACTS, COMMISSION_TERMS, commissionTerms } from './commission.js';
export { FRAUD_FACTS, FRAUD_SCORE } from './fraud.js';
export type { FraudScore } from './fraud.js';

/** A condition of a flow: yes or no. */
export const CONDITION: OutcomeShape = {
  id: 'condition',
  label: { en: 'yes or no', de: 'Ja oder Nein' },
  kind: 'value',
  type: { type: 'boolean' },
};

/** The facts schemas that ship, by `id@version`. */
export const FACTS: ReadonlyMap<string, FactsSchema> = new Map(
  [COMMISSION_FACTS, FRAUD_FACTS].map((schema) => [`${schema.id}@${schema.version}`, schema]),
);

/** The outcome shapes that ship, by id. */
export const OUTCOMES: ReadonlyMap<string, OutcomeShape> = new Map(
  [COMMISSION_TERMS, FRAUD_SCORE, CONDITION].map((shape) => [shape.id, shape]),
);
