import { derivedId, type ApprovalId, type Id } from '@sluice/domain';
import type { PinnedFlow } from '@sluice/flows';
import type { Database } from '../core/database.js';
import type { FlowContent, RuleContent } from './documents.js';

/** A request to publish, with the very content that is asked for: what an approval lets through is this and no other. */
export interface Publication<Asked extends object = object> {
  id: Id<'change'>;
  programme: string;
  /** Key of the rule or flow, and the approval that decides. */
  key: string;
  approval: ApprovalId;
  /** What the approval names: the content's hash together with what else was asked for, such as when it is to count from. */
  subjectHash: string;
  /** Hash of the content: a draft that has another is no longer what was asked for. */
  contentHash: string;
  title: string;
  /** Hash of the logic, or of what the flow means. */
  hash: string;
  content: Asked;
  makers: string[];
  askedBy: string;
  askedAt: Date;
  /** Number of the newest version when it was asked for; 0 where there was none. */
  base: number;
  /** Number of the version whose content is asked for again; absent where it is the draft's. */
  rollback?: number;
  comment?: string;
  effectiveFrom?: Date;
  /** `waiting` for the decision or for what follows from it; then `published` as a version, or `void`. */
  state: 'waiting' | 'published' | 'void';
  version?: number;
}

/** What is asked for with a flow: also what becomes of the runs that wait in older versions. */
export interface AskedFlow extends Pick<FlowContent, 'document' | 'cases'> {
  /** As it was checked; the version's number is given when it is published. */
  pinned: PinnedFlow;
  waiting: WaitingPlan;
}

/** `map`: old step → new step, where they are not the same. */
export interface WaitingPlan {
  do: 'keep' | 'migrate' | 'restart';
  map?: Record<string, string>;
}

export type Publications<Asked extends object> = ReturnType<typeof publicationsOf<Asked>>;

/** Requests to publish, by kind of thing. */
export const publications = (db: Database) => ({
  rule: publicationsOf<RuleContent>(db, 'rule'),
  flow: publicationsOf<AskedFlow>(db, 'flow'),
});

function publicationsOf<Asked extends object>(db: Database, kind: 'rule' | 'flow') {
  const c = db.collection<Publication<Asked>>({
    name: `${kind}_publications`,
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
      rollback: 'number',
      comment: 'string',
      effectiveFrom: 'date',
      state: 'string',
      version: 'number',
    },
    indexes: [{ keys: ['state'] }, { keys: ['approval'] }],
    quiet: true,
  });
  const idOf = (programme: string, approval: string, subjectHash: string): Publication['id'] =>
    derivedId('change', `${kind}-publication`, programme, approval, subjectHash);
  return {
    collection: c,
    insertOrRead: (publication: Omit<Publication<Asked>, 'id'>) =>
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
