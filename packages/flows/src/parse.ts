import { eventTypes } from '@sluice/domain';
import { z } from 'zod';
import { SUBJECT_KINDS, type FlowDocument } from './document.js';
import { pointerOf, type FlowProblem } from './problem.js';

const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,63}$/, 'letters, digits and underscore, beginning with a small letter');
const flowKey = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'small letters, digits and dashes');
const eventType = z.union(
  [z.enum(eventTypes), z.string().regex(/^custom\.[a-z0-9_.]+$/)],
  'not an event that is known here',
);

const reentry = z.enum(['once', 'every_event', 'restart', 'skip_if_running']);

const segmentKey = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'the key of a segment rule');

const trigger = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('event'),
    events: z.array(eventType).min(1),
    filter: z.json().optional(),
    reentry,
  }),
  z.strictObject({
    type: z.literal('schedule'),
    cron: z.string().min(9),
    timeZone: z.string().min(1),
    segment: segmentKey.optional(),
    reentry: z.enum(['every_event', 'restart', 'skip_if_running']).optional(),
  }),
  z.strictObject({
    type: z.literal('segment'),
    segment: segmentKey,
    on: z.enum(['entered', 'left']),
    reentry: reentry.optional(),
  }),
  z.strictObject({ type: z.literal('manual') }),
]);

/** The flow document as it is stored and exchanged; node configs are checked by `validateFlow` against the node types. */
export const flowSchema = z.strictObject({
  key: flowKey,
  title: z.string().min(1).max(200),
  subject: z.enum(SUBJECT_KINDS),
  trigger,
  parameters: z.array(
    z.strictObject({
      key: name,
      title: z.string(),
      type: z.enum(['duration', 'money', 'decimal', 'integer', 'string', 'role', 'template']),
      default: z.json(),
    }),
  ),
  nodes: z
    .array(
      z.strictObject({
        id: name,
        type: z.string().min(1),
        title: z.string().optional(),
        config: z.record(z.string(), z.json()),
        x: z.number().optional(),
        y: z.number().optional(),
      }),
    )
    .min(1)
    .max(1_000),
  edges: z.array(z.strictObject({ from: z.string(), port: z.string(), to: z.string() })).max(5_000),
  exits: z.array(
    z.strictObject({ events: z.array(eventType).min(1), filter: z.json().optional(), outcome: z.string().min(1) }),
  ),
  notes: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string().max(4_000),
      x: z.number(),
      y: z.number(),
      width: z.number().positive().optional(),
      height: z.number().positive().optional(),
      kind: z.enum(['note', 'group']).optional(),
    }),
  ),
  version: z.int().min(0),
  hash: z.string(),
});

/** Reads a flow document from JSON, or says with JSON pointers what it is not. */
export function parseFlow(json: unknown): { ok: true; flow: FlowDocument } | { ok: false; problems: FlowProblem[] } {
  const result = flowSchema.safeParse(json);
  if (result.success) return { ok: true, flow: result.data as FlowDocument };
  return { ok: false, problems: problemsOf(result.error.issues) };
}

/**
 * Reads a flow that is still being drawn: of the shape of a flow document, but with places that are not filled in yet, which
 * `problems` tells. What is not even of that shape is refused.
 */
export function parseDraftFlow(
  json: unknown,
): { ok: true; flow: FlowDocument; problems: FlowProblem[] } | { ok: false; problems: FlowProblem[] } {
  const result = flowSchema.safeParse(json);
  if (result.success) return { ok: true, flow: result.data as FlowDocument, problems: [] };
  const { issues } = result.error;
  const problems = problemsOf(issues);
  // Nothing but texts and lists that are too short or not of their form: it is what the type says.
  return issues.every((issue) => isUnfinished(issue, json))
    ? { ok: true, flow: json as FlowDocument, problems }
    : { ok: false, problems };
}

function problemsOf(issues: readonly z.core.$ZodIssue[]): FlowProblem[] {
  return issues.map(({ path, code, message }) => ({ severity: 'error', pointer: pointerOf(path), code, message }));
}

function isUnfinished(issue: z.core.$ZodIssue, json: unknown): boolean {
  if (issue.code === 'too_small' || issue.code === 'invalid_format') return true;
  return issue.code === 'invalid_union' && issue.path.at(-2) === 'events' && typeof at(json, issue.path) === 'string';
}

function at(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    json,
  );
}
