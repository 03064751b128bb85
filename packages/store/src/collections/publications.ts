import { derivedId, type ApprovalId, type Id } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { RuleContent } from './documents.js';

/** A request to publish a rule, with the very content that is asked for: what an approval lets through is this and no other. */
export interface Publication {
  id: Id<'change'>;
  programme: string;
  /** Key of the rule, and the approval that decides. */
  key: string;
  approval: ApprovalId;
  /** What the approval names: the content's hash together with when it is to count from. */
  subjectHash: string;
  /** `ruleContentHash` of the content: a draft that has another is no longer what was asked for. */
  contentHash: string;
  title: string;
  /** Semantic hash of the logic. */
  hash: string;
  content: RuleContent;
  makers: string[];
  askedBy: string;
  askedAt: Date;
  /** Number of the newest version when it was asked for; 0 where there was none. */
  base: number;
  comment?: string;
  effectiveFrom?: Date;
  /** `waiting` for the decision or for what follows from it; then `published` as a version, or `void`. */
  state: 'waiting' | 'published' | 'void';
  version?: number;
}

/** Requests to publish rules. */
export function publications(db: Database) {
  const c = db.collection<Publication>({
    name: 'rule_publications',
    version: 1,
    fields: {
      key: 'string',
      approval: 'string',
      subjectHash: 'string',
      contentHash: 'string',
      title: 'string',
      hash: 'string',
      content: 'text',
      makers: 'strings',
      askedBy: 'string',
      askedAt: 'date',
      base: 'number',
      comment: 'string',
      effectiveFrom: 'date',
      state: 'string',
      version: 'number',
    },
    indexes: [{ keys: ['state'] }, { keys: ['approval'] }],
    quiet: true,
  });
  const idOf = (programme: string, approval: string, subjectHash: string): Publication['id'] =>
    derivedId('change', 'rule-publication', programme, approval, subjectHash);
  return {
    collection: c,
    insertOrRead: (publication: Omit<Publication, 'id'>) =>
      c.insertOrRead({
        ...publication,
        id: idOf(publication.programme, publication.approval, publication.subjectHash),
      }),
    /** What an approval of that hash publishes. */
    of: (programme: string, approval: { id: ApprovalId; subjectHash: string }) =>
      c.get(programme, idOf(programme, approval.id, approval.subjectHash)),
    /** Those of which it is not settled yet what became of them, oldest first. */
    waiting: (programme: string) => c.find(programme, { state: 'waiting' }, { sort: { askedAt: 1 } }),
    settle: (programme: string, id: Publication['id'], state: 'published' | 'void', version?: number) =>
      c.change(programme, id, (doc) =>
        doc.state === 'waiting' ? { set: { state, ...(version === undefined ? {} : { version }) } } : null,
      ),
  };
}
