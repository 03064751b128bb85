import { electronicFormatIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools';

/** What is wrong with a field: a sentence, and its code with what the sentence names, for saying it in other languages. */
export interface FieldProblem {
  code: string;
  message: string;
  params?: Readonly<Record<string, string>>;
}

export interface AccountField {
  key: string;
  /** As people call it. */
  label: string;
  required: boolean | ((account: Readonly<Record<string, unknown>>) => boolean);
  /** Takes away what people type for their eyes only. */
  tidy(text: string): string;
  /** What is wrong with the tidied text, or undefined. */
  check(text: string): FieldProblem | undefined;
}

/** The fields of each rail's account: what a form asks for and what `parsePayoutAccount` checks. */
export const accountFields = {
  sepa: [
    { key: 'iban', label: 'The IBAN', required: true, tidy: closed, check: checkIban },
    { key: 'bic', label: 'The BIC', required: false, tidy: closed, check: checkBic },
    text('holder', 'The account holder', 140, true),
    text('town', 'The town', 35, true),
    { key: 'country', label: 'The country', required: true, tidy: closed, check: checkCountry },
    text('street', 'The street', 70, false),
    text('postcode', 'The postcode', 16, false),
  ],
  nacha: [
    { key: 'routing', label: 'The routing number', required: true, tidy: closed, check: checkRouting },
    pattern('account', 'The account number', /^[A-Za-z0-9-]{1,17}$/, 'is 1 to 17 digits, letters or dashes', closed),
    pattern('type', 'The kind of account', /^(checking|savings)$/, 'is checking or savings', trimmed),
    text('holder', 'The account holder', 140, true),
  ],
  paypal: [
    { key: 'receiver', label: 'The e-mail address at PayPal', required: true, tidy: trimmed, check: checkEmail },
  ],
  wise: [
    { key: 'recipient', label: 'The recipient', required: true, tidy: trimmed, check: checkRecipient },
    text('holder', 'The account holder', 140, ({ recipient }) => isText(recipient) && recipient.includes('@')),
  ],
  stripe: [
    pattern(
      'account',
      'The Stripe account',
      /^acct_[A-Za-z0-9]{8,40}$/,
      'looks like acct_1A2b3C4d5E6f7G8h',
      trimmed,
      'invalid_stripe_account',
    ),
  ],
  payoneer: [
    pattern(
      'payee',
      'The payee id',
      /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$/,
      'is at most 100 letters, digits or . _ @ + -',
      trimmed,
    ),
  ],
  sandbox: [pattern('id', 'The account', /^[^{}\s][^{}]{0,199}$/, 'is 1 to 200 characters', trimmed)],
  manual: [text('note', 'The note', 200, false)],
  csv: [
    text('holder', 'The account holder', 140, true),
    text('account', 'The account number', 64, true),
    text('bank', 'The bank', 140, false),
    { key: 'country', label: 'The country', required: false, tidy: closed, check: checkCountry },
  ],
} as const satisfies Record<string, readonly AccountField[]>;

/** ABA routing numbers: nine digits, 3-7-1 weighted sum a multiple of ten (ABA Key to Routing Numbers). */
export function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || text === '000000000') return false;
  const weights = [3, 7, 1];
  return [...text].reduce((sum, digit, index) => sum + Number(digit) * weights[index % 3]!, 0) % 10 === 0;
}

function checkIban(text: string): FieldProblem | undefined {
  if (!isValidIBAN(electronicFormatIBAN(text) ?? '')) {
    return { code: 'invalid_iban', message: 'The IBAN is not right: its length or its check digits do not fit.' };
  }
  if (!isSEPACountry(text.slice(0, 2))) {
    const country = text.slice(0, 2);
    return { code: 'not_sepa', message: `Banks of ${country} take no SEPA transfers.`, params: { country } };
  }
  return undefined;
}

function checkBic(text: string): FieldProblem | undefined {
  return isValidBIC(text) ? undefined : { code: 'invalid_bic', message: 'The BIC is 8 or 11 letters and digits.' };
}

function checkRouting(text: string): FieldProblem | undefined {
  if (isRoutingNumber(text)) return undefined;
  return { code: 'invalid_routing', message: 'The routing number is nine digits, and its check digit must fit.' };
}

function checkCountry(text: string): FieldProblem | undefined {
  if (/^[A-Z]{2}$/.test(text)) return undefined;
  return { code: 'invalid_country', message: 'The country is two letters, such as DE or US.' };
}

function checkEmail(text: string): FieldProblem | undefined {
  if (text.length <= 127 && /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@.]+$/.test(text)) return undefined;
  return { code: 'invalid_email', message: 'That is not an e-mail address of at most 127 characters.' };
}

function checkRecipient(text: string): FieldProblem | undefined {
  if (/^\d{1,15}$/.test(text)) return undefined;
  if (text.includes('@')) return checkEmail(text);
  return { code: 'invalid_recipient', message: "The recipient is Wise's own number for it, or an e-mail address." };
}

function text(key: string, label: string, longest: number, required: AccountField['required']): AccountField {
  const check = (given: string): FieldProblem | undefined => {
    if (given.length > longest) {
      const params = { field: label, longest: String(longest) };
      return { code: 'too_long', message: `${label} has more than ${longest} characters.`, params };
    }
    if (!hasControl(given)) return undefined;
    const message = `${label} has characters that cannot be printed.`;
    return { code: 'invalid_text', message, params: { field: label } };
  };
  return { key, label, required, tidy: (given) => given.trim().replace(/ +/g, ' '), check };
}

function pattern(
  key: string,
  label: string,
  fits: RegExp,
  says: string,
  tidy: AccountField['tidy'],
  code = `invalid_${key}`,
): AccountField {
  const check = (given: string): FieldProblem | undefined =>
    fits.test(given) ? undefined : { code, message: `${label} ${says}.` };
  return { key, label, required: true, tidy, check };
}

function hasControl(given: string): boolean {
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(given);
}

function trimmed(given: string): string {
  return given.trim();
}

/** Without spaces, in capitals: IBANs, BICs and codes. */
function closed(given: string): string {
  return given.replace(/\s+/g, '').toUpperCase();
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
