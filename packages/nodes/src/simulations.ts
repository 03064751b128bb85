import { simulation as approval } from './approval/simulate.js';
import { simulation as approve_commission } from './approve_commission/simulate.js';
import { simulation as claw_back } from './claw_back/simulate.js';
import { simulation as compute_commission } from './compute_commission/simulate.js';
import { simulation as email } from './email/simulate.js';
import { simulation as fraud_check } from './fraud_check/simulate.js';
import { simulation as hold } from './hold/simulate.js';
import { simulation as issue_statements } from './issue_statements/simulate.js';
import { simulation as open_batch } from './open_batch/simulate.js';
import { simulation as reject_commission } from './reject_commission/simulate.js';
import { simulation as release } from './release/simulate.js';
import { simulation as rule } from './rule/simulate.js';
import { simulation as send_payouts } from './send_payouts/simulate.js';
import { simulation as set_tier } from './set_tier/simulate.js';
import { simulation as task } from './task/simulate.js';
import { simulation as portal_notice } from './portal_notice/simulate.js';
import { simulation as slack } from './slack/simulate.js';
import { simulation as webhook } from './webhook/simulate.js';
import { simulation as digest_mail } from './digest_mail/simulate.js';
import { simulation as goal_bonus } from './goal_bonus/simulate.js';
import { simulation as bonus } from './bonus/simulate.js';
import { simulation as check_coupon } from './check_coupon/simulate.js';
import { simulation as create_coupon } from './create_coupon/simulate.js';
import { simulation as scan_page } from './scan_page/simulate.js';
import type { NodeSimulation } from './simulation/types.js';
import { simulation as move_prospect } from './move_prospect/simulate.js';
import { simulation as set_status } from './set_status/simulate.js';
import { simulation as tag } from './tag/simulate.js';
import { simulation as set_field } from './set_field/simulate.js';
import { simulation as note } from './note/simulate.js';
import { simulation as assign_owner } from './assign_owner/simulate.js';
import { simulation as request_document } from './request_document/simulate.js';
import { simulation as qualify } from './qualify/simulate.js';
import { simulation as reject } from './reject/simulate.js';
import { simulation as assign_lead } from './assign_lead/simulate.js';
import { simulation as push_to_crm } from './push_to_crm/simulate.js';
import { simulation as add_to_list } from './add_to_list/simulate.js';
import { simulation as request_update } from './request_update/simulate.js';
import { simulation as subflow } from './subflow/simulate.js';

/** What each node type with a side effect does in a simulated world: one line a type. */
export const simulations: Readonly<Record<string, NodeSimulation>> = {
  approval,
  approve_commission,
  claw_back,
  compute_commission,
  email,
  fraud_check,
  hold,
  issue_statements,
  open_batch,
  reject_commission,
  release,
  rule,
  send_payouts,
  set_tier,
  subflow,
  task,
  move_prospect,
  set_status,
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
  portal_notice,
  slack,
  webhook,
  digest_mail,
  goal_bonus,
  bonus,
  check_coupon,
  create_coupon,
  scan_page,
};
