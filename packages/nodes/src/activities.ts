import type { NodeActivities } from './activity-types.js';
import type { ActivityDeps } from './activity/deps.js';
import { activity as approval } from './approval/activity.js';
import { activity as approve_commission } from './approve_commission/activity.js';
import { activity as bonus } from './bonus/activity.js';
import { activity as check_coupon } from './check_coupon/activity.js';
import { activity as claw_back } from './claw_back/activity.js';
import { activity as compute_commission } from './compute_commission/activity.js';
import { activity as create_coupon } from './create_coupon/activity.js';
import { activity as digest_mail } from './digest_mail/activity.js';
import { activity as email } from './email/activity.js';
import { activity as fraud_check } from './fraud_check/activity.js';
import { activity as goal_bonus } from './goal_bonus/activity.js';
import { activity as hold } from './hold/activity.js';
import { activity as issue_statements } from './issue_statements/activity.js';
import { activity as open_batch } from './open_batch/activity.js';
import { activity as portal_notice } from './portal_notice/activity.js';
import { activity as reject_commission } from './reject_commission/activity.js';
import { activity as release } from './release/activity.js';
import { activity as rule } from './rule/activity.js';
import { activity as scan_page } from './scan_page/activity.js';
import { activity as send_payouts } from './send_payouts/activity.js';
import { activity as set_tier } from './set_tier/activity.js';
import { activity as move_prospect } from './move_prospect/activity.js';
import { activity as set_status } from './set_status/activity.js';
import { activity as slack } from './slack/activity.js';
import { activity as tag } from './tag/activity.js';
import { activity as set_field } from './set_field/activity.js';
import { activity as note } from './note/activity.js';
import { activity as assign_owner } from './assign_owner/activity.js';
import { activity as request_document } from './request_document/activity.js';
import { activity as qualify } from './qualify/activity.js';
import { activity as reject } from './reject/activity.js';
import { activity as assign_lead } from './assign_lead/activity.js';
import { activity as push_to_crm } from './push_to_crm/activity.js';
import { activity as add_to_list } from './add_to_list/activity.js';
import { activity as request_update } from './request_update/activity.js';
import { activity as task } from './task/activity.js';
import { activity as webhook } from './webhook/activity.js';
import { activity as subflow } from './subflow/activity.js';

/** Every node type with a side effect; a pure one (`decide`, `wait`, `end`…) has no line here. */
export const activities: NodeActivities<ActivityDeps> = {
  approval,
  approve_commission,
  bonus,
  check_coupon,
  claw_back,
  compute_commission,
  create_coupon,
  digest_mail,
  email,
  fraud_check,
  goal_bonus,
  hold,
  issue_statements,
  open_batch,
  portal_notice,
  reject_commission,
  release,
  rule,
  scan_page,
  send_payouts,
  set_tier,
  move_prospect,
  set_status,
  slack,
  tag,
  set_field,
  note,
  assign_owner,
  request_document,
  qualify,
  reject,
  assign_lead,
  push_to_crm,
  add_to_list,
  request_update,
  subflow,
  task,
  webhook,
};
