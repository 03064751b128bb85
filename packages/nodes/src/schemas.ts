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
import { schema as endNode } from './end/schema.js';

/** What a node may be told: one line a node type. */
export const schemas: Readonly<Record<string, z.ZodType>> = {
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
