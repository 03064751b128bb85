import { describe, expect, it } from '@jest/globals';
import { decisionRequest, eventsRequest, money, partnerUpdate, routes, userCreate } from '@sluice/contracts';
import type { Route } from '@sluice/contracts';
import { openApiDocument } from '@sluice/contracts/openapi';

const all = Object.entries(routes) as [string, Route][];

describe('the route table', () => {
  it('has every method and path once', () => {
    const seen = all.map(([, route]) => `${route.method} ${route.path}`);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('declares each path parameter', () => {
    for (const [, route] of all) {
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params?.shape ?? {})).toEqual(named);
    }
  });

  it('takes an Idempotency-Key on every POST that changes something, except webhooks and the one-time key', () => {
    const without = all.filter(([, route]) => route.method === 'post' && !route.idempotent).map(([name]) => name);
    expect(without).toEqual(['postWebhook', 'createApiKey']);
  });

  it('becomes an OpenAPI 3.1 document with every operation', () => {
    const document = openApiDocument('http://localhost:3000');
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths ?? {}).flatMap((path) =>
      Object.values(path as Record<string, { operationId?: string }>).map((operation) => operation.operationId),
    );
    expect(operations.sort()).toEqual(Object.keys(routes).sort());
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(
      expect.arrayContaining(['Money', 'Problem', 'Commission', 'Explanation']),
    );
  });
});

describe('requests refuse what they do not know', () => {
  it.each([
    [
      'an event with a programme',
      eventsRequest,
      { id: '1', type: 'order.paid', occurredAt: '2026-11-20T00:00:00Z', data: {}, programme: 'other' },
    ],
    ['a partner with a status', partnerUpdate, { rev: 1, status: 'active' }],
    ['a partner with a tier', partnerUpdate, { rev: 1, tier: 'gold' }],
    ['a decision with an actor', decisionRequest, { outcome: 'approve', actor: 'someone' }],
    ['a rejection without a comment', decisionRequest, { outcome: 'reject', comment: ' ' }],
    [
      'a user with the role api',
      userCreate,
      { email: 'a@b.example', name: 'A', password: 'long enough 12', roles: ['api'] },
    ],
    ['money as a number', money, { amount: 19.99, currency: 'USD' }],
    ['money with a decimal point', money, { amount: '19.99', currency: 'USD' }],
  ])('%s', (_name, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});
