import { dayOf, type ExplanationPart, type PartnerId, type PayeeStanding } from '@sluice/domain';
import type { FiledTaxForm, FormStanding } from '@sluice/domain/tax/filed';
import { decideWithholding } from '@sluice/domain/tax/withholding';
import { isSelfBilled } from '@sluice/domain/vat/notes';
import { recipientOf, supplierOf } from '@sluice/domain/vat/party';
import { decideVat, type VatProfile } from '@sluice/domain/vat/scheme';
import type { VatSettings } from '@sluice/domain/vat/settings';
import { vatProfileOf } from '../collections/tax-forms.js';
import type { Store } from '../store.js';
import { screenPartners } from './screening.js';

/**
 * What tax, VAT and sanctions say about paying these partners now. Partners of whom nothing is to be said are not in the
 * answer; a programme that has switched nothing on gets an empty one. Where the programme screens, this is a screening.
 */
export async function payeeStandings(
  store: Store,
  programme: string,
  partners: readonly PartnerId[],
  now: Date,
): Promise<ReadonlyMap<PartnerId, PayeeStanding>> {
  const { settings, timeZone } = await store.programmes.need(programme);
  const { tax, sanctions, vat } = settings;
  if (partners.length === 0 || (!tax && !sanctions?.screen && !vat)) return new Map();
  const day = dayOf(now, timeZone);
  const ids = [...new Set(partners)];
  const [known, taxForms, declarations] = await Promise.all([
    store.partners.many(programme, ids),
    store.taxForms.standings(programme, ids, 'us', day),
    vat ? store.taxForms.standings(programme, ids, 'vat', day) : new Map<PartnerId, FormStanding<FiledTaxForm>>(),
  ]);
  const forms = new Map([...taxForms].flatMap(([id, standing]) => ('form' in standing ? [[id, standing.form]] : [])));
  const hits = sanctions?.screen
    ? await screenPartners(store, programme, sanctions, known, forms, now)
    : new Map<PartnerId, ExplanationPart>();
  const answer = new Map<PartnerId, PayeeStanding>();
  for (const { id, country } of known) {
    const form = taxForms.get(id) ?? { state: 'missing' };
    const declared = declarations.get(id);
    const withholding = tax && decideWithholding(tax, form, country);
    const profile = declared?.state === 'in_force' ? vatProfileOf(declared.form) : undefined;
    const treated = vat && decideVat(vat, profile, day);
    const leftOut =
      hits.get(id) ??
      (tax?.formRequired ? missing(form) : undefined) ??
      (profile && treated && treated.scheme !== 'none' ? notBillable(vat, profile, treated) : undefined);
    const standing: PayeeStanding = {
      ...(leftOut && { leftOut }),
      ...(withholding && { withholding }),
      ...(treated && treated.scheme !== 'none' && { vat: treated }),
    };
    if (Object.keys(standing).length > 0) answer.set(id, standing);
  }
  return answer;
}

/** Why no invoice could be written for a payout that needs one; without it nobody is paid. */
function notBillable(
  vat: VatSettings,
  profile: VatProfile,
  treated: NonNullable<PayeeStanding['vat']>,
): ExplanationPart | undefined {
  if (!isSelfBilled(treated)) return undefined;
  const [ours, theirs] = [recipientOf(vat), supplierOf(profile)];
  if (!ours.ok) return { code: 'left_out.invoice_party', params: { whose: 'programme', missing: ours.missing } };
  return theirs.ok
    ? undefined
    : { code: 'left_out.invoice_party', params: { whose: 'partner', missing: theirs.missing } };
}

/** Why a form that is asked for does not do; undefined where it does. */
function missing(standing: FormStanding<FiledTaxForm>): ExplanationPart | undefined {
  if (standing.state === 'in_force') return undefined;
  const on = 'form' in standing && standing.state === 'expired' ? standing.form.endsOn : undefined;
  return { code: 'left_out.tax_form', params: { state: standing.state, ...(on !== undefined && { on }) } };
}
