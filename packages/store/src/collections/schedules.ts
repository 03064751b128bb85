import { derivedId, type Id } from '@sluice/domain';
import type { Database } from '../core/database.js';

/** What happens at times: a flow begins, or a segment is asked about for the flows that begin with it. */
export interface Schedule {
  id: Id<'change'>;
  programme: string;
  kind: 'flow' | 'segment';
  /** Key of the flow, or of the segment's rule. */
  key: string;
  cron: string;
  timeZone: string;
  /** As Temporal was last told; false = it was told to forget it. */
  on: boolean;
  changedAt: Date;
  /** Of a segment: when all partners had been asked about for the last time. */
  reviewedAt?: Date;
}

export type ScheduleSpec = Pick<Schedule, 'kind' | 'key' | 'cron' | 'timeZone'>;

export function schedules(db: Database) {
  const c = db.collection<Schedule>({
    name: 'schedules',
    version: 1,
    quiet: true,
    fields: {
      kind: 'string',
      key: 'string',
      cron: 'string',
      timeZone: 'string',
      on: 'boolean',
      changedAt: 'date',
      reviewedAt: 'date',
    },
    indexes: [{ keys: ['kind', 'key'], unique: true }],
  });
  const idOf = (programme: string, { kind, key }: Pick<Schedule, 'kind' | 'key'>): Schedule['id'] =>
    derivedId('change', 'schedule', programme, kind, key);
  return {
    collection: c,

    all: (programme: string) => c.find(programme, {}),
    get: (programme: string, kind: Schedule['kind'], key: string) => c.get(programme, idOf(programme, { kind, key })),

    /** Writes down what Temporal was told. A segment that is taken up again is looked at as if for the first time. */
    async told(programme: string, spec: ScheduleSpec, on: boolean, now: Date): Promise<void> {
      const id = idOf(programme, spec);
      const { inserted } = await c.insertOrRead({ id, programme, ...spec, on, changedAt: now });
      if (inserted) return;
      const { cron, timeZone } = spec;
      await c.change(programme, id, () => ({
        set: { cron, timeZone, on, changedAt: now, ...(on ? {} : { reviewedAt: undefined }) },
      }));
    },

    markReviewed: (programme: string, segment: string, at: Date) =>
      c.change(programme, idOf(programme, { kind: 'segment', key: segment }), (doc) =>
        doc.on ? { set: { reviewedAt: at } } : null,
      ),
  };
}
