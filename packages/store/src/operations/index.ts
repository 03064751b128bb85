export { live, refreshBatch } from './batch.js';
export { decideByRule, type DecisionRequest } from './decide.js';
export { cancelRequest, isStillAsked, settlePublication, type PublicationOutcome } from './publish-rule.js';
export { applyRefund, type RefundedCommission, type RefundOperation } from './refund.js';
export { decisiveAt, prepareRule, RuleFailure, type PreparedRule } from './rule-run.js';
export { settlePayout, type Settlement } from './settle.js';
