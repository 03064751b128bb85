/** Whether a programme screens its partners against sanctions lists, and how strictly. */
export interface SanctionsSettings {
  screen: boolean;
  /** Where the list is fetched from once a day, as OFAC publishes it (SDN.XML); imported by hand unless set. */
  source?: string;
  /** A list that was imported longer ago is stale, and nobody is paid by a stale list; 7 days unless set. */
  maxAgeDays?: number;
  /** From this score (of 100) a person looks at a likeness; 82 unless set. */
  reviewFrom?: number;
  /** From this score the partner is blocked until a person clears the likeness; 95 unless set. */
  blockFrom?: number;
}

export const defaultMaxAgeDays = 7;
export const defaultReviewFrom = 82;
export const defaultBlockFrom = 95;
