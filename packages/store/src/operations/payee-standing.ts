import type { PartnerId, PayeeStanding } from '@sluice/domain';
import type { Store } from '../store.js';

/**
 * What tax, VAT and sanctions say about paying these partners now. Partners of whom nothing is to be said are not in the
 * answer; a programme that has switched nothing on gets an empty one.
 */
export async function payeeStandings(
  store: Store,
  programme: string,
  partners: readonly PartnerId[],
  _now: Date,
): Promise<ReadonlyMap<PartnerId, PayeeStanding>> {
  const { tax, sanctions } = (await store.programmes.need(programme)).settings;
  const code = sanctions?.screen ? 'left_out.sanctions_stale' : tax?.formRequired ? 'left_out.tax_form' : undefined;
  if (code === undefined) return new Map();
  return new Map(partners.map((id) => [id, { leftOut: { code, params: {} } }]));
}
