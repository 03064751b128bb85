import type { TermsSource } from './commission/precedence.js';
import { derivedId, type Id } from './ids.js';
import type { PartnerStatus } from './partner.js';

export type GroupId = Id<'group'>;

/** How often a group is paid; what the programme's calendar says unless set. */
export const payoutFrequencies = ['weekly', 'monthly', 'quarterly'] as const;

/** Partners with the same agreement: terms, how they are paid, and how new ones begin. */
export interface PartnerGroup {
  id: GroupId;
  programme: string;
  key: string;
  name: string;
  terms?: TermsSource;
  payout?: {
    /** Minor units by currency, instead of the programme's. */
    minimumPayout?: Record<string, string>;
    /** Rails that its partners may be paid by; all unless named. */
    methods?: string[];
    frequency?: (typeof payoutFrequencies)[number];
  };
  /** Status of a partner who is taken into it: `submitted` waits for a person, `active` may start at once. */
  newPartners?: Extract<PartnerStatus, 'submitted' | 'active'>;
  createdAt: Date;
  rev: number;
}

export function groupId(programme: string, key: string): GroupId {
  return derivedId('group', programme, key);
}
