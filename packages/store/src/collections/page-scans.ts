import type { ExplanationPart, Id, PartnerId } from '@sluice/domain';
import type { Database } from '../core/database.js';
import type { Outgoing } from '../core/outgoing.js';

/** What a partner's page was found to say, or why it could not be read. */
export interface PageScan {
  id: Id<'page_scan'>;
  programme: string;
  partner?: PartnerId;
  /** What the scan belongs to, such as a coupon request. */
  subject?: { kind: string; id: string };
  url: string;
  outcome: 'ok' | 'findings' | 'unreachable';
  findings: ExplanationPart[];
  /** Where the page discloses, as it stands there. */
  disclosure?: string;
  /** Why it could not be read. */
  error?: { code: string; message: string };
  run?: string;
  at: Date;
}

export function pageScans(db: Database) {
  const c = db.collection<PageScan>({
    name: 'page_scans',
    version: 1,
    fields: {
      partner: 'string',
      subject: 'plain',
      url: 'string',
      outcome: 'string',
      findings: 'text',
      disclosure: 'string',
      error: 'plain',
      run: 'string',
      at: 'date',
    },
    lookups: { subjectId: 'string' },
    derive: (scan) => ({ subjectId: scan.subject?.id }),
    indexes: [{ keys: ['partner', 'at'] }, { keys: ['subjectId'] }, { keys: ['run'] }],
  });
  return {
    collection: c,
    insertOrRead: (scan: PageScan, out?: Outgoing) => c.insertOrRead(scan, out),
    get: (programme: string, id: PageScan['id']) => c.get(programme, id),
    /** Newest first. */
    about: (programme: string, subjectIds: readonly string[]) =>
      subjectIds.length === 0
        ? Promise.resolve([])
        : c.find(programme, { subjectId: { $in: subjectIds } }, { sort: { at: -1, _id: -1 } }),
    ofPartner: (programme: string, partner: PartnerId, limit = 50) =>
      c.find(programme, { partner }, { sort: { at: -1, _id: -1 }, limit }),
  };
}
