import type { MoneyJson } from '@sluice/domain';
import type { Store } from '../store.js';

/** Something that is not as it must be, in a sentence, with the thing it is about. */
export interface Problem {
  code: string;
  programme: string;
  subject: { kind: string; id: string };
  message: string;
}

/** One payment as the rail itself has it. */
export interface RailRecord {
  /** Our key of the attempt. */
  key: string;
  /** Whose record it is; the sandbox's where it does not say. */
  rail?: string;
  /** Our payout's id, where the rail knows it. */
  payout?: string;
  amount: MoneyJson;
  state: 'accepted' | 'paid' | 'refused' | 'returned';
}

export interface VerifyOptions {
  programme?: string;
  /** The rail's whole record; without it, payouts are held against the ledger alone. */
  railRecords?: readonly RailRecord[];
  now?: Date;
  /** How long something may be under way before it counts as stuck, in milliseconds. */
  graceMs?: number;
}

export type Check = (store: Store, programme: string, options: VerifyOptions) => Promise<Problem[]>;

/** Makes the problems of one programme. */
export function reporter(programme: string) {
  const problems: Problem[] = [];
  return {
    problems,
    report: (code: string, kind: string, id: string, message: string): void => {
      problems.push({ code, programme, subject: { kind, id }, message });
    },
  };
}

/** Time that is given to what is under way before it counts as stuck: 10 minutes unless told otherwise. */
export const defaultGraceMs = 600_000;
