import { OpenAPIRegistry, OpenApiGeneratorV31, extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { problem } from './problem.js';
import { routes } from './routes.js';
import type { Route } from './routes.js';

extendZodWithOpenApi(z);

const problemAnswers = [
  ['400', 'Cannot be read'],
  ['401', 'Not signed in'],
  ['403', 'Not allowed'],
  ['404', 'Not found'],
  ['409', 'Conflict'],
  ['422', 'Some fields are not right'],
  ['429', 'Too many requests'],
] as const;

/** The OpenAPI 3.1 document of every route in the table. Server side only: the browser has no use for the generator. */
export function openApiDocument(serverUrl: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'sluice.session_token',
  });
  for (const [operationId, route] of Object.entries(routes) as [string, Route][]) {
    registry.registerPath({
      method: route.method,
      path: route.path,
      operationId,
      tags: [route.tag],
      summary: route.summary,
      ...(route.action === 'public' ? { security: [] } : { description: `Permission: \`${route.action}\`` }),
      request: {
        ...(route.params ? { params: route.params } : {}),
        ...(route.query ? { query: route.query } : {}),
        ...(route.idempotent ? { headers: z.object({ 'Idempotency-Key': z.string().max(200).optional() }) } : {}),
        ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
        ...(route.special === 'raw'
          ? { body: { required: true, content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } } }
          : {}),
      },
      responses: {
        [route.status]: {
          description: route.status === 302 ? 'Redirect' : 'Done',
          ...(route.special === 'file'
            ? {
                content: Object.fromEntries(
                  (route.media ?? ['text/csv']).map((media) => [media, { schema: z.string() }]),
                ),
              }
            : {}),
          ...(route.response
            ? {
                content: {
                  [route.special === 'stream' ? 'text/event-stream' : 'application/json']: { schema: route.response },
                },
              }
            : {}),
        },
        ...Object.fromEntries(
          problemAnswers.map(([status, description]) => [
            status,
            { description, content: { 'application/problem+json': { schema: problem } } },
          ]),
        ),
      },
    });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version: '1',
      description:
        'Partner programmes as durable workflows. Money is integer minor units as a string with an ISO 4217 code; errors are `application/problem+json`; lists are `{ data, nextCursor }`.',
    },
    servers: [{ url: serverUrl }],
    security: [{ apiKey: [] }, { session: [] }],
  });
}
