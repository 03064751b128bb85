import { reporter, type Check } from './problem.js';

/** Numbers of self-billed invoices run without a gap from 1 in each year, and each is the invoice of one statement at most. */
export const selfBillingHasNoGap: Check = async (store, programme) => {
  const { problems, report } = reporter(programme);
  const numbers = await store.selfBillingNumbers.collection.find(programme, {}, { sort: { year: 1, seq: 1 } });
  let [year, next] = [0, 1];
  for (const number of numbers) {
    if (number.year !== year) [year, next] = [number.year, 1];
    if (number.seq !== next)
      report('self_billing_gap', 'payout', number.payout, `After ${next - 1} of ${year} comes number ${number.seq}.`);
    next = number.seq + 1;
  }
  if (numbers.length === 0) return problems;
  const seen = new Map<string, string>();
  for (const { id, invoice } of await store.statements.collection.find(programme, { selfBilling: { $exists: true } })) {
    if (!invoice) continue;
    const other = seen.get(invoice.number);
    if (other !== undefined)
      report('self_billing_twice', 'statement', id, `Invoice ${invoice.number} is also that of statement ${other}.`);
    seen.set(invoice.number, id);
  }
  return problems;
};
