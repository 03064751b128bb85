import { derivedId, type EventId, type Id, type JsonObject, type RunId } from '@sluice/domain';
import type { Database } from '../core/database.js';

/**
 * Leave for one run to start, written before it is started: unique on (flow, subject[, event]), so that a doubled event
 * starts one run even after Temporal has forgotten it.
 */
export interface Admission {
  id: Id<'change'>;
  programme: string;
  flow: { key: string; version: number; hash: string };
  subject: { kind: string; id: string };
  /** Part of the key where each event starts a run of its own. */
  event?: EventId;
  run: RunId;
  state: 'admitted' | 'started' | 'closed';
  /** What the workflow is started with. */
  input: JsonObject;
  admittedAt: Date;
  startedAt?: Date;
}

export type NewAdmission = Omit<Admission, 'id' | 'programme' | 'state' | 'startedAt'>;

export function admissions(db: Database) {
  const c = db.collection<Admission>({
    name: 'admissions',
    version: 1,
    quiet: true,
    fields: {
      flow: 'plain',
      subject: 'plain',
      event: 'string',
      run: 'string',
      state: 'string',
      input: 'text',
      admittedAt: 'date',
      startedAt: 'date',
    },
    lookups: { flowKey: 'string', subjectId: 'string' },
    derive: (admission) => ({ flowKey: admission.flow.key, subjectId: admission.subject.id }),
    indexes: [{ keys: ['run'], unique: true }, { keys: ['state', 'admittedAt'] }, { keys: ['flowKey', 'subjectId'] }],
  });
  return {
    collection: c,

    /** Admits a run once; `inserted` is false where it was admitted before, and `doc` is the first admission. */
    admit: (programme: string, admission: NewAdmission) => {
      const { flow, subject, event, run } = admission;
      // `restart` and manual starts have runs of their own; `once` and `every_event` derive the run from the same parts.
      const id: Admission['id'] = derivedId(
        'change',
        'admission',
        programme,
        flow.key,
        subject.kind,
        subject.id,
        event ?? '',
        run,
      );
      return c.insertOrRead({ id, programme, ...admission, state: 'admitted' });
    },

    get: (programme: string, id: Admission['id']) => c.get(programme, id),
    ofRun: (programme: string, run: string) => c.findOne(programme, { run }),
    of: (programme: string, flow: string, subjectId: string) =>
      c.find(programme, { flowKey: flow, subjectId }, { sort: { admittedAt: 1, _id: 1 } }),
    /** Admitted and not known to be started, oldest first: what a sweeper starts. */
    due: (programme: string, limit = 100) =>
      c.find(programme, { state: 'admitted' }, { sort: { admittedAt: 1, _id: 1 }, limit }),
    markStarted: (programme: string, id: Admission['id'], at: Date) =>
      c.change(programme, id, (doc) =>
        doc.state === 'admitted' ? { set: { state: 'started' as const, startedAt: at } } : null,
      ),
    markClosed: (programme: string, id: Admission['id']) =>
      c.change(programme, id, (doc) => (doc.state === 'closed' ? null : { set: { state: 'closed' as const } })),
  };
}
