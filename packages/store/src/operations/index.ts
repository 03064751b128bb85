export { askForAdjustment, settleAdjustment, settleAdjustments } from './adjustment.js';
export { afterClose, type ClosedRun } from './close-run.js';
export { askForBulk } from './ask-bulk.js';
export { payoutsAtOnce, refreshBatch, sumOfBatch } from './batch.js';
export { cancelBatch, cancelPayout } from './cancel-payout.js';
export { inParallel } from './parallel.js';
export { askForMethod, confirmMethod, methodChangeId, withdrawMethod } from './payout-method.js';
export { approversFor } from './payout-rates.js';
export { partnersAtOnce, planner } from './plan-batch.js';
export { decideByRule, type DecisionRequest } from './decide.js';
export { flowLocks } from './flow-locks.js';
export { parametersOf, withParameters } from './flow-parameters.js';
export {
  cancelRequest,
  isStillAsked,
  settlePublication,
  type PublicationOutcome,
  type PublishKind,
} from './publish.js';
export { flowVersion, isSameFlow, publishFlows } from './publish-flow.js';
export { publishRules } from './publish-rule.js';
export { changeProspectStage, prospectEvent } from './prospect.js';
export { firePartnersPage } from './firing-page.js';
export { erasePartner } from './partner-erase.js';
export { mergePartners, settleMerges } from './partner-merge.js';
export { erasePreview, mergePreview, statusPreview, type Stake } from './partner-previews.js';
export { partnerHistories } from './partner-history.js';
export {
  assignOwner,
  checkPartnerFields,
  setPartnerField,
  setStatus,
  tagPartner,
  type ChangedBy,
} from './partner-changes.js';
export { assignLead, qualify, reject, tagReferral } from './referral-changes.js';
export { decideAboutPartner, reviewSegmentMembers, setTier } from './partner-review.js';
export { applyRefund, type RefundedCommission, type RefundOperation } from './refund.js';
export { compareRates, exchangeOf, importRates, rateFor, type RatesTaken } from './rates.js';
export { fetchedRates, noteFetchedRates, type RatesFetched } from './rates-fetched.js';
export { releaseClaims } from './release-claims.js';
export { prepareRule, RuleFailure, type PreparedRule } from './rule-run.js';
export { ruleSource } from './rule-source.js';
export { ruleTraces, type RuleTrace } from './rule-traces.js';
export { payeeStandings } from './payee-standing.js';
export { screenPartners, staleness } from './screening.js';
export { askForTaxForms, chaseTaxForms, screenEverybody } from './tax-forms-due.js';
export { reviewTaxForm, type TaxReview } from './tax-review.js';
export { dueForExport, taxYear, type TaxYear, type TaxYearRow } from './tax-year.js';
export { reviewSegmentPage } from './segment-page.js';
export { accrualsOf, owedByLedger, payoutLagOf } from './finance.js';
export { termsFor } from './terms.js';
export { settleTermination } from './termination.js';
export { settlePayout, type Settlement } from './settle.js';
