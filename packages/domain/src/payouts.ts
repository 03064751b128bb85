export * from './payouts/hash.js';
export * from './payouts/plan.js';
export * from './payouts/states.js';
