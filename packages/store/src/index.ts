export { openStore, type Store } from './store.js';
export { relayOnce } from './relay.js';
export { rebuild, type Rebuilt } from './rebuild.js';
export { checks, verify, type Problem, type RailRecord, type VerifyOptions } from './verify/index.js';
export { StoreError } from './core/errors.js';
export type { DatabaseOptions, Failpoint } from './core/database.js';
export type { Page, PageQuery } from './core/collection.js';
export type { Stored } from './core/spec.js';
export type { AuditActor, AuditNote, EventNote, MessageNote, Outgoing } from './core/outgoing.js';
export type { Admission, NewAdmission } from './collections/admissions.js';
export type { Schedule, ScheduleSpec } from './collections/schedules.js';
export { apiKeyHash, type ApiKey } from './collections/api-keys.js';
export type { ApprovalDecision, DecisionOutcome } from './collections/approvals.js';
export { auditHash, noHash, type AuditEntry } from './collections/audit.js';
export type {
  Backtest,
  BacktestChunk,
  BacktestId,
  BacktestPart,
  BacktestPlace,
  BacktestResult,
  BacktestState,
  BacktestTerms,
  BacktestVersion,
  NewBacktest,
  RowQuery,
} from './collections/backtests.js';
export type { CrmPush, CrmSetting } from './collections/crms.js';
export type { List, ListMember } from './collections/lists.js';
export type { Note } from './collections/notes.js';
export type { StoredPartner } from './collections/partners.js';
export type { StoredReferral } from './collections/referrals.js';
export {
  bulkActs,
  bulkDetail,
  type Bulk,
  type BulkAct,
  type BulkFilter,
  type BulkId,
  type BulkItem,
  type BulkState,
} from './collections/bulks.js';
export type { CommissionFilter, StateTotal, StoredCommission } from './collections/commissions.js';
export type { Asset } from './collections/assets.js';
export type { Connection } from './collections/connections.js';
export type { Coupon } from './collections/coupons.js';
export type { CouponRequest, CouponRequestState } from './collections/coupon-requests.js';
export type { Notice } from './collections/notices.js';
export type { PageScan } from './collections/page-scans.js';
export type { Customer } from './collections/customers.js';
export type { DecisionFilter } from './collections/decisions.js';
export type { DispatchState, EventConflict, NewEvent, StoredEvent } from './collections/events.js';
export type { Claim } from './collections/idempotency.js';
export type { AccountSum, Decide, Posted, PostOptions } from './collections/ledger.js';
export type { Link } from './collections/links.js';
export type { Message, MessageState } from './collections/messages.js';
export type { BankEntry, BankStatement } from './collections/bank-statements.js';
export type { PayoutFile } from './collections/payout-files.js';
export type { RailSetting } from './collections/rails.js';
export { storedPositions, type RunCount, type RunFlush, type StoredRun } from './collections/runs.js';
export type { SanctionsList } from './collections/sanctions-lists.js';
export type { SanctionsReview, SanctionsReviewState } from './collections/sanctions-reviews.js';
export type { NewTaxForm, TaxExport } from './collections/tax-forms.js';
export type { SelfBillingNumber } from './collections/self-billing-numbers.js';
export type { Subscription, SubscriptionFields } from './collections/subscriptions.js';
export type { Task } from './collections/tasks.js';
export type { StoredTouch } from './collections/touches.js';
export type { User } from './collections/users.js';
export type { Draft, DraftOut, NewContent, Published, VersionMeta, Versioned } from './collections/versioned.js';
export {
  flowContentHash,
  ruleContentHash,
  ruleTextHash,
  type FlowContent,
  type FlowDraftContent,
  type RuleContent,
  type StoredFlow,
  type StoredFlowDraft,
  type StoredRule,
  type StoredRuleDraft,
  type StoredTemplate,
  type TemplateContent,
} from './collections/documents.js';
export type { RateImport, StoredRate } from './collections/fx-rates.js';
export { outcomeFor, type FactsOwner, type ProgrammeSchema } from './collections/facts-schemas.js';
export type { FlowParameters } from './collections/flow-parameters.js';
export type { AskedFlow, Publication, WaitingPlan } from './collections/publications.js';
export type { NewWait, Wait } from './collections/waits.js';
