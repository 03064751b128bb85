export { live, refreshBatch } from './batch.js';
export { applyRefund, type RefundedCommission, type RefundOperation } from './refund.js';
export { settlePayout, type Settlement } from './settle.js';
