import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { RequestHandler } from 'express';
import { Refusal, sendProblem } from './problem.js';

/** Security headers; scripts only from here and never built from text (`unsafe-eval` stays out: rules run as closures). */
export function headers(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine and React Flow set styles on elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        // Mails are shown in a sandboxed frame made from their text.
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
}

export interface Limit {
  windowMs: number;
  limit: number;
  /** Only failures count, e.g. for sign-in. */
  failuresOnly?: boolean;
  keyOf?: (request: Parameters<RequestHandler>[0]) => string | undefined;
}

/** Counts per caller (key or address) in this process, and tells by `RateLimit` headers (IETF draft 7) how much is left. */
export function limiter(options: Limit): RequestHandler {
  return rateLimit({
    windowMs: options.windowMs,
    limit: options.limit,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    skipSuccessfulRequests: options.failuresOnly ?? false,
    keyGenerator: (request) => options.keyOf?.(request) ?? ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response) => {
      sendProblem(response, new Refusal('too_many_requests'));
    },
  });
}
