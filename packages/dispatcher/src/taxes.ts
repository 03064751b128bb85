import { fetchSdnList } from '@sluice/connectors/ofac/outbound';
import type { Store } from '@sluice/store';
import { askForTaxForms, chaseTaxForms, screenEverybody } from '@sluice/store/operations/index';

/** A list is fetched again when the one that is stored is older than this. */
const fetchAfterMs = 20 * 3_600_000;

/**
 * Looks after tax forms and sanctions lists of a programme: ends, announces and asks for forms, fetches the list where the programme says from
 * where, and screens everybody anew. Safe to repeat.
 */
export async function keepTaxes(
  store: Store,
  programme: string,
  now: Date,
  log: (message: string) => void,
  fetchList: typeof fetchSdnList = fetchSdnList,
): Promise<void> {
  await chaseTaxForms(store, programme, now);
  await askForTaxForms(store, programme, now);
  const { sanctions } = (await store.programmes.need(programme)).settings;
  if (!sanctions?.screen) return;
  const current = await store.sanctionsLists.current(programme);
  if (sanctions.source !== undefined && now.getTime() - (current?.importedAt.getTime() ?? 0) > fetchAfterMs) {
    const fetched = await fetchList(sanctions.source);
    if (fetched.ok) {
      const { entries, leftOut, publishedOn } = fetched.list;
      await store.sanctionsLists.import(
        programme,
        {
          list: 'ofac_sdn',
          entries,
          leftOut,
          ...(publishedOn !== undefined && { publishedOn }),
          source: sanctions.source,
        },
        { actor: { id: 'system' }, at: now },
      );
    } else log(`The sanctions list of ${programme} could not be fetched: ${fetched.message}`);
  }
  await screenEverybody(store, programme, now);
}
