import type { JsonObject, RunId } from '@sluice/domain';
import type { RunAct, RunRecord, RunStep } from '@sluice/flows';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import { contains } from '../core/search.js';
import { fromText, toText } from '../core/text.js';

/** A run as people see it: the whole of its steps, of which each flush brings the newest. */
export interface StoredRun {
  id: RunId;
  programme: string;
  flow: RunRecord['flow'];
  subject: RunRecord['subject'];
  status: RunRecord['status'];
  outcome?: string;
  startedAt: Date;
  closedAt?: Date;
  current?: NonNullable<RunRecord['current']>;
  /** Where its other branches are. */
  beside: RunRecord['beside'];
  steps: RunStep[];
  acts: RunAct[];
  vars: JsonObject;
  /** The run's `rev` at the newest flush; an older one that arrives later changes nothing but adds what is missing. */
  progress: number;
}

/** A flush: `vars` is left out by activities that only report steps. */
export type RunFlush = Omit<RunRecord, 'vars'> & { vars?: JsonObject };

export interface RunCount {
  flow: string;
  version: number;
  node: string;
  status: RunRecord['status'];
  count: number;
}

export function runs(db: Database) {
  const c = db.collection<StoredRun>({
    name: 'runs',
    version: 2,
    upcasters: {
      // Steps had no number of their own, and a run one place where it was.
      1: (stored) => ({
        ...stored,
        beside: toText([]),
        steps: toText((fromText(String(stored['steps'])) as object[]).map((step, number) => ({ number, ...step }))),
      }),
    },
    fields: {
      flow: 'plain',
      subject: 'plain',
      status: 'string',
      outcome: 'string',
      startedAt: 'date',
      closedAt: 'date',
      current: 'text',
      beside: 'text',
      steps: 'text',
      acts: 'text',
      vars: 'text',
      progress: 'number',
    },
    lookups: { flowKey: 'string', flowVersion: 'number', subjectId: 'string', node: 'string', search: 'string' },
    derive: (run) => ({
      flowKey: run.flow.key,
      flowVersion: run.flow.version,
      subjectId: run.subject.id,
      node: run.current?.node,
      search: [run.id, run.subject.id, run.subject.title ?? '', run.flow.title].join('\n').toLowerCase(),
    }),
    indexes: [
      { keys: ['status', 'startedAt'] },
      { keys: ['flowKey', 'flowVersion', 'status'] },
      { keys: ['subjectId', 'startedAt'] },
      { keys: ['startedAt'] },
    ],
  });
  return {
    collection: c,

    /**
     * Takes a flush in. Steps are merged by their number, acts added by id; status, position and variables are those of the
     * flush that had come furthest, so that late and doubled flushes do no harm. `out` leaves with each new act.
     */
    async save(programme: string, flush: RunFlush, actOut?: (act: RunAct) => Outgoing) {
      const fresh = freshRun(programme, flush);
      const all = (acts: RunAct[]): Outgoing => (actOut ? join(acts.map(actOut)) : {});
      const { inserted, doc } = await c.insertOrRead(fresh, all(flush.acts));
      if (inserted) return doc;
      return c.change(programme, flush.id as RunId, (stored) => {
        const acts = flush.acts.filter(
          (act) => !stored.acts.some((known) => known.id === act.id && known.status === act.status),
        );
        const progress = flush.rev;
        if (progress < stored.progress && acts.length === 0) return null;
        const merged = {
          steps: mergeSteps(stored.steps, flush, progress >= stored.progress),
          acts: [...stored.acts.filter((known) => !acts.some(({ id }) => id === known.id)), ...acts],
        };
        if (progress < stored.progress) return { set: merged, ...all(acts) };
        const { current, beside, outcome, closedAt, vars } = fresh;
        return {
          set: {
            ...merged,
            progress,
            status: fresh.status,
            // A migration has changed its version.
            flow: fresh.flow,
            subject: fresh.subject,
            current,
            beside,
            outcome,
            closedAt,
            ...(flush.vars ? { vars } : {}),
          },
          ...all(acts),
        };
      });
    },

    get: (programme: string, id: string) => c.get(programme, id),
    ofSubject: (programme: string, subjectId: string) =>
      c.find(programme, { subjectId }, { sort: { startedAt: -1, _id: -1 } }),
    list: (
      programme: string,
      query: PageQuery & {
        flow?: string;
        version?: number;
        status?: RunRecord['status'];
        node?: string;
        subject?: string;
        search?: string;
      } = {},
    ) =>
      c.page(
        programme,
        {
          ...(query.flow ? { flowKey: query.flow } : {}),
          ...(query.version === undefined ? {} : { flowVersion: query.version }),
          ...(query.status ? { status: query.status } : {}),
          ...(query.node ? { node: query.node } : {}),
          ...(query.subject ? { subjectId: query.subject } : {}),
          ...(query.search ? { search: contains(query.search) } : {}),
        },
        query,
        { field: 'startedAt', direction: -1 },
      ),

    /** The next runs of a flow by id, for work on many of them: without what only the run's own page shows. */
    select: (
      programme: string,
      filter: { flow: string; versions?: number[]; statuses?: RunRecord['status'][]; node?: string; runs?: string[] },
      { after, limit }: { after?: string; limit?: number } = {},
    ) => {
      const { flow, versions, statuses, node, runs } = filter;
      return c.find(
        programme,
        {
          flowKey: flow,
          status: { $in: statuses ?? ['running', 'waiting', 'parked'] },
          ...(versions ? { flowVersion: { $in: versions } } : {}),
          ...(node === undefined ? {} : { node }),
          ...(runs || after !== undefined
            ? { _id: { ...(runs ? { $in: runs } : {}), ...(after === undefined ? {} : { $gt: after }) } }
            : {}),
        },
        { sort: { _id: 1 }, ...(limit === undefined ? {} : { limit }), without: ['steps', 'vars', 'acts'] },
      );
    },

    /** How many runs of each flow are where, in which status. */
    async counts(programme: string, flow?: string): Promise<RunCount[]> {
      const groups = await c.model.aggregate<{
        _id: { flow: string; version: number; node?: string; status: RunRecord['status'] };
        count: number | bigint;
      }>([
        { $match: { programme, ...(flow ? { flowKey: flow } : {}) } },
        {
          $group: {
            _id: { flow: '$flowKey', version: '$flowVersion', node: '$node', status: '$status' },
            count: { $sum: 1 },
          },
        },
      ]);
      return groups.map(({ _id, count }) => ({ ..._id, node: _id.node ?? '', count: Number(count) }));
    },

    /** Takes away runs that closed before `before` (retention); answers how many. */
    prune: (programme: string, before: Date) => c.removeWhere(programme, { closedAt: { $lt: before } }),
  };
}

