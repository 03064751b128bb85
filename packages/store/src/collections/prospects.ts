import type { Prospect, ProspectId, ProspectStage } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';
import { contains } from '../core/search.js';
import type { Fresh, Stored } from '../core/spec.js';
import { emailKey } from './partners.js';

/** Prospects. The e-mail address is unique within a programme, whatever its case. */
export function prospects(db: Database) {
  const c = db.collection<Prospect>({
    name: 'prospects',
    version: 1,
    fields: {
      name: 'string',
      email: 'string',
      language: 'string',
      website: 'string',
      country: 'string',
      source: 'string',
      stage: 'string',
      closedFor: 'string',
      owner: 'string',
      tags: 'strings',
      followUpAt: 'date',
      history: 'plain',
      partner: 'string',
      createdAt: 'date',
    },
    lookups: { emailKey: 'string', search: 'string' },
    derive: (prospect) => ({
      emailKey: emailKey(prospect.email),
      search: [prospect.name, prospect.email, prospect.website ?? '', prospect.id].join('\n').toLowerCase(),
    }),
    indexes: [
      { keys: ['emailKey'], unique: true },
      { keys: ['stage', 'createdAt'] },
      { keys: ['owner', 'stage'] },
      { keys: ['createdAt'] },
    ],
  });
  return {
    collection: c,
    insertOrRead: (prospect: Fresh<Prospect>, out?: Outgoing) => c.insertOrRead(prospect, out),
    get: (programme: string, id: ProspectId) => c.get(programme, id),
    need: (programme: string, id: ProspectId) => c.need(programme, id),
    findByEmail: (programme: string, email: string) => c.findOne(programme, { emailKey: emailKey(email) }),
    change: (
      programme: string,
      id: ProspectId,
      mutate: (
        prospect: Stored<Prospect>,
      ) => ({ set: Partial<{ [K in keyof Prospect]: Prospect[K] | undefined }> } & Outgoing) | null,
      expectedRev?: number,
    ) => c.change(programme, id, mutate as Parameters<typeof c.change>[2], expectedRev),
    list: (programme: string, query: PageQuery & { stage?: ProspectStage; owner?: string; search?: string } = {}) =>
      c.page(
        programme,
        {
          ...(query.stage ? { stage: query.stage } : {}),
          ...(query.owner ? { owner: query.owner } : {}),
          ...(query.search ? { search: contains(query.search) } : {}),
        },
        query,
      ),
  };
}
