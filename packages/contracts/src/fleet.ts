import { z } from 'zod';

export const fleetQuery = z.object({ version: z.coerce.number().int().min(1).optional() });

/** All runs of a flow at once, by step. */
export const fleet = z
  .object({
    /** From how many of the newest runs passages and times are taken; open runs are counted whole. */
    sampled: z.number().int(),
    /** There are more runs than were looked at. */
    more: z.boolean(),
    open: z.number().int(),
    nodes: z.array(
      z.object({
        node: z.string(),
        running: z.number().int(),
        waiting: z.number().int(),
        parked: z.number().int(),
        /** Runs of the sample that came here. */
        entered: z.number().int(),
        /** Of those, the ones that were stopped here and went no further. */
        dropped: z.number().int(),
        /** Middle of the times that finished visits took, in milliseconds. */
        medianMs: z.number().int().optional(),
        /** How often each way on was taken. */
        ports: z.record(z.string(), z.number().int()),
      }),
    ),
  })
  .meta({ id: 'Fleet' });
export type Fleet = z.infer<typeof fleet>;
export type FleetNode = Fleet['nodes'][number];
