import { approvals } from './approvals.js';
import { bonuses } from './bonuses.js';
import { conditions } from './conditions.js';
import type { Lint } from './context.js';
import { loops } from './loops.js';
import { missing } from './missing.js';
import { ruleKinds } from './rule-kinds.js';
import { size } from './size.js';
import { templates } from './templates.js';
import { values } from './values.js';

/** What is looked at beyond the drawing itself: one line a check. */
export const lints: readonly Lint[] = [
  missing,
  ruleKinds,
  values,
  conditions,
  templates,
  approvals,
  bonuses,
  loops,
  size,
];
