import { z } from 'zod';

/** One thing that is wrong, with its place in the request (JSON pointer, RFC 6901); `params`: what the message names. */
export const problemError = z.object({
  pointer: z.string(),
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.string()).optional(),
});
export type ProblemError = z.infer<typeof problemError>;

/** `application/problem+json` (RFC 9457): `code` is for programs, `title` and `detail` for people. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(problemError).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** Every refusal the API makes, by code: its HTTP status and its sentence. */
export const problems = {
  bad_request: [400, 'The request cannot be read.'],
  unauthenticated: [401, 'Sign in, or send an API key.'],
  bad_signature: [401, 'The signature does not hold for this body.'],
  forbidden: [403, 'Your role does not allow this.'],
  maker: [403, 'Whoever made this cannot decide it.'],
  not_found: [404, 'There is no such thing here.'],
  method_not_allowed: [405, 'This address does not take that method.'],
  conflict: [409, 'This has changed meanwhile.'],
  stale: [409, 'Somebody else has saved in the meantime.'],
  already_decided: [409, 'This is decided already.'],
  subject_changed: [409, 'What you looked at has changed; look at it again.'],
  event_differs: [409, 'An event with this id is stored with other data.'],
  idempotency_conflict: [409, 'This Idempotency-Key was used with another request.'],
  idempotency_in_progress: [409, 'The first request with this Idempotency-Key is still being answered.'],
  too_large: [413, 'The body is too large.'],
  unsupported_media_type: [415, 'Send JSON.'],
  invalid: [422, 'Some fields are not right.'],
  too_many_requests: [429, 'Too many requests; wait a little.'],
  internal: [500, 'Something went wrong here. Nothing was acknowledged; try again.'],
  unavailable: [503, 'This cannot be done just now. It is safe to repeat.'],
} as const satisfies Record<string, readonly [number, string]>;
export type ProblemCode = keyof typeof problems;
