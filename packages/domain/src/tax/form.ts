/** Values of a form as they are filled in: text by field; a box that is ticked says `yes`. */
export type TaxValues = Readonly<Record<string, string>>;

export const taxFormKeys = ['w9', 'w8ben', 'w8ben_e', 'vat'] as const;
export type TaxFormKey = (typeof taxFormKeys)[number];

/** One field of a form. Texts are English; the portal translates them. */
export interface TaxField {
  key: string;
  kind: 'text' | 'choice' | 'country' | 'state' | 'tin' | 'date' | 'percent' | 'tick' | 'vat_number';
  label: string;
  help?: string;
  /** Line of the official form, e.g. `Line 3a`. */
  line?: string;
  options?: readonly { value: string; label: string }[];
  /** Whether it must be filled in, given the rest; not needed by default. */
  needed?: (values: TaxValues) => boolean;
  /** Whether it is there at all, given the rest; a field that is not there keeps nothing. */
  shown?: (values: TaxValues) => boolean;
  /** Stored encrypted, and shown masked. */
  secret?: true;
  /** Characters at most; 200 by default. */
  max?: number;
  /** What is wrong with a value that is filled in, as a sentence; undefined where nothing is. */
  check?: (value: string, values: TaxValues, today: string) => string | undefined;
  /** How it is stored. */
  tidy?: (value: string) => string;
}

export interface TaxFormPart {
  title: string;
  help?: string;
  fields: readonly TaxField[];
}

/** A form of the registry: what it asks, and how long it holds. */
export interface TaxFormDefinition {
  key: TaxFormKey;
  /** As people call it: `W-9`. */
  name: string;
  title: string;
  /** Which edition of the official form the fields follow. */
  edition: string;
  /** `us`: decides about reporting and withholding in the United States. `vat`: about VAT on commissions. */
  purpose: 'us' | 'vat';
  parts: readonly TaxFormPart[];
  /** `third_year`: ends on 31 December of the third year after the signature. `until_changed`: holds until something changes. */
  holds: 'third_year' | 'until_changed';
  /** What is confirmed by the signature. */
  certify: readonly string[];
}

/** Something wrong with a field of a form that was filled in. */
export interface TaxProblem {
  field: string;
  code: 'needed' | 'unknown_field' | 'too_long' | 'not_an_option' | 'invalid';
  message: string;
}

export const ticked = (value: string | undefined): boolean => value === 'yes';
