import { z } from 'zod';
import type { SimulationCase } from '@sluice/flows';
import { instant, subject } from './common.js';

const both = { missing: z.array(z.string()), added: z.array(z.string()) };

/** What becomes different for a run; the gravest first. */
export const runDifference = z.discriminatedUnion('code', [
  z.object({ code: z.literal('outcome'), before: z.string(), after: z.string() }),
  z.object({ code: z.literal('effects'), ...both }),
  z.object({ code: z.literal('mails'), ...both }),
  z.object({ code: z.literal('path'), left: z.array(z.string()), reached: z.array(z.string()) }),
  z.object({ code: z.literal('duration'), before: instant, after: instant }),
]);
export type RunDifferenceDto = z.infer<typeof runDifference>;

/** Tells the newest real runs of a flow again, to the version in force and to the draft. */
export const replayRequest = z.strictObject({ runs: z.number().int().min(1).max(100).default(20) });

export const replayRow = z.object({
  run: z.string(),
  subject,
  version: z.number().int(),
  startedAt: instant,
  /** Absent where it could not be told again: `error` says why. */
  differences: z.array(runDifference).optional(),
  error: z.string().optional(),
});
export type ReplayRow = z.infer<typeof replayRow>;

export const replayResult = z
  .object({
    runs: z.number().int(),
    same: z.number().int(),
    changed: z.number().int(),
    failed: z.number().int(),
    rows: z.array(replayRow),
  })
  .meta({ id: 'FlowReplay' });
export type ReplayResult = z.infer<typeof replayResult>;

/** A real run as a case for its flow's draft, or for the newest version where there is none. */
export const runCase = z
  .looseObject({ id: z.string(), title: z.string() })
  .meta({ id: 'RunCase' }) as unknown as z.ZodType<SimulationCase>;
