/** What a programme asks about taxes. Nothing is asked for, and nothing kept back, unless it says so. */
export interface TaxSettings {
  /** Nobody is paid without an accepted form that is in force. */
  formRequired?: boolean;
  /** US persons without a valid number pay backup withholding. */
  backupWithholding?: boolean;
  /** The work is done in the United States: foreign persons pay the statutory rate, or that of their treaty. */
  usSource?: boolean;
  /** So many days before a form ends a new one is asked for; 60 unless set. */
  remindDays?: number;
}

export const defaultRemindDays = 60;
