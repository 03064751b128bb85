import type { ExplanationPart } from '../explanation.js';
import type { PayoutSettlement } from '../payout.js';

/** What tax and sanctions say about paying a partner now: why not, or what is kept back and what is added. */
export interface PayeeStanding {
  /** Why the partner is left out: no or an expired tax form, a hit on the sanctions list, a list that is stale… */
  leftOut?: ExplanationPart;
  withholding?: Pick<NonNullable<PayoutSettlement['withholding']>, 'rate' | 'reason'>;
  vat?: Pick<NonNullable<PayoutSettlement['vat']>, 'rate' | 'scheme' | 'reason'>;
}
