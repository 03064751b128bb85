import type { Approval, ApprovalId, ApprovalKind } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import type { Fresh, Stored } from '../core/spec.js';

/** A person's decision, with what they looked at. `id` is the caller's idempotency key. */
export interface ApprovalDecision {
  id: string;
  by: string;
  name: string;
  roles: readonly string[];
  at: Date;
  outcome: 'approve' | 'reject';
  comment?: string;
  subjectHash: string;
}

export type DecisionOutcome =
  | { accepted: true; approval: Stored<Approval>; repeated: boolean }
  | { accepted: false; code: 'maker' | 'role' | 'decided' | 'already_answered' | 'changed'; message: string };

/** The inbox. */
export function approvals(db: Database) {
  const c = db.collection<Approval>({
    name: 'approvals',
    version: 1,
    fields: {
      kind: 'string',
      title: 'string',
      subject: 'plain',
      run: 'string',
      node: 'string',
      subjectHash: 'string',
      amount: 'plain',
      risk: 'number',
      evidence: 'text',
      role: 'string',
      needed: 'number',
      makers: 'strings',
      state: 'string',
      decisions: 'plain',
      createdAt: 'date',
      remindAt: 'date',
      escalateAt: 'date',
      expiresAt: 'date',
      decidedAt: 'date',
    },
    lookups: { subjectId: 'string' },
    derive: (approval) => ({ subjectId: approval.subject.id }),
    indexes: [
      { keys: ['state', 'role', 'createdAt'] },
      { keys: ['state', 'createdAt'] },
      { keys: ['subjectId'] },
      { keys: ['run'] },
    ],
  });

  function judge(approval: Stored<Approval>, decision: ApprovalDecision, makersMayDecide: boolean) {
    if (!decision.roles.includes(approval.role) && !decision.roles.includes('admin'))
      return refused('role', `Only ${approval.role} may decide this.`);
    if (approval.makers.includes(decision.by) && !makersMayDecide)
      return refused('maker', 'Whoever made something may not approve it.');
    if (approval.state !== 'pending') return refused('decided', 'This was decided already.');
    if (approval.subjectHash !== decision.subjectHash)
      return refused('changed', 'What is to be decided has changed since you looked at it.');
    if (approval.decisions.some(({ by }) => by === decision.by))
      return refused('already_answered', 'You have answered this; it takes another person.');
    return null;
  }

  return {
    collection: c,
    insertOrRead: (approval: Fresh<Approval>, out?: Outgoing) => c.insertOrRead(approval, out),
    get: (programme: string, id: ApprovalId) => c.get(programme, id),
    need: (programme: string, id: ApprovalId) => c.need(programme, id),
    ofSubject: (programme: string, subjectId: string) =>
      c.find(programme, { subjectId }, { sort: { createdAt: -1, _id: -1 } }),
    ofRun: (programme: string, run: string) => c.find(programme, { run }, { sort: { createdAt: 1 } }),

    /**
     * Takes a decision if role, maker, hash and state allow it: of two at once one wins. The same decision id again answers
     * the same. A rejection ends it; `needed` approvals by different people do.
     */
    async decide(
      programme: string,
      id: ApprovalId,
      decision: ApprovalDecision,
      options: { makersMayDecide?: boolean; out?: (after: Approval) => Outgoing } = {},
    ): Promise<DecisionOutcome> {
      let refusal: ReturnType<typeof judge> = null;
      let repeated = false;
      const approval = await c.change(programme, id, (doc) => {
        repeated = doc.decisions.some((each) => each.id === decision.id);
        refusal = repeated ? null : judge(doc, decision, options.makersMayDecide ?? false);
        if (repeated || refusal) return null;
        const { roles: _roles, subjectHash: _hash, ...kept } = decision;
        const decisions = [...doc.decisions, kept];
        const approved = decisions.filter(({ outcome }) => outcome === 'approve').length;
        const state =
          decision.outcome === 'reject'
            ? 'rejected'
            : approved >= doc.needed
              ? ('approved' as const)
              : ('pending' as const);
        const set = { decisions, state, ...(state === 'pending' ? {} : { decidedAt: decision.at }) } as const;
        return { set, ...options.out?.({ ...doc, ...set }) };
      });
      return refusal ?? { accepted: true, approval, repeated };
    },

    /** What is decided has changed: decisions so far are void, the new hash counts. */
    reopen: (
      programme: string,
      id: ApprovalId,
      change: Partial<Pick<Approval, 'subjectHash' | 'amount' | 'evidence' | 'needed' | 'title'>>,
      out?: Outgoing,
    ) =>
      c.change(programme, id, (doc) =>
        doc.state !== 'pending' || doc.subjectHash === change.subjectHash
          ? null
          : { set: { ...change, decisions: [] }, ...out },
      ),

    /** Ends a pending one without a decision. */
    close: (programme: string, id: ApprovalId, state: 'expired' | 'cancelled', at: Date, out?: Outgoing) =>
      c.change(programme, id, (doc) => (doc.state === 'pending' ? { set: { state, decidedAt: at }, ...out } : null)),

    change: (
      programme: string,
      id: ApprovalId,
      mutate: (approval: Stored<Approval>) => ({ set: Partial<Approval> } & Outgoing) | null,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2]),

    list: (
      programme: string,
      query: PageQuery & { state?: Approval['state']; role?: string; kind?: ApprovalKind } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.state ? { state: query.state } : {}),
          ...(query.role ? { role: query.role } : {}),
          ...(query.kind ? { kind: query.kind } : {}),
        },
        query,
      ),

    /** Pending ones by role. */
    async pendingByRole(programme: string): Promise<Record<string, number>> {
      const groups = await c.model.aggregate<{ _id: string; count: number | bigint }>([
        { $match: { programme, state: 'pending' } },
        { $group: { _id: '$role', count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(groups.map(({ _id, count }) => [_id, Number(count)]));
    },
  };
}

function refused(code: 'maker' | 'role' | 'decided' | 'already_answered' | 'changed', message: string) {
  return { accepted: false as const, code, message };
}
