import { z } from 'zod';
import { instant, subject } from './common.js';
import { listQuery } from './list.js';
import { landingPlace, runStatus } from './run.js';

const reason = z.string().trim().min(1).max(2_000);
const nodeMap = z.record(z.string().max(64), z.string().max(64));
const versions = z.array(z.number().int().min(1)).min(1).max(1_000);

export const bulkState = z.enum(['due', 'running', 'done', 'cancelled', 'failed']);
export const bulkItemState = z.enum(['planned', 'done', 'requested', 'moved', 'refused', 'closed']);

export type LandingPlace = z.infer<typeof landingPlace>;

/** `to`: a version, or the draft as it would be published. */
export const migrationPreviewRequest = z.strictObject({
  do: z.enum(['migrate', 'restart']),
  to: z.union([z.literal('draft'), z.number().int().min(1)]),
  from: versions.optional(),
  map: nodeMap.optional(),
});
export type MigrationPreviewRequest = z.infer<typeof migrationPreviewRequest>;

export const migrationPreview = z
  .object({
    /** Names exactly these runs at exactly these steps; another one means that runs have moved on. */
    hash: z.string(),
    runs: z.number().int(),
    moves: z.number().int(),
    stays: z.number().int(),
    rows: z.array(
      z.object({ version: z.number().int(), node: z.string(), runs: z.number().int(), place: landingPlace }),
    ),
  })
  .meta({ id: 'MigrationPreview' });
export type MigrationPreview = z.infer<typeof migrationPreview>;

export const migrationCreate = z.strictObject({
  do: z.enum(['migrate', 'restart']),
  to: z.number().int().min(1),
  from: versions.optional(),
  map: nodeMap.optional(),
  reason,
  /** Of the preview that was looked at. */
  hash: z.string().max(100),
});
export type MigrationCreate = z.infer<typeof migrationCreate>;

/** One command for many runs of a flow. */
export const bulkCreate = z.strictObject({
  do: z.enum(['retry', 'skip', 'stop']),
  flow: z.string().min(1).max(100),
  versions: versions.optional(),
  node: z.string().min(1).max(64).optional(),
  statuses: z.array(runStatus).min(1).optional(),
  /** These alone. */
  runs: z.array(z.string().min(1).max(100)).min(1).max(500).optional(),
  reason,
});
export type BulkCreate = z.infer<typeof bulkCreate>;

export const bulk = z
  .object({
    id: z.string(),
    do: z.enum(['migrate', 'restart', 'retry', 'skip', 'stop']),
    flow: z.string(),
    versions: z.array(z.number().int()).optional(),
    node: z.string().optional(),
    to: z.number().int().optional(),
    map: nodeMap.optional(),
    reason: z.string(),
    actor: z.object({ id: z.string(), name: z.string() }),
    state: bulkState,
    createdAt: instant,
    endedAt: instant.optional(),
    /** Absent while the runs are still being looked up. */
    total: z.number().int().optional(),
    counts: z.partialRecord(bulkItemState, z.number().int()),
    cancelledBy: z.string().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    approval: z.string().optional(),
  })
  .meta({ id: 'Bulk' });
export type BulkDto = z.infer<typeof bulk>;

export const bulkItem = z.object({
  run: z.string(),
  subject,
  version: z.number().int(),
  node: z.string(),
  place: landingPlace.optional(),
  state: bulkItemState,
  code: z.string().optional(),
  message: z.string().optional(),
  at: instant.optional(),
});
export type BulkItemDto = z.infer<typeof bulkItem>;

export const bulkQuery = listQuery.extend({ flow: z.string().max(100).optional() });
export const bulkItemQuery = listQuery.extend({ state: bulkItemState.optional() });
