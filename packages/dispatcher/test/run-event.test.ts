import { expect, it } from '@jest/globals';
import type { StoredEvent } from '@sluice/store';
import { runEvent } from '../src/run-event.js';

it('a run is told ids, amounts and facts of an event, and nothing of a person', () => {
  const at = new Date('2026-11-20T10:00:00Z');
  const event = {
    id: 'evt_1',
    type: 'lead.created',
    occurredAt: at,
    receivedAt: at,
    correlations: ['lead:7'],
    data: {
      lead: { id: '7', email: 'ada@shop.example', name: 'Ada', phone: '1', company: 'Shop', budget: 5 },
      customer: { id: 'c1', email: 'ada@shop.example', name: 'Ada' },
      context: { ip: '203.0.113.7', userAgent: 'Browser' },
      order: { id: 'o1', amount: { amount: '100', currency: 'USD' } },
    },
  } as unknown as StoredEvent;
  expect(runEvent(event)).toEqual({
    id: 'evt_1',
    type: 'lead.created',
    correlations: ['lead:7'],
    occurredAt: at.toISOString(),
    receivedAt: at.toISOString(),
    data: {
      lead: { id: '7', budget: 5 },
      customer: { id: 'c1' },
      order: { id: 'o1', amount: { amount: '100', currency: 'USD' } },
    },
  });
});
