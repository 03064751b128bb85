import { DomainError } from '../error.js';
import { derivedId, type OrderId, type ReferralId } from '../ids.js';
import { rounded } from '../money/fraction.js';
import { zero, type Currency } from '../money.js';
import type { ProgrammeSettings } from '../programme.js';
import { withinOrderCap } from './caps.js';
import { shared, type ComputedLine, type ComputeInput } from './compute.js';
import type { CommissionTerms } from './terms.js';
import type { TermsContext } from './terms/kind.js';
import { applyTerms } from './terms/registry.js';

export interface LeadInput {
  /** The lead as its source names it, and the type of the event that it is paid for. */
  lead: { externalId: string; event: string };
  terms: CommissionTerms;
  settings: Pick<ProgrammeSettings, 'rounding' | 'recurringMonths'>;
  /** The programme's: a lead has no money of its own. */
  currency: Currency;
  share?: ComputeInput['share'];
  /** True where the customer's bounty was paid before. */
  bountyPaid?: boolean;
}

/** What stands in an order's place: each thing that happens to a lead is paid once, however often it is told. */
export function leadOrder(programme: string, referral: ReferralId, event: string): OrderId {
  return derivedId('order', programme, 'lead', referral, event);
}

/**
 * What a lead, a demo, a trial or an activation earns by terms that need no order, before caps that are counted beyond it. Throws
 * `no_base` for terms that reckon from an order: there is none yet, and nothing is guessed.
 */
export function computeLead({ lead, terms, settings, currency, share, bountyPaid }: LeadInput): ComputedLine[] {
  if (terms.type === 'per_product') throw noBase('Terms by product');
  const key = lead.event;
  const base = zero(currency);
  const about = { lead: lead.externalId, event: lead.event };
  const calculation = [{ code: 'lead', params: about } as const];
  const worth = applyTerms(terms, contextOf(currency, settings, bountyPaid === true));
  const line: ComputedLine = {
    key,
    base,
    amount: rounded(worth.exact, currency, settings.rounding),
    calculation: [...calculation, ...worth.calculation],
    explanation: worth.explanation,
    ...(worth.none && worth.exact.n === 0n && { none: worth.none }),
  };
  return withinOrderCap(terms, [line]).map((one) => shared(one, share));
}

/** An order that terms ask for is not there. */
function contextOf(
  currency: Currency,
  { rounding, recurringMonths }: LeadInput['settings'],
  bountyPaid: boolean,
): Omit<TermsContext, 'apply'> {
  const refuse = (what: string) => (): never => {
    throw noBase(what);
  };
  return {
    currency,
    rounding,
    base: refuse('A share'),
    quantity: refuse('An amount for each item'),
    volumeBefore: refuse('A rate by volume'),
    volumeAfter: refuse('A rate by volume'),
    ordersBefore: refuse('A rate by orders'),
    bounty: !bountyPaid,
    month: refuse('Pay for every payment of a subscription'),
    recurringMonths,
  };
}

function noBase(what: string): DomainError {
  return new DomainError(
    'no_base',
    `${what} needs an order to be reckoned from, and a lead has none: pay a bounty or a fixed amount.`,
  );
}
