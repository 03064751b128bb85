/** A backtest by its programme and id. */
export interface BacktestRef {
  programme: string;
  backtest: string;
}

/** Where the next chunk begins. Plain JSON: it goes through history. */
export interface BacktestAt {
  index: number;
  /** Commissions looked at so far. */
  scanned: number;
  /** After this commission; absent for the first chunk. */
  after?: { at: string; commission: string };
}

export type BacktestStep = { end: 'done' | 'cancelled' } | { next: BacktestAt };

/** What a worker must offer to `backtest`. Each may be tried again, and then does nothing twice. */
export interface BacktestActivities {
  /** Counts what there is to look at; false where there is nothing to do any more. */
  beginBacktest(ref: BacktestRef): Promise<boolean>;
  /** Decides one chunk again and stores it; a chunk that is stored is only gone on from. */
  backtestChunk(input: BacktestRef & { at: BacktestAt }): Promise<BacktestStep>;
  /** Folds the stored chunks into the result; what is `cancelled` says that it is not of everything. */
  finishBacktest(input: BacktestRef & { end: 'done' | 'cancelled' }): Promise<void>;
  failBacktest(input: BacktestRef & { error: { code: string; message: string } }): Promise<void>;
}
