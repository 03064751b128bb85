import { dayOf, type PartnerId } from '@sluice/domain';
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
