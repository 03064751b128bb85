import type { NodeForm } from './form-types.js';
import { form as decide } from './decide/form.js';
import { form as parallel } from './parallel/form.js';
import { form as join } from './join/form.js';
import { form as split } from './split/form.js';
import { form as loop } from './loop/form.js';
import { form as forEach } from './for_each/form.js';
import { form as digest } from './digest/form.js';
import { form as debounce } from './debounce/form.js';
import { form as ruleNode } from './rule/form.js';
import { form as setNode } from './set/form.js';
import { form as wait } from './wait/form.js';
import { form as waitForEvent } from './wait_for_event/form.js';
import { form as approval } from './approval/form.js';
import { form as task } from './task/form.js';
import { form as email } from './email/form.js';
import { form as computeCommission } from './compute_commission/form.js';
import { form as hold } from './hold/form.js';
import { form as release } from './release/form.js';
import { form as fraudCheck } from './fraud_check/form.js';
import { form as approveCommission } from './approve_commission/form.js';
import { form as rejectCommission } from './reject_commission/form.js';
import { form as clawBack } from './claw_back/form.js';
import { form as openBatch } from './open_batch/form.js';
import { form as sendPayouts } from './send_payouts/form.js';
import { form as issueStatements } from './issue_statements/form.js';
import { form as setTier } from './set_tier/form.js';
import { form as portalNotice } from './portal_notice/form.js';
import { form as slack } from './slack/form.js';
import { form as webhook } from './webhook/form.js';
import { form as digestMail } from './digest_mail/form.js';
import { form as goalBonus } from './goal_bonus/form.js';
import { form as bonus } from './bonus/form.js';
import { form as checkCoupon } from './check_coupon/form.js';
import { form as createCoupon } from './create_coupon/form.js';
import { form as scanPage } from './scan_page/form.js';
import { form as moveProspect } from './move_prospect/form.js';
import { form as setStatus } from './set_status/form.js';
import { form as tagNode } from './tag/form.js';
import { form as setField } from './set_field/form.js';
import { form as noteNode } from './note/form.js';
import { form as assignOwner } from './assign_owner/form.js';
import { form as requestDocument } from './request_document/form.js';
import { form as qualify } from './qualify/form.js';
import { form as reject } from './reject/form.js';
import { form as assignLead } from './assign_lead/form.js';
import { form as pushToCrm } from './push_to_crm/form.js';
import { form as addToList } from './add_to_list/form.js';
import { form as requestUpdate } from './request_update/form.js';
import { form as endNode } from './end/form.js';
import { form as subflow } from './subflow/form.js';

/** What the browser draws: one line a node type. */
export const forms: Readonly<Record<string, NodeForm>> = {
  decide,
  parallel,
  join,
  split,
  subflow,
  loop,
  for_each: forEach,
  digest,
  debounce,
  rule: ruleNode,
  set: setNode,
  wait,
  wait_for_event: waitForEvent,
  approval,
  task,
  email,
  compute_commission: computeCommission,
  hold,
  release,
  fraud_check: fraudCheck,
  approve_commission: approveCommission,
  reject_commission: rejectCommission,
  claw_back: clawBack,
  open_batch: openBatch,
  send_payouts: sendPayouts,
  issue_statements: issueStatements,
  set_tier: setTier,
  portal_notice: portalNotice,
  slack,
  webhook,
  digest_mail: digestMail,
  goal_bonus: goalBonus,
  bonus,
  check_coupon: checkCoupon,
  create_coupon: createCoupon,
  scan_page: scanPage,
  move_prospect: moveProspect,
  set_status: setStatus,
  tag: tagNode,
  set_field: setField,
  note: noteNode,
  assign_owner: assignOwner,
  request_document: requestDocument,
  qualify,
  reject,
  assign_lead: assignLead,
  push_to_crm: pushToCrm,
  add_to_list: addToList,
  request_update: requestUpdate,
  end: endNode,
};
