import type { ExplanationPart, PartnerId } from '@sluice/domain';
import { screen } from '@sluice/domain/sanctions/screen';
import { defaultMaxAgeDays, type SanctionsSettings } from '@sluice/domain/sanctions/settings';
import { screenedPartner } from '@sluice/domain/sanctions/subject';
import type { FiledTaxForm } from '@sluice/domain/tax/filed';
import type { SanctionsReview } from '../collections/sanctions-reviews.js';
import type { StoredPartner } from '../collections/partners.js';
import type { Stored } from '../core/spec.js';
import type { Store } from '../store.js';

const day = 86_400_000;

/**
 * Holds partners against the current sanctions list, writes down what is found, and says who is not to be paid and why: a likeness that
 * nobody has decided, one that was confirmed, and everybody where the list is stale or there is none.
 */
export async function screenPartners(
  store: Store,
  programme: string,
  settings: SanctionsSettings,
  partners: readonly Stored<StoredPartner>[],
  forms: ReadonlyMap<PartnerId, FiledTaxForm>,
  now: Date,
): Promise<Map<PartnerId, ExplanationPart>> {
  const list = await store.sanctionsLists.current(programme);
  const nobody = (reason: ExplanationPart) => new Map(partners.map(({ id }) => [id, reason]));
  if (!list) return nobody({ code: 'left_out.sanctions_stale', params: {} });
  const stale = staleness(list.importedAt, settings, now);
  if (stale) return nobody(stale);
  const index = await store.sanctionsLists.index(programme, list);
  const known = new Map<PartnerId, Stored<SanctionsReview>[]>();
  for (const review of await store.sanctionsReviews.ofPartners(
    programme,
    partners.map(({ id }) => id),
  ))
    known.set(review.partner, [...(known.get(review.partner) ?? []), review]);
  const leftOut = new Map<PartnerId, ExplanationPart>();
  for (const partner of partners) {
    const subject = screenedPartner(partner, forms.get(partner.id));
    const matches = screen(index, subject, settings);
    const before = known.get(partner.id) ?? [];
    if (matches.length === 0 && before.length === 0) continue;
    const present: SanctionsReview[] = [];
    for (const match of matches)
      present.push(await store.sanctionsReviews.note(programme, partner.id, match, subject, list.hash, now));
    for (const review of before)
      if (!matches.some(({ entry }) => entry.uid === review.uid))
        present.push(await store.sanctionsReviews.gone(programme, review.id));
    const reason = whyNot(present);
    if (reason) leftOut.set(partner.id, reason);
  }
  return leftOut;
}

/** Why nobody can be screened, where the list was imported too long ago. */
export function staleness(
  importedAt: Date,
  { maxAgeDays = defaultMaxAgeDays }: SanctionsSettings,
  now: Date,
): ExplanationPart | undefined {
  const age = Math.floor((now.getTime() - importedAt.getTime()) / day);
  return now.getTime() - importedAt.getTime() > maxAgeDays * day
    ? { code: 'left_out.sanctions_stale', params: { age, max: maxAgeDays } }
    : undefined;
}

function whyNot(reviews: readonly SanctionsReview[]): ExplanationPart | undefined {
  const worst = [...reviews].sort((a, b) => b.score - a.score);
  const confirmed = worst.find(({ state }) => state === 'confirmed');
  if (confirmed) return { code: 'left_out.sanctions_confirmed', params: { name: confirmed.entry.name } };
  const open = worst.find(({ state }) => state === 'open');
  return open && { code: `left_out.sanctions_${open.level}`, params: { name: open.entry.name, score: open.score } };
}
