import { canonicalJson } from '../json.js';
import { sha256Hex } from '../ids.js';
import type { Partner } from '../partner.js';
import type { FiledTaxForm } from '../tax/filed.js';
import type { ScreenedSubject } from './screen.js';

const organisations: readonly Partner['type'][] = ['agency', 'coupon_site', 'reseller'];

/** A partner as it is looked for: by its own name, that of its organisation, and the name on its tax form. */
export function screenedPartner(
  partner: Pick<Partner, 'name' | 'organisation' | 'type' | 'country'>,
  form: Pick<FiledTaxForm, 'form' | 'values' | 'masked'> | undefined,
): ScreenedSubject {
  const asFiled = form?.values['name'];
  // The year stays readable where the day of birth is masked.
  const year = form?.masked['birth']?.slice(0, 4);
  const country = form?.values['country'] ?? partner.country;
  return {
    names: [
      { name: partner.name, kind: organisations.includes(partner.type) ? 'entity' : 'individual' },
      ...(partner.organisation === undefined ? [] : [{ name: partner.organisation, kind: 'entity' as const }]),
      ...(form && asFiled !== undefined ? [{ name: asFiled, kind: kindOf(form) }] : []),
    ],
    ...(year !== undefined && { birth: year }),
    ...(country !== undefined && { country: country.toUpperCase() }),
  };
}

/** What of a partner a decision was made about: another one means that it has to be made again. */
export function subjectFingerprint(subject: ScreenedSubject): string {
  return sha256Hex(canonicalJson({ ...subject, names: subject.names.map((one) => ({ ...one })) })).slice(0, 32);
}

function kindOf({ form, values }: Pick<FiledTaxForm, 'form' | 'values'>): 'individual' | 'entity' {
  const person = form === 'w8ben' || values['classification'] === 'individual' || values['status'] === 'private';
  return person ? 'individual' : 'entity';
}
