import type { z } from 'zod';
import { schema as decide } from './decide/schema.js';
import { schema as parallel } from './parallel/schema.js';
import { schema as join } from './join/schema.js';
import { schema as split } from './split/schema.js';
import { schema as loop } from './loop/schema.js';
import { schema as forEach } from './for_each/schema.js';
import { schema as digest } from './digest/schema.js';
import { schema as debounce } from './debounce/schema.js';
import { schema as ruleNode } from './rule/schema.js';
import { schema as setNode } from './set/schema.js';
import { schema as wait } from './wait/schema.js';
import { schema as waitForEvent } from './wait_for_event/schema.js';
import { schema as approval } from './approval/schema.js';
import { schema as task } from './task/schema.js';
import { schema as email } from './email/schema.js';
import { schema as computeCommission } from './compute_commission/schema.js';
import { schema as hold } from './hold/schema.js';
import { schema as release } from './release/schema.js';
import { schema as fraudCheck } from './fraud_check/schema.js';
import { schema as approveCommission } from './approve_commission/schema.js';
import { schema as rejectCommission } from './reject_commission/schema.js';
import { schema as clawBack } from './claw_back/schema.js';
import { schema as openBatch } from './open_batch/schema.js';
import { schema as sendPayouts } from './send_payouts/schema.js';
import { schema as issueStatements } from './issue_statements/schema.js';
import { schema as setTier } from './set_tier/schema.js';
import { schema as portalNotice } from './portal_notice/schema.js';
import { schema as slack } from './slack/schema.js';
import { schema as webhook } from './webhook/schema.js';
import { schema as digestMail } from './digest_mail/schema.js';
import { schema as goalBonus } from './goal_bonus/schema.js';
import { schema as bonus } from './bonus/schema.js';
import { schema as checkCoupon } from './check_coupon/schema.js';
import { schema as createCoupon } from './create_coupon/schema.js';
import { schema as scanPage } from './scan_page/schema.js';
import { schema as moveProspect } from './move_prospect/schema.js';
import { schema as setStatus } from './set_status/schema.js';
import { schema as tagNode } from './tag/schema.js';
import { schema as setField } from './set_field/schema.js';
import { schema as noteNode } from './note/schema.js';
import { schema as assignOwner } from './assign_owner/schema.js';
import { schema as requestDocument } from './request_document/schema.js';
import { schema as qualify } from './qualify/schema.js';
import { schema as reject } from './reject/schema.js';
import { schema as assignLead } from './assign_lead/schema.js';
import { schema as pushToCrm } from './push_to_crm/schema.js';
import { schema as addToList } from './add_to_list/schema.js';
import { schema as requestUpdate } from './request_update/schema.js';
import { schema as endNode } from './end/schema.js';
import { schema as subflow } from './subflow/schema.js';

/** What a node may be told: one line a node type. */
export const schemas: Readonly<Record<string, z.ZodType>> = {
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
