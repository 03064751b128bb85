import type { NodeCores } from '@sluice/flows';
import { core as decide } from './decide/core.js';
import { core as parallel } from './parallel/core.js';
import { core as join } from './join/core.js';
import { core as split } from './split/core.js';
import { core as loop } from './loop/core.js';
import { core as forEach } from './for_each/core.js';
import { core as digest } from './digest/core.js';
import { core as debounce } from './debounce/core.js';
import { core as ruleNode } from './rule/core.js';
import { core as setNode } from './set/core.js';
import { core as wait } from './wait/core.js';
import { core as waitForEvent } from './wait_for_event/core.js';
import { core as approval } from './approval/core.js';
import { core as task } from './task/core.js';
import { core as email } from './email/core.js';
import { core as computeCommission } from './compute_commission/core.js';
import { core as hold } from './hold/core.js';
import { core as release } from './release/core.js';
import { core as fraudCheck } from './fraud_check/core.js';
import { core as approveCommission } from './approve_commission/core.js';
import { core as rejectCommission } from './reject_commission/core.js';
import { core as clawBack } from './claw_back/core.js';
import { core as openBatch } from './open_batch/core.js';
import { core as sendPayouts } from './send_payouts/core.js';
import { core as issueStatements } from './issue_statements/core.js';
import { core as setTier } from './set_tier/core.js';
import { core as portalNotice } from './portal_notice/core.js';
import { core as slack } from './slack/core.js';
import { core as webhook } from './webhook/core.js';
import { core as digestMail } from './digest_mail/core.js';
import { core as goalBonus } from './goal_bonus/core.js';
import { core as bonus } from './bonus/core.js';
import { core as checkCoupon } from './check_coupon/core.js';
import { core as createCoupon } from './create_coupon/core.js';
import { core as scanPage } from './scan_page/core.js';
import { core as moveProspect } from './move_prospect/core.js';
import { core as setStatus } from './set_status/core.js';
import { core as tagNode } from './tag/core.js';
import { core as setField } from './set_field/core.js';
import { core as noteNode } from './note/core.js';
import { core as assignOwner } from './assign_owner/core.js';
import { core as requestDocument } from './request_document/core.js';
import { core as qualify } from './qualify/core.js';
import { core as reject } from './reject/core.js';
import { core as assignLead } from './assign_lead/core.js';
import { core as pushToCrm } from './push_to_crm/core.js';
import { core as addToList } from './add_to_list/core.js';
import { core as requestUpdate } from './request_update/core.js';
import { core as endNode } from './end/core.js';
import { core as subflow } from './subflow/core.js';

/** What the interpreter runs: one line a node type. */
export const cores: NodeCores = {
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
