import { dayOf, derivedId, type PartnerId } from '@sluice/domain';
import { defaultRemindDays } from '@sluice/domain/tax/settings';
import { screenPartners } from './screening.js';
import type { Store } from '../store.js';

const day = 86_400_000;

/** Marks forms that have ended, and tells of those that end soon, so that their partners are asked for new ones. Safe to repeat. */
export async function chaseTaxForms(
  store: Store,
  programme: string,
  now: Date,
): Promise<{ expired: number; ending: number }> {
  const { settings, timeZone } = await store.programmes.need(programme);
  const today = dayOf(now, timeZone);
  const days = settings.tax?.remindDays ?? defaultRemindDays;
  const soon = dayOf(new Date(now.getTime() + days * day), timeZone);
  let [expired, ending] = [0, 0];
  for (const form of await store.taxForms.endingBy(programme, soon)) {
    const newer = (await store.taxForms.ofPartner(programme, form.partner)).some(
      (other) => other.purpose === form.purpose && other.version > form.version && other.state !== 'rejected',
    );
    if (!form.askedAnewAt && !newer) {
      await store.taxForms.tellEnding(programme, form.id, now);
      ending += 1;
    }
    if ((form.endsOn ?? today) < today) {
      await store.taxForms.expire(programme, form.id);
      expired += 1;
    }
  }
  return { expired, ending };
}

/** So many days after a rejection the partner is asked again: it was told at once. */
const patienceDays = 7;

/**
 * Tells of partners with something payable who have no form that holds, once by form and month, so that flows ask for one:
 * `custom.tax_form.needed`. A form that waits to be looked at is waited for. Answers how many were told of. Safe to repeat.
 */
export async function askForTaxForms(store: Store, programme: string, now: Date): Promise<number> {
  const { settings, timeZone, currency } = await store.programmes.need(programme);
  if (!settings.tax?.formRequired) return 0;
  const today = dayOf(now, timeZone);
  const partners = await store.commissions.payablePartners(programme, currency);
  const standings = await store.taxForms.standings(programme, partners, 'us', today);
  const needed = partners.flatMap((partner) => {
    const standing = standings.get(partner) ?? { state: 'missing' as const };
    if (standing.state === 'in_force' || standing.state === 'submitted') return [];
    const form = 'form' in standing ? standing.form : undefined;
    const toldAt = standing.state === 'rejected' ? (form?.review?.at.getTime() ?? 0) : 0;
    if (toldAt > now.getTime() - patienceDays * day) return [];
    const key = `tax-form-needed/${partner}/${form?.id ?? 'none'}/${today.slice(0, 7)}`;
    return [{ partner, key, state: standing.state, event: derivedId('event', programme, 'internal', key) }];
  });
  let told = 0;
  for (let start = 0; start < needed.length; start += 500) {
    const some = needed.slice(start, start + 500);
    const ids = some.map(({ event }) => event);
    const known = new Set((await store.events.collection.find(programme, { _id: { $in: ids } })).map(({ id }) => id));
    for (const { partner, key, state } of some.filter(({ event }) => !known.has(event))) {
      const note = { key, type: 'custom.tax_form.needed' as const, occurredAt: now };
      await store.partners.change(programme, partner, () => ({
        set: {},
        events: [{ ...note, data: { partnerId: partner, state }, correlations: [`partner:${partner}`] }],
      }));
      told += 1;
    }
  }
  return told;
}

/** Screens every partner, so that a change of a name or of the list is seen before the next batch. */
export async function screenEverybody(store: Store, programme: string, now: Date): Promise<number> {
  const { settings, timeZone } = await store.programmes.need(programme);
  if (!settings.sanctions?.screen || !(await store.sanctionsLists.current(programme))) return 0;
  const today = dayOf(now, timeZone);
  let cursor: string | undefined;
  let screened = 0;
  do {
    const page = await store.partners.list(programme, { limit: 500, ...(cursor !== undefined && { cursor }) });
    const ids: PartnerId[] = page.data.map(({ id }) => id);
    const standings = await store.taxForms.standings(programme, ids, 'us', today);
    const forms = new Map([...standings].flatMap(([id, one]) => ('form' in one ? [[id, one.form]] : [])));
    await screenPartners(store, programme, settings.sanctions, page.data, forms, now);
    screened += ids.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return screened;
}
