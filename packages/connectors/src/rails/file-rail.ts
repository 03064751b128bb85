import { endToEndId } from '@sluice/domain';
import type { PayoutRail } from './rail.js';

/**
 * A rail without a network: what is sent waits, accepted, until a file for a bank carries it and the bank or a person says what
 * became of it. Its reference is what the bank will name it by.
 */
export function filePayoutRail(key: string): PayoutRail {
  return {
    key,
    // Nothing is ever sent twice by being accepted twice.
    keyLifeMs: Number.MAX_SAFE_INTEGER,
    send: async (input) => ({ outcome: 'accepted', railReference: endToEndId(input.key) }),
    find: async (attempt) => ({ key: attempt, railReference: endToEndId(attempt), state: 'accepted' }),
  };
}
