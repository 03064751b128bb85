import type { PartnerId } from './ids.js';

/** Who belongs to a segment, and what changed against the review before. */
export interface SegmentReview {
  members: PartnerId[];
  entered: PartnerId[];
  left: PartnerId[];
}

/** Compares a segment's answers with the members it had. A partner that is no longer asked about has left. */
export function reviewSegment(answers: ReadonlyMap<PartnerId, boolean>, before: ReadonlySet<PartnerId>): SegmentReview {
  const members = [...answers].filter(([, belongs]) => belongs).map(([partner]) => partner);
  const now = new Set(members);
  return {
    members,
    entered: members.filter((partner) => !before.has(partner)),
    left: [...before].filter((partner) => !now.has(partner)),
  };
}
