/** What a programme asks about taxes. Nothing is asked for, and nothing kept back, unless it says so. */
export interface TaxSettings {
  /** Nobody is paid without an accepted form that is in force. */
  formRequired?: boolean;
  /** US persons without a valid number pay backup withholding. */
  backupWithholding?: boolean;
  /** The work is done in the United States: foreign persons pay the statutory rate, or that of their treaty. */
  usSource?: boolean;
  /** Who reports to the IRS; needed for the export of Forms 1099-NEC. */
  payer?: Payer;
  /** By year: cents of dollars from which a payee is reported, where the table of the law is not to be used. */
  reportFrom?: Record<string, string>;
  /** So many days before a form ends a new one is asked for; 60 unless set. */
  remindDays?: number;
}

/** The programme's company as the IRS knows it. */
export interface Payer {
  name: string;
  ein: string;
  street: string;
  town: string;
  state: string;
  postcode: string;
  phone: string;
  email?: string;
}

export const defaultRemindDays = 60;
