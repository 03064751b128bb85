import { derivedId, type Id, type PartnerId } from '@sluice/domain';
import type { Database } from '../core/database.js';

/** Whether a partner was in a segment when it was last asked about. A partner that never was has none. */
export interface Membership {
  id: Id<'change'>;
  programme: string;
  segment: string;
  partner: PartnerId;
  member: boolean;
  /** Counts entering and leaving: each is told once. */
  changes: number;
  since: Date;
}

/** Who is in which segment. Entering and leaving are events, written with the membership. */
export function memberships(db: Database) {
  const c = db.collection<Membership>({
    name: 'memberships',
    version: 1,
    fields: {
      segment: 'string',
      partner: 'string',
      member: 'boolean',
      changes: 'number',
      since: 'date',
    },
    indexes: [{ keys: ['segment', 'partner'], unique: true }, { keys: ['partner'] }],
  });
  const idOf = (programme: string, segment: string, partner: PartnerId): Membership['id'] =>
    derivedId('change', 'membership', programme, segment, partner);
  return {
    collection: c,

    of: (programme: string, segment: string, partners: readonly PartnerId[]) =>
      c.find(programme, { segment, partner: { $in: [...partners] } }),

    /**
     * Writes that a partner is or is not in a segment; what changes is told as `custom.segment.entered` or `.left`, in the same
     * write. `quietly`: the first look at a segment, when nobody enters it. Doing it twice changes nothing more.
     */
    async set(
      programme: string,
      {
        segment,
        partner,
        member,
        at,
        quietly,
      }: Pick<Membership, 'segment' | 'partner' | 'member'> & {
        at: Date;
        quietly: boolean;
      },
    ): Promise<void> {
      const id = idOf(programme, segment, partner);
      const told = (changes: number) =>
        quietly
          ? {}
          : {
              events: [
                {
                  key: `segment:${segment}:${partner}:${changes}`,
                  type: `custom.segment.${member ? 'entered' : 'left'}` as const,
                  occurredAt: at,
                  data: { segment, partner },
                  correlations: [`partner:${partner}`],
                },
              ],
            };
      if (!(await c.get(programme, id))) {
        if (!member) return;
        const fresh = { id, programme, segment, partner, member, changes: 1, since: at };
        if ((await c.insertOrRead(fresh, told(1))).inserted) return;
      }
      await c.change(programme, id, (doc) =>
        doc.member === member
          ? null
          : { set: { member, since: at, changes: doc.changes + 1 }, ...told(doc.changes + 1) },
      );
    },

    count: (programme: string, segment: string) => c.count(programme, { segment, member: true }),
  };
}
