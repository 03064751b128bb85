import type { PartnerId, ProspectId } from './ids.js';
import { DomainError } from './error.js';

/** Where a prospect stands: from the list to a partner, or closed with a reason. */
export const prospectStages = ['new', 'contacted', 'in_talks', 'won', 'closed'] as const;
export type ProspectStage = (typeof prospectStages)[number];

/** Why a prospect was closed without becoming a partner. */
export const closeReasons = ['unresponsive', 'declined', 'unfit', 'duplicate'] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Somebody who might become a partner; kept apart from partners until then. */
export interface Prospect {
  id: ProspectId;
  programme: string;
  name: string;
  email: string;
  language: 'en' | 'de';
  website?: string;
  country?: string;
  /** Where the prospect was found, e.g. `conference` or `import`. */
  source?: string;
  stage: ProspectStage;
  closedFor?: CloseReason;
  /** The user who looks after it. */
  owner?: string;
  tags: string[];
  /** The day on which somebody follows up; a task says the rest. */
  followUpAt?: Date;
  /** Every move, oldest first. */
  history: ProspectMove[];
  /** Set when it was won. */
  partner?: PartnerId;
  createdAt: Date;
}

export interface ProspectMove {
  at: Date;
  from: ProspectStage;
  to: ProspectStage;
  by: string;
  reason?: string;
}

/** Forward as far as one likes; a closed one may be opened again, a won one is a partner for good. */
const moves: Readonly<Record<ProspectStage, readonly ProspectStage[]>> = {
  new: ['contacted', 'in_talks', 'won', 'closed'],
  contacted: ['in_talks', 'won', 'closed'],
  in_talks: ['contacted', 'won', 'closed'],
  closed: ['contacted', 'in_talks'],
  won: [],
};

/** Where a prospect may go from a stage. */
export function movesFrom(stage: ProspectStage): readonly ProspectStage[] {
  return moves[stage];
}

/**
 * The prospect after a move; null where it stands there already. Throws `DomainError` `not_allowed` for a move that does not
 * exist, and `reason_missing` for closing without a reason.
 */
export function moveProspect(
  prospect: Pick<Prospect, 'stage' | 'history'>,
  move: { to: ProspectStage; by: string; at: Date; reason?: string },
): Pick<Prospect, 'stage' | 'history'> & { closedFor: CloseReason | undefined } {
  const { to, by, at, reason } = move;
  if (!moves[prospect.stage].includes(to))
    throw new DomainError('not_allowed', `A prospect that is ${prospect.stage} cannot become ${to}.`);
  const closedFor = to === 'closed' ? closeReasons.find((one) => one === reason) : undefined;
  if (to === 'closed' && closedFor === undefined)
    throw new DomainError('reason_missing', `Say why it is closed: ${closeReasons.join(', ')}.`);
  return {
    stage: to,
    closedFor,
    history: [...prospect.history, { at, from: prospect.stage, to, by, ...(reason !== undefined && { reason }) }],
  };
}
