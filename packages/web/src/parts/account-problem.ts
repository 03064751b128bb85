import type { ProblemBody } from '../lib/problem.js';

type ProblemError = NonNullable<ProblemBody['errors']>[number];

/** What is wrong with payout details, by the code that the server answers; the English is word for word the server's. */
export const accountProblems: Readonly<Record<string, string>> = {
  missing: '{{field}} is missing.',
  not_text: '{{field}} is text.',
  too_long: '{{field}} has more than {{longest}} characters.',
  invalid_text: '{{field}} has characters that cannot be printed.',
  invalid_iban: 'The IBAN is not right: its length or its check digits do not fit.',
  not_sepa: 'Banks of {{country}} take no SEPA transfers.',
  invalid_bic: 'The BIC is 8 or 11 letters and digits.',
  invalid_routing: 'The routing number is nine digits, and its check digit must fit.',
  invalid_country: 'The country is two letters, such as DE or US.',
  invalid_email: 'That is not an e-mail address of at most 127 characters.',
  invalid_recipient: "The recipient is Wise's own number for it, or an e-mail address.",
  invalid_account: 'The account number is 1 to 17 digits, letters or dashes.',
  invalid_type: 'The kind of account is checking or savings.',
  invalid_stripe_account: 'The Stripe account looks like acct_1A2b3C4d5E6f7G8h.',
  invalid_payee: 'The payee id is at most 100 letters, digits or . _ @ + -.',
  invalid_id: 'The account is 1 to 200 characters.',
  unknown_rail: 'The rail is one of {{rails}}.',
  unknown_field: '{{rail}} has no field "{{key}}".',
  unknown_currency: 'Nobody is paid in {{currency}}.',
  rail_off: 'Partners of this group are not paid this way.',
};

/** A problem with payout details in the reader's language; one whose code is not known stays as the server has put it. */
export function accountProblem(
  { code, message, params = {} }: ProblemError,
  t: (key: string, values: Record<string, string>) => string,
): string {
  const sentence = accountProblems[code];
  if (sentence === undefined) return message;
  return t(sentence, { ...params, ...(params['field'] && { field: t(params['field'], {}) }) });
}
