import type { PartnerId } from '@sluice/domain';
import type { Reach } from '@sluice/contracts';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';

/** The partner filter of a list: one's own, whatever was asked for, where that is the caller's reach. */
export function ofCaller(caller: Caller, reach: Reach, wanted: string | undefined): { partner?: PartnerId } {
  if (reach === 'own') {
    if (wanted !== undefined && wanted !== caller.partner) throw new Refusal('not_found');
    return { partner: caller.partner as PartnerId };
  }
  return wanted === undefined ? {} : { partner: wanted as PartnerId };
}

/** A thing of a partner, or 404: also for another partner's, so that nobody learns what exists. */
export function mine<T extends { partner: string }>(caller: Caller, reach: Reach, thing: T | null): T {
  if (!thing || (reach === 'own' && thing.partner !== caller.partner)) throw new Refusal('not_found');
  return thing;
}

export function periodOf(from: string | undefined, to: string | undefined): { from?: Date; to?: Date } {
  return { ...(from === undefined ? {} : { from: new Date(from) }), ...(to === undefined ? {} : { to: new Date(to) }) };
}
