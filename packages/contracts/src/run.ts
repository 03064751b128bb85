import { z } from 'zod';
import { instant, json, jsonObject, subject } from './common.js';
import { flowDocument } from './flow.js';

export const runStatus = z.enum(['running', 'waiting', 'parked', 'completed', 'stopped']);

/** Where a waiting run would be: `keeps` its wait, or `enters` the step anew; `stays` where it cannot be moved. */
export const landingPlace = z.union([
  z.object({ node: z.string(), how: z.enum(['keeps', 'enters']) }),
  z.object({ stays: z.enum(['busy', 'no_node', 'branches', 'unknown_outcome', 'money']) }),
  z.object({ restarts: z.literal(true) }),
]);

export const runWait = z.object({
  kind: z.enum(['timer', 'event', 'approval', 'task', 'hold', 'settlement', 'run']),
  until: instant.optional(),
  remindAt: instant.optional(),
  events: z.array(z.string()).optional(),
  correlation: z.string().optional(),
  filter: json.optional(),
  /** Approval or task id. */
  subject: z.string().optional(),
});

export const runPark = z.object({
  code: z.string(),
  message: z.string(),
  attempts: z.number().int(),
  since: instant,
  unknownOutcome: z.boolean(),
  /** On a money step: an edit or a skip that waits for a second person to ask for the same. */
  requested: z
    .object({
      type: z.enum(['edit', 'skip']),
      input: jsonObject.optional(),
      reason: z.string(),
      by: z.object({ id: z.string(), name: z.string() }),
    })
    .optional(),
});

/** Where a run is now; a wait counts down to `wait.until`, a parked step says why in `park`. */
export const runPosition = z.object({
  node: z.string(),
  visit: z.number().int(),
  generation: z.number().int(),
  phase: z.enum(['effect', 'wait', 'parked']),
  key: z.string(),
  enteredAt: instant,
  wait: runWait.optional(),
  park: runPark.optional(),
  edited: jsonObject.optional(),
});
export type RunPosition = z.infer<typeof runPosition>;

export const runStep = z.object({
  node: z.string(),
  type: z.string(),
  visit: z.number().int(),
  generation: z.number().int(),
  startedAt: instant,
  endedAt: instant.optional(),
  status: z.enum(['done', 'waiting', 'parked', 'skipped', 'failed', 'running']),
  port: z.string().optional(),
  input: jsonObject.optional(),
  output: jsonObject.optional(),
  attempts: z.number().int(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** While it is tried again: when next. */
  retryAt: instant.optional(),
  /** Short value for the edge, e.g. "$306.00". */
  label: z.object({ code: z.string(), params: jsonObject }).optional(),
});
export type RunStepDto = z.infer<typeof runStep>;

export const runRow = z
  .object({
    id: z.string(),
    flow: z.object({ key: z.string(), title: z.string(), version: z.number().int(), hash: z.string() }),
    subject,
    status: runStatus,
    outcome: z.string().optional(),
    startedAt: instant,
    closedAt: instant.optional(),
    current: runPosition.optional(),
  })
  .meta({ id: 'Run' });
export type RunRow = z.infer<typeof runRow>;

export const runCommandType = z.enum(['retry', 'edit', 'skip', 'stop', 'restart']);

export const runDetail = runRow
  .extend({
    /** Where its other branches are. */
    beside: z.array(runPosition),
    steps: z.array(runStep),
    vars: jsonObject,
    /** The pinned flow version that this run follows, to draw it. */
    document: flowDocument,
    /** The newest version of its flow; a run of an older one may be moved there. */
    newest: z.number().int().optional(),
    /** What the caller may do to it now. */
    commands: z.array(runCommandType),
    /** The same for each parked branch, by its key: name it as `at` in a retry or a skip. */
    parked: z.array(z.object({ at: z.string(), node: z.string(), commands: z.array(runCommandType) })),
    /** Decisions and commands people took on it, newest last. */
    history: z.array(z.object({ at: instant, actor: z.string(), text: z.string() })),
  })
  .meta({ id: 'RunDetail' });
export type RunDetail = z.infer<typeof runDetail>;

const reason = z.string().trim().min(1).max(1000);

/** Key of the parked branch that is meant, where several are; the first by default. */
const at = z.string().max(300).optional();

/** `input` is the edited input of the parked step (edit and retry); without it the step is tried as it is. */
export const runRetry = z.strictObject({ reason, input: jsonObject.optional(), at });
/** `port`: the way on, where the step has several. */
export const runSkip = z.strictObject({ reason, port: z.string().max(64).optional(), at });
export const runCancel = z.strictObject({ reason });

const nodeMap = z.record(z.string().max(64), z.string().max(64)).optional();

/** Where each branch of one run would be in another version; `expected` names its positions, for the move itself. */
export const runLandingRequest = z.strictObject({ to: z.number().int().min(1), map: nodeMap });
export const runLanding = z.object({
  positions: z.array(z.object({ node: z.string(), place: landingPlace })),
  moves: z.boolean(),
  expected: z.record(z.string(), z.string()),
});
export type RunLanding = z.infer<typeof runLanding>;

export const runMigrate = z.strictObject({
  to: z.number().int().min(1),
  map: nodeMap,
  reason,
  /** As the landing said: a run that has moved on since is not moved blindly. */
  expected: z.record(z.string().max(300), z.string().max(400)),
});
export type RunRetry = z.infer<typeof runRetry>;

/** `requested`: on a money step an edit or a skip waits for a second person. */
export const runCommandResult = z.object({ run: z.string(), outcome: z.enum(['done', 'requested']) });
export type RunCommandResult = z.infer<typeof runCommandResult>;
