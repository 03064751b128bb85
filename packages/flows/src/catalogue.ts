import type { z } from 'zod';
import type { NodeCore } from './node.js';

/** Core and config schema of each node type. */
export type NodeCatalogue = Readonly<Record<string, { core: NodeCore; schema: z.ZodType }>>;

/** Where edges begin that leave the trigger (port `next`): the first card of the drawing. */
export const TRIGGER = 'trigger';

/** Variables that every run has: a node may not take their names. */
export const RESERVED = ['trigger', 'event', 'params', 'subject'] as const;
