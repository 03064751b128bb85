import type { NodeCatalogue } from '@sluice/flows';
import { cores } from './cores.js';
import { schemas } from './schemas.js';

/** Core and config schema of every node type: what `validateFlow` takes. */
export const catalogue: NodeCatalogue = Object.fromEntries(
  Object.entries(cores).map(([type, core]) => [type, { core, schema: schemas[type]! }]),
);
