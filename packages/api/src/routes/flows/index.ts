import type { Context } from '../../context.js';
import { checkRoutes } from './check.js';
import { compareRoutes } from './compare.js';
import { draftRoutes } from './drafts.js';
import { fleetRoutes } from './fleet.js';
import { galleryRoutes } from './gallery.js';
import { parameterRoutes } from './parameters.js';
import { publishRoutes } from './publish.js';
import { readRoutes } from './read.js';
import { replayRoutes } from './replays.js';

/** Flows: their drafts, versions, parameters and publications, and trying them. */
export function flowRoutes(context: Context) {
  return {
    ...readRoutes(context),
    ...draftRoutes(context),
    ...checkRoutes(context),
    ...compareRoutes(context),
    ...publishRoutes(context),
    ...parameterRoutes(context),
    ...galleryRoutes(context),
    ...fleetRoutes(context),
    ...replayRoutes(context),
  };
}
