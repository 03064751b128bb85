/** Rails as people call them. */
const railWords: Readonly<Record<string, string>> = {
  sepa: 'SEPA transfer',
  nacha: 'US bank transfer (ACH)',
  paypal: 'PayPal',
  wise: 'Wise',
  stripe: 'Stripe',
  payoneer: 'Payoneer',
  sandbox: 'Sandbox',
  manual: 'By hand',
  csv: 'Bank transfer from a list',
};

/** What people call a rail, to be translated; one that is not known keeps its key. */
export function railWord(rail: string): string {
  return railWords[rail] ?? rail;
}
