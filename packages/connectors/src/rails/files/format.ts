import type { BankingCalendar, Money, PayoutAccount, PayoutId } from '@sluice/domain';

/** One payout as a file carries it. */
export interface FilePayment {
  payout: PayoutId;
  /** The key of the attempt that the file belongs to: what the bank carries along derives from it. */
  key: string;
  partner: { id: string; name: string };
  amount: Money;
  account: PayoutAccount;
  /** What the partner reads on its own statement. */
  text: string;
}

export interface FileInput {
  /** Letters and digits, at most 29: names the file at the bank, once for ever. */
  message: string;
  batch: string;
  /** Of the day, from 0: tells files of one day apart where the format has one character for it. */
  ordinal: number;
  madeAt: Date;
  /** `2026-11-24`; a banking day. */
  executionDate: string;
  payments: readonly FilePayment[];
  /** Of the rail, as the programme has set them. */
  settings: Readonly<Record<string, string>>;
}

/** Why a payout cannot be in this file; it is left out before anything is written. */
export interface FileRefusal {
  code: string;
  message: string;
}

export interface WrittenFile {
  content: string;
  /** As the file itself carries them: its control sum as a decimal, and NACHA's entry hash. */
  sums: { control: string; hash?: string };
  /** What the bank's statement names each payment by, in the order of the payments. */
  references: string[];
}

/** A file that a bank or a provider takes. Pure: the same input gives the same bytes. */
export interface FileFormat {
  key: 'csv' | 'pain001' | 'nacha' | 'payoneer';
  /** Rails whose payouts go into it unless others are named. */
  rails: readonly string[];
  /** Rails whose payouts may be named for it beside these. */
  also: readonly string[];
  extension: 'csv' | 'xml' | 'ach';
  mime: string;
  /** Whose banking days count; absent where no bank reads it. */
  calendar?: BankingCalendar;
  /** What is missing of the rail's settings, by pointer. */
  missing(settings: Readonly<Record<string, string>>): string[];
  check(payment: FilePayment): FileRefusal | undefined;
  write(input: FileInput): WrittenFile;
}
