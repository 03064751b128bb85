import type { NodeActivities } from './activity-types.js';
import type { ActivityDeps } from './activity/deps.js';
import { activity as approval } from './approval/activity.js';
import { activity as approve_commission } from './approve_commission/activity.js';
import { activity as claw_back } from './claw_back/activity.js';
import { activity as compute_commission } from './compute_commission/activity.js';
import { activity as email } from './email/activity.js';
import { activity as fraud_check } from './fraud_check/activity.js';
import { activity as hold } from './hold/activity.js';
import { activity as issue_statements } from './issue_statements/activity.js';
import { activity as open_batch } from './open_batch/activity.js';
import { activity as reject_commission } from './reject_commission/activity.js';
import { activity as release } from './release/activity.js';
import { activity as rule } from './rule/activity.js';
import { activity as send_payouts } from './send_payouts/activity.js';
import { activity as set_tier } from './set_tier/activity.js';
import { activity as task } from './task/activity.js';

/** Every node type with a side effect; a pure one (`decide`, `wait`, `end`…) has no line here. */
export const activities: NodeActivities<ActivityDeps> = {
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
  task,
};