function freshRun(programme: string, flush: RunFlush): StoredRun {
  return {
    id: flush.id as RunId,
    programme,
    flow: flush.flow,
    subject: flush.subject,
    status: flush.status,
    ...(flush.outcome === undefined ? {} : { outcome: flush.outcome }),
    startedAt: new Date(flush.startedAt),
    ...(flush.closedAt === undefined ? {} : { closedAt: new Date(flush.closedAt) }),
    ...(flush.current === undefined ? {} : { current: flush.current }),
    beside: flush.beside,
    steps: flush.steps,
    acts: flush.acts,
    vars: flush.vars ?? {},
    progress: flush.rev,
  };
}

/** By number; a step that has ended is not opened again by a flush that comes late. */
function mergeSteps(stored: RunStep[], flush: RunFlush, newer: boolean): RunStep[] {
  const steps = new Map(stored.map((step) => [step.number, step]));
  for (const step of flush.steps) {
    const known = steps.get(step.number);
    if (!known || (newer && !(known.endedAt !== undefined && step.endedAt === undefined))) steps.set(step.number, step);
  }
  return [...steps.values()].sort((a, b) => a.number - b.number);
}

function join(all: Outgoing[]): Outgoing {
  return {
    audit: all.flatMap(({ audit }) => audit ?? []),
    messages: all.flatMap(({ messages }) => messages ?? []),
    events: all.flatMap(({ events }) => events ?? []),
  };
}

/**
 * Where a stored run is, in each of its branches. A record of a wait is written by what registers that wait, a moment before
 * the run itself knows that it is registered: here it is.
 */
export function storedPositions({ current, beside }: Pick<StoredRun, 'current' | 'beside'>): StoredRun['beside'] {
  return [...(current ? [current] : []), ...beside].map((position) =>
    position.wait ? { ...position, wait: { ...position.wait, registered: true } } : position,
  );
}
