import { describe, expect, it } from '@jest/globals';
import { eventsRequest } from '@sluice/contracts';
import { toErrors } from '../src/http/problem.js';

function errorsOf(value: unknown) {
  const parsed = eventsRequest.safeParse(value);
  return parsed.success ? [] : toErrors(parsed.error).map(({ pointer, code }) => ({ pointer, code }));
}

const good = { id: '1', type: 'order.paid', occurredAt: '2026-11-20T00:00:00Z', data: {} };

describe('pointers into what was sent', () => {
  it.each([
    ['a missing field of a single event', { ...good, type: undefined }, [{ pointer: '/type', code: 'invalid_type' }]],
    [
      'a field inside an array',
      [good, { ...good, occurredAt: 'yesterday' }],
      [{ pointer: '/1/occurredAt', code: 'invalid_format' }],
    ],
    ['a field nobody may set', { ...good, programme: 'x' }, [{ pointer: '/programme', code: 'unknown_field' }]],
    ['a name with a slash is escaped', { ...good, 'a/b': 1 }, [{ pointer: '/a~1b', code: 'unknown_field' }]],
  ])('%s', (_name, value, expected) => {
    expect(errorsOf(value)).toEqual(expected);
  });
});
