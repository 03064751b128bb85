import type { Money } from '@sluice/domain';

/** One booking of an account, as its bank tells it. */
export interface BankBooking {
  /** The bank's own reference; empty where it gave none. */
  reference: string;
  /** `2026-11-24` */
  bookedAt: string;
  direction: 'debit' | 'credit';
  amount: Money;
  /** False for what is only announced. */
  booked: boolean;
  /** What the payer has given the payment, carried through the banks. */
  endToEndId?: string;
  /** Message or payment information that the booking is about as a whole. */
  message?: string;
  /** How many payments it is, where the bank books a file as one. */
  payments?: number;
  name?: string;
  /** The other side's account, whole. */
  account?: string;
  text?: string;
  returnReason?: { code: string; text: string };
}

/** A bank's statement, read. */
export interface ReadStatement {
  format: 'camt053' | 'csv';
  account?: string;
  number?: string;
  from?: string;
  to?: string;
  bookings: BankBooking[];
}

/** What is wrong with a file; `where` is a line or an element. */
export interface BankFileProblem {
  where: string;
  code: string;
  message: string;
}

export type ReadBankFile = { ok: true; statement: ReadStatement } | { ok: false; problems: BankFileProblem[] };
