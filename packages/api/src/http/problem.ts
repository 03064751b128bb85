import type { ErrorRequestHandler, Response } from 'express';
import type { z } from 'zod';
import { problems } from '@sluice/contracts';
import type { Problem, ProblemCode, ProblemError } from '@sluice/contracts';
import type { JsonObject } from '@sluice/domain';

/** A refusal with its code; thrown by handlers, answered as `application/problem+json`. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly errors: ProblemError[] | undefined;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;
  /** Members of the problem beside those that every problem has. */
  readonly extensions: JsonObject | undefined;

  constructor(
    code: ProblemCode,
    more: { detail?: string; errors?: ProblemError[]; headers?: Record<string, string>; extensions?: JsonObject } = {},
  ) {
    super(more.detail ?? problems[code][1]);
    this.name = 'Refusal';
    this.code = code;
    this.errors = more.errors;
    this.detail = more.detail;
    this.headers = more.headers ?? {};
    this.extensions = more.extensions;
  }

  /** A refusal that was kept, told again. */
  static again(kept: {
    code: ProblemCode;
    detail?: string | undefined;
    errors?: ProblemError[] | undefined;
    extensions?: JsonObject | undefined;
  }): Refusal {
    return new Refusal(kept.code, {
      ...(kept.extensions === undefined ? {} : { extensions: kept.extensions }),
      ...(kept.detail === undefined ? {} : { detail: kept.detail }),
      ...(kept.errors === undefined ? {} : { errors: kept.errors }),
      headers: { 'Idempotent-Replayed': 'true' },
    });
  }

  get status(): number {
    return problems[this.code][0];
  }
}

/** The refusal as RFC 9457 writes it; `instance` is the request's address. */
export function toProblem(refusal: Refusal, instance: string): Problem {
  return {
    ...refusal.extensions,
    type: `/docs#problem-${refusal.code}`,
    title: problems[refusal.code][1],
    status: refusal.status,
    code: refusal.code,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    instance,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  };
}

/** Turns zod's issues into pointers (RFC 6901) below `base`; an unknown key points at itself. */
export function toErrors(error: z.ZodError, base = ''): ProblemError[] {
  return error.issues.flatMap((issue) => flatten(issue, base));
}

/** Of a union's branches the one that got furthest speaks; the others would only say that the value is not of their kind. */
function flatten(issue: z.core.$ZodIssue, base: string): ProblemError[] {
  const at = base + pointer(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${at}${pointer([key])}`,
      code: 'unknown_field',
      message: 'This field cannot be set here.',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const depth = (branch: readonly z.core.$ZodIssue[]) =>
      Math.max(...branch.map((one) => (one.code === 'unrecognized_keys' ? 1 : 0) + one.path.length));
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    return best.flatMap((inner) => flatten(inner, at));
  }
  return [{ pointer: at, code: issue.code, message: issue.message }];
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function sendProblem(response: Response, refusal: Refusal): void {
  response
    .status(refusal.status)
    .set(refusal.headers)
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(refusal, response.req.originalUrl.split('?')[0] ?? '')));
}

/** What body parsers and Express itself throw, as refusals; anything unknown is ours to look into. */
function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const known = error as { type?: string; status?: number };
  if (known.type === 'entity.too.large') return new Refusal('too_large');
  if (known.type === 'encoding.unsupported' || known.type === 'charset.unsupported')
    return new Refusal('unsupported_media_type');
  if (known.type === 'entity.parse.failed') {
    return new Refusal('bad_request', {
      detail: 'The body is not JSON.',
      errors: [{ pointer: '', code: 'not_json', message: (error as Error).message }],
    });
  }
  if (known.status === 400 || error instanceof URIError) return new Refusal('bad_request');
  return undefined;
}

/** The last handler: every error leaves as a problem; unexpected ones are logged with the request and told as 500. */
export function errorHandler(
  log: (error: unknown, url: string) => void,
  refusalOf: (error: unknown) => Refusal | undefined,
): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refusal = asRefusal(error) ?? refusalOf(error);
    if (!refusal) log(error, request.originalUrl);
    sendProblem(response, refusal ?? new Refusal('internal'));
  };
}
