import type { EventType, JsonObject } from '@sluice/domain';
import type { Fields } from '../read.js';

/** A Stripe event, read as far as it takes to choose who maps it. */
export interface StripeEvent {
  id: string;
  type: string;
  /** `data.object`. */
  object: Fields;
  /** `data.previous_attributes`: what an update changed. */
  previous: Fields;
}

/** What a Stripe event says; several things at times, of which all but the first need a suffix of their own. */
export interface Said {
  says: { type: EventType; data: JsonObject; suffix?: string }[];
  /** Why nothing is said. */
  reason?: string;
}

export type StripeMapper = (event: StripeEvent) => Said;
