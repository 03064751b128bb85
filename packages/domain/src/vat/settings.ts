/** How a programme treats VAT on the commissions that it pays. Without these settings no VAT is spoken of. */
export interface VatSettings {
  /** Where the programme is taxed, ISO 3166-1. */
  country: string;
  /** Its VAT number, with the country's prefix. */
  number?: string;
  /** Who receives the partners' services, by name and postal address: without them no invoice is written, and who needs one is not paid. */
  company?: { name: string; street: string; postcode?: string; town: string };
  /** It writes the invoices itself (self-billing), where the partner has agreed to that. */
  selfBilling?: boolean;
  /** What the numbers of self-billed invoices begin with; `SB` unless set. */
  numberPrefix?: string;
}
