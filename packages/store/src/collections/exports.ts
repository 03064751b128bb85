import type { Id, JsonObject } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { AuditActor } from '../core/outgoing.js';

/** That somebody took a list out of Sluice as a file: what, with which filters, when. The file itself is not kept. */
export interface Export {
  id: Id<'export'>;
  programme: string;
  what: string;
  query: JsonObject;
  by: AuditActor;
  at: Date;
}

export function exportsMade(db: Database) {
  const c = db.collection<Export>({
    name: 'exports',
    version: 1,
    fields: { what: 'string', query: 'text', by: 'plain', at: 'date' },
    indexes: [{ keys: ['at'] }],
  });
  return {
    collection: c,
    /** Notes it with its audit entry, in one write, before the first line leaves. */
    note: (made: Export) =>
      c.insert(made, {
        audit: {
          action: 'export.made',
          actor: made.by,
          subject: { kind: 'export', id: made.id },
          detail: { title: `${made.what}.csv`, filters: made.query },
        },
      }),
  };
}
