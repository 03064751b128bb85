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
import { core as endNode } from './end/core.js';

/** What the interpreter runs: one line a node type. */
export const cores: NodeCores = {
  decide,
  parallel,
  join,
  split,
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
  end: endNode,
};
