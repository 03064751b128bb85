import { endToEndId, minorToDecimal, type Money, type PayoutAccount } from '@sluice/domain';
import { csvLine } from '@sluice/domain/csv';
import type { FileFormat, FilePayment } from '../files/format.js';

const columns = ['reference', 'partner', 'holder', 'account', 'bank', 'country', 'amount', 'currency', 'text'];

/** A list for whoever pays by hand, or for a bank that takes one: one line a payout, texts safe in a spreadsheet. */
export const csvList: FileFormat = {
  key: 'csv',
  rails: ['csv', 'manual'],
  also: ['sepa', 'nacha', 'payoneer'],
  extension: 'csv',
  mime: 'text/csv; charset=utf-8',
  missing: () => [],
  check: ({ amount }) => (amount.amount > 0n ? undefined : { code: 'not_positive', message: 'Nothing is to be paid.' }),
  write: ({ payments }) => ({
    content: `\ufeff${csvLine(columns)}${payments.map(line).join('')}`,
    sums: { control: controlSum(payments.map(({ amount }) => amount)) },
    references: payments.map(({ key }) => endToEndId(key)),
  }),
};

/** The total by currency, as people add a column up: `1200.50`, or `EUR 10.00 + JPY 500` where several mix. */
export function controlSum(amounts: readonly Money[]): string {
  const totals = new Map<string, bigint>();
  for (const { amount, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0n) + amount);
  const sums = [...totals].map(([currency, amount]) => ({ currency, text: minorToDecimal({ amount, currency }) }));
  if (sums.length <= 1) return sums[0]?.text ?? '0';
  return sums.map(({ currency, text }) => `${currency} ${text}`).join(' + ');
}

function line({ key, partner, account, amount, text }: FilePayment): string {
  const { holder, number, bank, country } = written(account);
  return csvLine([
    endToEndId(key),
    partner.name,
    holder ?? partner.name,
    number ?? '',
    bank ?? '',
    country ?? '',
    { figure: minorToDecimal(amount) },
    amount.currency,
    text,
  ]);
}

function written(account: PayoutAccount): { holder?: string; number?: string; bank?: string; country?: string } {
  switch (account.rail) {
    case 'sepa':
      return {
        holder: account.holder,
        number: account.iban,
        ...(account.bic && { bank: account.bic }),
        country: account.country,
      };
    case 'nacha':
      return { holder: account.holder, number: account.account, bank: `${account.routing} (${account.type})` };
    case 'csv':
      return {
        holder: account.holder,
        number: account.account,
        ...(account.bank && { bank: account.bank }),
        ...(account.country && { country: account.country }),
      };
    case 'manual':
      return { ...(account.note && { number: account.note }) };
    case 'payoneer':
      return { number: account.payee, bank: 'Payoneer' };
    case 'paypal':
      return { number: account.receiver, bank: 'PayPal' };
    case 'wise':
      return { ...(account.holder && { holder: account.holder }), number: account.recipient, bank: 'Wise' };
    case 'stripe':
      return { number: account.account, bank: 'Stripe' };
    case 'sandbox':
      return { number: account.id };
  }
}
