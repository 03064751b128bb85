export * from './backtest/amount.js';
export * from './backtest/caps.js';
export * from './backtest/drift.js';
export * from './backtest/partners.js';
export * from './backtest/row.js';
export * from './backtest/tally.js';
