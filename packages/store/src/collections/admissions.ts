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
  /** `skipped`: such a run was under way; the event is not to start one later either. */
  state: 'admitted' | 'started' | 'closed' | 'skipped';
  /** The run, and its step, that waits for this one to close. */
  parent?: { run: string; node: string };
  /** How many runs this one is inside of. */
  depth?: number;
  /** It is to be stopped: with which outcome, and whether it was told. */
  stop?: { outcome: string; told: boolean };
  /** What the workflow is started with. */
  input: JsonObject;
  admittedAt: Date;
  startedAt?: Date;
}

export type NewAdmission = Omit<Admission, 'id' | 'programme' | 'state' | 'startedAt' | 'stop'>;

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
      parent: 'plain',
      depth: 'number',
      stop: 'plain',
      input: 'text',
      admittedAt: 'date',
      startedAt: 'date',
    },
    lookups: { flowKey: 'string', subjectId: 'string', parentRun: 'string', stopping: 'string' },
    derive: (admission) => ({
      flowKey: admission.flow.key,
      subjectId: admission.subject.id,
      parentRun: admission.parent?.run,
      stopping: admission.stop && !admission.stop.told && admission.state !== 'closed' ? 'due' : undefined,
    }),
    indexes: [
      { keys: ['run'], unique: true },
      { keys: ['state', 'admittedAt'] },
      { keys: ['flowKey', 'subjectId'] },
      { keys: ['parentRun'] },
      { keys: ['stopping'] },
    ],
  });
  return {
    collection: c,

    /** Admits a run once; `inserted` is false where it was admitted before, and `doc` is the first admission. */
    admit: (programme: string, admission: NewAdmission, state: 'admitted' | 'skipped' = 'admitted') => {
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
      return c.insertOrRead({ id, programme, ...admission, state });
    },

    get: (programme: string, id: Admission['id']) => c.get(programme, id),
    ofRun: (programme: string, run: string) => c.findOne(programme, { run }),
    of: (programme: string, flow: string, subjectId: string) =>
      c.find(programme, { flowKey: flow, subjectId }, { sort: { admittedAt: 1, _id: 1 } }),
    /** Admitted and not known to be started, oldest first: what a sweeper starts. */
    due: (programme: string, limit = 100) =>
      c.find(programme, { state: 'admitted' }, { sort: { admittedAt: 1, _id: 1 }, limit }),
    /** Runs under way of a flow about a subject, oldest first. */
    openOf: (programme: string, flow: string, subjectId: string) =>
      c.find(
        programme,
        { flowKey: flow, subjectId, state: { $in: ['admitted', 'started'] } },
        { sort: { admittedAt: 1, _id: 1 } },
      ),
    /** Runs that a run waits for and that are not over. */
    children: (programme: string, run: string) =>
      c.find(programme, { parentRun: run, state: { $in: ['admitted', 'started'] } }),
    /** Asks that the run be stopped, however often; the dispatcher tells it. */
    askStop: (programme: string, id: Admission['id'], outcome: string) =>
      c.change(programme, id, (doc) =>
        doc.stop || doc.state === 'closed' ? null : { set: { stop: { outcome, told: false } } },
      ),
    stopsDue: (programme: string, limit = 100) => c.find(programme, { stopping: 'due' }, { limit }),
    markStopTold: (programme: string, id: Admission['id']) =>
      c.change(programme, id, (doc) =>
        doc.stop && !doc.stop.told ? { set: { stop: { ...doc.stop, told: true } } } : null,
      ),
    markStarted: (programme: string, id: Admission['id'], at: Date) =>
      c.change(programme, id, (doc) =>
        doc.state === 'admitted' ? { set: { state: 'started' as const, startedAt: at } } : null,
      ),
    markClosed: (programme: string, id: Admission['id']) =>
      c.change(programme, id, (doc) => (doc.state === 'closed' ? null : { set: { state: 'closed' as const } })),
  };
}
