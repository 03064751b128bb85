import type { KnownEventType } from './event.js';
import { refuse, type Refusal } from './error.js';
import type { PartnerStatus } from './partner.js';

/** What a partner may become, by what it is. Whatever is not here is refused. */
const transitions: Readonly<Record<PartnerStatus, readonly PartnerStatus[]>> = {
  submitted: ['active', 'rejected'],
  active: ['producing', 'consistent', 'at_risk', 'paused', 'terminated'],
  producing: ['active', 'consistent', 'at_risk', 'paused', 'terminated'],
  consistent: ['active', 'producing', 'at_risk', 'paused', 'terminated'],
  at_risk: ['active', 'producing', 'consistent', 'paused', 'terminated'],
  // Reinstating: to what it was before, as whoever does it knows.
  paused: ['active', 'producing', 'consistent', 'at_risk', 'terminated'],
  terminated: ['active'],
  // Applies again, or is approved after all.
  rejected: ['submitted', 'active'],
};

export interface StatusChange {
  ok: true;
  from: PartnerStatus;
  to: PartnerStatus;
  changed: boolean;
  /** The event that tells others of it, where there is one for this change. */
  event?: KnownEventType;
}

/** A change of a partner's status; `transition_refused` where the table does not have it. Staying is allowed and tells nothing. */
export function changeStatus(from: PartnerStatus, to: PartnerStatus): StatusChange | Refusal {
  if (from === to) return { ok: true, from, to, changed: false };
  if (!transitions[from].includes(to))
    return refuse(
      'transition_refused',
      `A partner that is ${words(from)} cannot become ${words(to)}; it may become ${transitions[from].map(words).join(', ')}.`,
    );
  const event = eventOf(from, to);
  return { ok: true, from, to, changed: true, ...(event && { event }) };
}

/** What a partner of that status may become. */
export function nextStatuses(from: PartnerStatus): readonly PartnerStatus[] {
  return transitions[from];
}

function eventOf(from: PartnerStatus, to: PartnerStatus): KnownEventType | undefined {
  if (to === 'paused') return 'partner.paused';
  if (to === 'terminated') return 'partner.terminated';
  if (to === 'rejected') return 'partner.rejected';
  if (to === 'submitted') return undefined;
  if (from === 'submitted' || from === 'rejected') return 'partner.approved';
  return from === 'paused' || from === 'terminated' ? 'partner.reinstated' : undefined;
}

function words(status: PartnerStatus): string {
  return status.replaceAll('_', ' ');
}
