export type * from './activities.js';
export type * from './args.js';
export type * from './backtest-activities.js';
export type * from './bulk-activities.js';
export type * from './schedule-activities.js';
