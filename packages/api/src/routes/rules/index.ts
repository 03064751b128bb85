import type { Context } from '../../context.js';
import { checkRoutes } from './check.js';
import { compareRoutes } from './compare.js';
import { draftRoutes } from './drafts.js';
import { factsRoutes } from './facts.js';
import { publishRoutes } from './publish.js';
import { readRoutes } from './read.js';
import { transferRoutes } from './transfer.js';

export { decideRule } from './publish.js';

/** Rules: their drafts, versions, facts and publications, and trying them. */
export function ruleRoutes(context: Context) {
  return {
    ...readRoutes(context),
    ...draftRoutes(context),
    ...checkRoutes(context),
    ...publishRoutes(context),
    ...compareRoutes(context),
    ...transferRoutes(context),
    ...factsRoutes(context),
  };
}
