import type { Id } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { AuditActor } from '../core/outgoing.js';

/** What somebody wrote about a partner or a referral; never changed. */
export interface Note {
  id: Id<'note'>;
  programme: string;
  about: { kind: 'partner' | 'referral'; id: string };
  text: string;
  author: AuditActor;
  at: Date;
  /** The run and step that wrote it, where a flow did. */
  run?: string;
  node?: string;
}

export function notes(db: Database) {
  const c = db.collection<Note>({
    name: 'notes',
    version: 1,
    fields: { about: 'plain', text: 'string', author: 'plain', at: 'date', run: 'string', node: 'string' },
    lookups: { aboutId: 'string' },
    derive: ({ about }) => ({ aboutId: about.id }),
    indexes: [{ keys: ['aboutId', 'at'] }],
  });
  return {
    collection: c,

    /** Writes a note once by its id, with its entry in the audit log, which tells who wrote about whom and not what. */
    write: (note: Note) =>
      c.insertOrRead(note, {
        audit: { action: 'note.written', actor: note.author, subject: note.about, detail: { note: note.id } },
      }),
    get: (programme: string, id: Note['id']) => c.get(programme, id),
    /** Newest first. */
    about: (programme: string, id: string, query: PageQuery = {}) =>
      c.page(programme, { aboutId: id }, query, { field: 'at', direction: -1 }),
  };
}
