import type { PayoutFileFormat } from '@sluice/contracts/payout-file';

/** Formats of files by the names that banks know them by. */
export const fileFormats: Record<PayoutFileFormat, string> = {
  pain001: 'SEPA (pain.001)',
  nacha: 'NACHA (ACH)',
  csv: 'CSV',
  payoneer: 'Payoneer (CSV)',
};
