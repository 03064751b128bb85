export * from './payouts/calendar.js';
export * from './payouts/hash.js';
export * from './payouts/method-change.js';
export * from './payouts/plan.js';
export * from './payouts/settings.js';
export * from './payouts/settlement.js';
export * from './payouts/states.js';
