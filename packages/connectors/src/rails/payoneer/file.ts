import { endToEndId, minorToDecimal } from '@sluice/domain';
import { csvLine } from '@sluice/domain/csv';
import { controlSum } from '../csv/list.js';
import type { FileFormat, FilePayment, FileRefusal } from '../files/format.js';

/**
 * Payoneer's batch payment file, in the order of its own template: recipient, amount, currency, description
 * (https://www.payoneer.com/resources/business/how-to-create-and-send-a-batch-payment). The description begins with the
 * reference that the confirmation is matched by.
 */
export const payoneer: FileFormat = {
  key: 'payoneer',
  rails: ['payoneer'],
  also: [],
  extension: 'csv',
  mime: 'text/csv; charset=utf-8',
  missing: () => [],
  check,
  write: ({ payments }) => ({
    content: csvLine(['Recipient', 'Amount', 'Currency', 'Description']) + payments.map(line).join(''),
    sums: { control: controlSum(payments.map(({ amount }) => amount)) },
    references: payments.map(({ key }) => endToEndId(key)),
  }),
};

function check({ account, amount }: FilePayment): FileRefusal | undefined {
  if (account.rail !== 'payoneer')
    return { code: 'other_rail', message: `The account is for ${account.rail}, not for Payoneer.` };
  if (amount.amount <= 0n) return { code: 'not_positive', message: 'Nothing is to be paid.' };
  return undefined;
}

function line({ account, amount, key, text }: FilePayment): string {
  if (account.rail !== 'payoneer') throw new TypeError(`a payment to ${account.rail} in a Payoneer file`);
  return csvLine([
    account.payee,
    { figure: minorToDecimal(amount) },
    amount.currency,
    `${endToEndId(key)} ${text}`.slice(0, 140),
  ]);
}
