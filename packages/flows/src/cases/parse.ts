import { isDuration } from '@sluice/domain';
import { z } from 'zod';
import { pointerOf, type FlowProblem } from '../problem.js';
import type { SimulationCase } from './case.js';

const id = z.string().min(1).max(100);
const instant = z.iso.datetime({ offset: true });
const duration = z.string().refine(isDuration, 'an ISO 8601 duration such as P30D or PT2H');
const object = z.record(z.string(), z.json());
const node = z.string().min(1).max(64);
const nth = z.int().min(1).max(1_000).optional();
const scripted = { id, off: z.boolean().optional() };
const times = z.int().min(0).max(10_000).optional();

/** A case as it is stored and exchanged. */
export const caseSchema = z.strictObject({
  id,
  title: z.string().min(1).max(200),
  startsAt: instant,
  until: duration.optional(),
  subject: z.strictObject({ kind: z.string().min(1).max(64), id: z.string().min(1).max(200) }),
  world: z.record(z.string(), z.record(z.string(), object)),
  event: z.strictObject({ type: z.string().min(1).max(100), data: object }).optional(),
  params: object.optional(),
  events: z
    .array(z.strictObject({ ...scripted, after: duration, type: z.string().min(1).max(100), data: object }))
    .max(200),
  answers: z
    .array(
      z.strictObject({
        ...scripted,
        node,
        nth,
        after: duration,
        outcome: z.enum(['approve', 'reject', 'done']),
        by: z.string().min(1).max(200),
        comment: z.string().max(2_000).optional(),
        form: object.optional(),
      }),
    )
    .max(200),
  faults: z
    .array(
      z.strictObject({
        ...scripted,
        node,
        nth,
        kind: z.enum(['error', 'down', 'lost_reply', 'worker_killed']),
        for: duration.optional(),
        code: z.string().max(100).optional(),
      }),
    )
    .max(200),
  expect: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('status'),
          status: z.enum(['running', 'waiting', 'parked', 'completed', 'stopped']),
        }),
        z.strictObject({ kind: z.literal('outcome'), outcome: z.string().max(200) }),
        z.strictObject({ kind: z.literal('visited'), node, times }),
        z.strictObject({ kind: z.literal('not_visited'), node }),
        z.strictObject({
          kind: z.literal('mail'),
          template: z.string().max(100),
          times,
          day: z.int().min(0).optional(),
        }),
        z.strictObject({ kind: z.literal('effect'), effect: z.string().max(100), match: object.optional(), times }),
        z.strictObject({ kind: z.literal('variable'), name: z.string().min(1).max(200), equals: z.json() }),
      ]),
    )
    .max(200),
  from: z.strictObject({ run: z.string(), flow: z.string(), version: z.int().min(0) }).optional(),
});

/** Reads the cases of a flow from JSON, or says with JSON pointers what they are not. */
export function parseCases(
  json: unknown,
): { ok: true; cases: SimulationCase[] } | { ok: false; problems: FlowProblem[] } {
  const result = z.array(caseSchema).max(200).safeParse(json);
  const issues = result.success ? [] : result.error.issues;
  const problems: FlowProblem[] = issues.map(({ path, code, message }) => ({
    severity: 'error',
    pointer: pointerOf(path),
    code,
    message,
  }));
  const cases = (result.data ?? []) as SimulationCase[];
  cases.forEach((one, index) => {
    if (cases.findIndex((other) => other.id === one.id) < index)
      problems.push({
        severity: 'error',
        pointer: `/${index}/id`,
        code: 'duplicate',
        message: 'Another case has this id.',
      });
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, cases };
}
