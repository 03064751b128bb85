export * from './ledger/append.js';
export * from './ledger/counters.js';
export type { Act, Decision, Positions } from './ledger/decision.js';
export * from './ledger/earn.js';
export * from './ledger/forfeit.js';
export * from './ledger/hold.js';
export { applyJournal, foldCommission, foldCommissions, newPosition, worthOf } from './ledger/position.js';
export { decideRefund } from './ledger/reversal.js';
export type { RefundInput } from './ledger/reversal.js';
export {
  decideFailed,
  decidePaid,
  decideReserve,
  decideReturned,
  decideSend,
  decideUnreserve,
  itemsOf,
} from './ledger/transit.js';
export * from './ledger/verify.js';
