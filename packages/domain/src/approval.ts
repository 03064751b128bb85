import type { ApprovalId, RunId } from './ids.js';
import type { JsonObject } from './json.js';
import type { Money } from './money.js';

export type ApprovalKind =
  'commission' | 'batch' | 'rule' | 'flow' | 'application' | 'bank_details' | 'adjustment' | 'other';

/**
 * Something that people decide: a paused step of a run, final once its activity re-checked role, maker and hash against the
 * store; or what a person asked for (publishing a rule), final once it is recorded.
 */
export interface Approval {
  id: ApprovalId;
  programme: string;
  kind: ApprovalKind;
  title: string;
  subject: { kind: string; id: string };
  /** The run and its step that wait; neither where a person asked. */
  run?: RunId;
  node?: string;
  /** Hash of what is decided; a decision names it, and a change of the subject voids it. */
  subjectHash: string;
  amount?: Money;
  risk?: number;
  evidence: JsonObject;
  role: string;
  needed: number;
  /** Nobody of these may decide: makers of the item, the rule or the flow version. */
  makers: string[];
  state: 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled';
  decisions: { id: string; by: string; name: string; at: Date; outcome: 'approve' | 'reject'; comment?: string }[];
  createdAt: Date;
  remindAt?: Date;
  escalateAt?: Date;
  expiresAt?: Date;
  decidedAt?: Date;
  rev: number;
}
