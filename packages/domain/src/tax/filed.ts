import type { Id, PartnerId } from '../ids.js';
import type { TaxFormDefinition, TaxFormKey, TaxValues } from './form.js';

export type TaxFormState = 'submitted' | 'accepted' | 'rejected' | 'expired';

/** A form that a partner has given. Versions are kept: a new one is a document of its own. */
export interface FiledTaxForm {
  id: Id<'tax_form'>;
  programme: string;
  partner: PartnerId;
  form: TaxFormKey;
  purpose: TaxFormDefinition['purpose'];
  /** 1, 2, 3… of this partner and purpose. */
  version: number;
  /** Edition of the official form. */
  edition: string;
  /** What may be read. */
  values: TaxValues;
  /** Numbers and dates of birth: encrypted JSON by field. */
  sealed: string;
  /** The same, masked. */
  masked: TaxValues;
  signedAs: string;
  capacity: string;
  /** Day of the signature, and the last day that the form holds, in the programme's zone. */
  signedOn: string;
  endsOn?: string;
  state: TaxFormState;
  submittedAt: Date;
  submittedBy: { id: string; name?: string };
  review?: { by: { id: string; name?: string }; at: Date; reason?: string };
  /** When the partner was asked for a new one because this one ends. */
  askedAnewAt?: Date;
}

/** The last day that a form holds: W-8s end on 31 December of the third year after the signature (instructions, "Expiration"). */
export function endOf(form: Pick<TaxFormDefinition, 'holds'>, signedOn: string): string | undefined {
  return form.holds === 'third_year' ? `${Number(signedOn.slice(0, 4)) + 3}-12-31` : undefined;
}

/** What is to be said of a partner's forms of one purpose on a day: which one holds, and if none, why not. */
export type FormStanding<Form> =
  | { state: 'in_force'; form: Form }
  | { state: 'submitted' | 'rejected' | 'expired'; form: Form }
  | { state: 'missing' };

/** The newest form that was accepted and has not ended holds, also while a newer one waits to be looked at. */
export function standingOf<Form extends Pick<FiledTaxForm, 'state' | 'version' | 'endsOn'>>(
  forms: readonly Form[],
  day: string,
): FormStanding<Form> {
  const newestFirst = [...forms].sort((a, b) => b.version - a.version);
  const ended = (form: Form): boolean => form.state === 'expired' || (form.endsOn !== undefined && form.endsOn < day);
  const accepted = newestFirst.find((form) => form.state === 'accepted' && !ended(form));
  if (accepted) return { state: 'in_force', form: accepted };
  const [newest] = newestFirst;
  if (!newest) return { state: 'missing' };
  if (newest.state === 'rejected') return { state: 'rejected', form: newest };
  return ended(newest) ? { state: 'expired', form: newest } : { state: 'submitted', form: newest };
}
