import type { DecisionKind, PartnerId, RuleDecision, RuleDecisionId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';

export interface DecisionFilter {
  kind?: DecisionKind;
  rule?: string;
  subject?: string;
  partner?: PartnerId;
  run?: string;
}

/** Kinds that only a run or a filter asked for: they go when the run's record goes. */
const passing: DecisionKind[] = ['routing', 'segment', 'eligibility', 'guard'];

/** What published rules decided, with version, facts and trace; never changed. */
export function decisions(db: Database) {
  const c = db.collection<RuleDecision>({
    name: 'decisions',
    version: 1,
    quiet: true,
    fields: {
      kind: 'string',
      subject: 'plain',
      partner: 'string',
      cause: 'string',
      event: 'string',
      run: 'string',
      rule: 'plain',
      facts: 'text',
      outcome: 'text',
      explanation: 'text',
      trace: 'text',
      traceLeftOut: 'number',
      asOf: 'date',
      createdAt: 'date',
    },
    lookups: { subjectId: 'string', ruleKey: 'string', ruleVersion: 'number' },
    derive: ({ subject, rule }) => ({ subjectId: subject.id, ruleKey: rule.key, ruleVersion: rule.version }),
    indexes: [
      { keys: ['subjectId', 'createdAt'] },
      { keys: ['partner', 'kind', 'createdAt'] },
      { keys: ['ruleKey', 'ruleVersion'] },
      { keys: ['run'] },
      { keys: ['kind', 'createdAt'] },
    ],
  });
  const filterOf = ({ kind, rule, subject, partner, run }: DecisionFilter): Record<string, unknown> => ({
    ...(kind ? { kind } : {}),
    ...(rule ? { ruleKey: rule } : {}),
    ...(subject ? { subjectId: subject } : {}),
    ...(partner ? { partner } : {}),
    ...(run ? { run } : {}),
  });
  return {
    collection: c,

    /** Insert, or read back what was decided for the same cause and go on from that. */
    insertOrRead: (decision: RuleDecision) => c.insertOrRead(decision),
    get: (programme: string, id: RuleDecisionId) => c.get(programme, id),

    /** The newest decision of a kind about a subject (of one rule, where it is named), or null. */
    async newest(programme: string, filter: DecisionFilter & { subject: string }): Promise<RuleDecision | null> {
      const [doc] = await c.find(programme, filterOf(filter), { sort: { createdAt: -1, _id: -1 }, limit: 1 });
      return doc ?? null;
    },

    list: (programme: string, query: PageQuery & DecisionFilter = {}) => c.page(programme, filterOf(query), query),

    /**
     * Takes away what only runs and filters asked for, decided before `before` (retention). What money or a partner's tier
     * rests on stays, as long as the programme exists.
     */
    prune: (programme: string, before: Date) =>
      c.removeWhere(programme, { kind: { $in: passing }, createdAt: { $lt: before } }),
  };
}
