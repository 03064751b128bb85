import { derivedId, type ExplanationPart, type Id, type PartnerId } from '@sluice/domain';
import { entryFingerprint, type SanctionsEntry } from '@sluice/domain/sanctions/entry';
import type { SanctionsMatch, ScreenedSubject } from '@sluice/domain/sanctions/screen';
import { subjectFingerprint } from '@sluice/domain/sanctions/subject';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { AuditActor } from '../core/outgoing.js';

export type SanctionsReviewState = 'open' | 'cleared' | 'confirmed' | 'gone';

/** A likeness of a partner to an entry of a list, and what somebody has decided about it. */
export interface SanctionsReview {
  id: Id<'sanctions_review'>;
  programme: string;
  partner: PartnerId;
  uid: string;
  entry: SanctionsEntry;
  /** As the partner was looked for. */
  subject: ScreenedSubject;
  /** What was compared: a decision holds for exactly these two. */
  fingerprint: string;
  listHash: string;
  score: number;
  level: SanctionsMatch['level'];
  reasons: ExplanationPart[];
  state: SanctionsReviewState;
  foundAt: Date;
  decision?: { by: { id: string; name?: string }; at: Date; note: string; fingerprint: string };
}

/** Likenesses, one document for a partner and an entry: decided once, and again when either is no longer what it was. */
export function sanctionsReviews(db: Database) {
  const c = db.collection<SanctionsReview>({
    name: 'sanctions_reviews',
    version: 1,
    fields: {
      partner: 'string',
      uid: 'string',
      entry: 'text',
      subject: 'text',
      fingerprint: 'string',
      listHash: 'string',
      score: 'number',
      level: 'string',
      reasons: 'text',
      state: 'string',
      foundAt: 'date',
      decision: 'plain',
    },
    indexes: [{ keys: ['partner', 'uid'], unique: true }, { keys: ['state', 'foundAt'] }],
  });
  const fingerprintOf = (match: SanctionsMatch, subject: ScreenedSubject): string =>
    `${subjectFingerprint(subject)}:${entryFingerprint(match.entry)}`;

  return {
    collection: c,
    get: (programme: string, id: SanctionsReview['id']) => c.get(programme, id),
    ofPartners: (programme: string, partners: readonly PartnerId[]) =>
      partners.length === 0 ? Promise.resolve([]) : c.find(programme, { partner: { $in: [...partners] } }),

    /** Notes a likeness that was found. The same one again changes nothing; after a change of partner or entry it is open anew. */
    async note(
      programme: string,
      partner: PartnerId,
      match: SanctionsMatch,
      subject: ScreenedSubject,
      listHash: string,
      at: Date,
    ) {
      const { entry, score, level, reasons } = match;
      const fingerprint = fingerprintOf(match, subject);
      const found = { entry, subject, fingerprint, listHash, score, level, reasons, foundAt: at };
      const id = derivedId('sanctions_review', programme, partner, entry.uid);
      const audit = (action: string) => ({
        audit: {
          action,
          actor: { id: 'system' },
          subject: { kind: 'partner', id: partner },
          detail: { review: id, uid: entry.uid, score, level },
        },
      });
      const { inserted, doc } = await c.insertOrRead(
        { id, programme, partner, uid: entry.uid, ...found, state: 'open' },
        audit('sanctions.found'),
      );
      if (inserted || (doc.fingerprint === fingerprint && doc.state !== 'gone' && doc.score === score)) return doc;
      return c.change(programme, id, (review) => {
        if (review.fingerprint === fingerprint && review.state !== 'gone' && review.score === score) return null;
        // What was decided about exactly these two stands. Only what was cleared may go, so what comes back was cleared.
        const decided = review.decision?.fingerprint === fingerprint;
        const state = decided ? (review.state === 'gone' ? ('cleared' as const) : review.state) : ('open' as const);
        return { set: { ...found, state }, ...(state === 'open' ? audit('sanctions.reopened') : {}) };
      });
    },

    /** The likeness is no longer found: the name or the list has changed. A confirmed one stays until a person says otherwise. */
    gone: (programme: string, id: SanctionsReview['id']) =>
      c.change(programme, id, (review) =>
        review.state === 'gone' || review.state === 'confirmed'
          ? null
          : {
              set: { state: 'gone' as const },
              audit: {
                action: 'sanctions.gone',
                actor: { id: 'system' },
                subject: { kind: 'partner', id: review.partner },
                detail: { review: id, uid: review.uid },
              },
            },
      ),

    /** What a person decides, with the evidence, about exactly what was shown. */
    decide: (
      programme: string,
      id: SanctionsReview['id'],
      decision: { outcome: 'clear' | 'confirm'; note: string; by: AuditActor; at: Date; fingerprint: string },
    ) =>
      c.change(programme, id, (review) => {
        const { outcome, note, by, at, fingerprint } = decision;
        if (review.fingerprint !== fingerprint || review.state === 'gone') return null;
        return {
          set: {
            state: outcome === 'clear' ? ('cleared' as const) : ('confirmed' as const),
            decision: { by, at, note, fingerprint },
          },
          audit: {
            action: outcome === 'clear' ? 'sanctions.cleared' : 'sanctions.confirmed',
            actor: by,
            subject: { kind: 'partner', id: review.partner },
            detail: { review: id, uid: review.uid, score: review.score, note, fingerprint },
          },
        };
      }),

    list: (programme: string, query: PageQuery & { state?: SanctionsReviewState; partner?: PartnerId } = {}) =>
      c.page(
        programme,
        {
          ...(query.state ? { state: query.state } : {}),
          ...(query.partner ? { partner: query.partner } : {}),
        },
        query,
        { field: 'foundAt', direction: -1 },
      ),
  };
}
