import { describe, expect, it } from '@jest/globals';
import { evaluateCondition, resolveConfig, resolveWait, type WaitRequest } from '../src/index.js';

describe('resolveWait', () => {
  const entered = '2026-10-24T08:00:00.000Z';
  it.each<[string, Partial<WaitRequest>, string]>([
    ['a day across the end of summer time keeps the hour', { for: 'P1D' }, '2026-10-25T09:00:00.000Z'],
    ['24 hours are 24 hours', { for: 'PT24H' }, '2026-10-25T08:00:00.000Z'],
    ['counted from another moment', { for: 'P1M', from: '2026-01-31T12:00:00.000Z' }, '2026-02-28T12:00:00.000Z'],
    ['until a local day', { until: '2026-12-01' }, '2026-11-30T23:00:00.000Z'],
    ['until an instant', { until: '2026-12-01T10:00:00Z' }, '2026-12-01T10:00:00.000Z'],
    ['the next Monday at nine', { next: { weekday: 1, time: '09:00' } }, '2026-10-26T08:00:00.000Z'],
    ['the next nine o’clock is tomorrow when it is ten', { next: { time: '09:00' } }, '2026-10-25T08:00:00.000Z'],
  ])('%s', (_what, request, until) => {
    expect(resolveWait({ kind: 'timer', ...request }, entered, 'Europe/Berlin')).toEqual({ until });
  });

  it('has no end where none is said, and says when to remind', () => {
    expect(resolveWait({ kind: 'approval', remind: 'P1D' }, entered, 'UTC')).toEqual({
      remindAt: '2026-10-25T08:00:00.000Z',
    });
  });

  it('refuses what it cannot read', () => {
    expect(() => resolveWait({ kind: 'timer', for: 'a while' }, entered, 'UTC')).toThrow('not an ISO 8601 duration');
    expect(() => resolveWait({ kind: 'timer', until: 'soon' }, entered, 'UTC')).toThrow('neither a date');
  });
});

describe('resolveConfig', () => {
  it('puts parameters, variables and logic in at any depth, and leaves conditions and texts alone', () => {
    const vars = { params: { hold: 'P3D' }, a: { ids: ['x'] }, n: 2 };
    const condition = { '>': [{ var: 'n' }, 1] };
    expect(
      resolveConfig(
        {
          for: { $param: 'hold' },
          to: { list: [{ $var: 'a.ids' }] },
          no: { $var: 'a.b.c' },
          yes: { $logic: condition },
          when: condition,
          text: '{{ n }}',
        },
        vars,
      ),
    ).toEqual({ for: 'P3D', to: { list: [['x']] }, no: null, yes: true, when: condition, text: '{{ n }}' });
  });

  it('reads own properties only', () => {
    expect(resolveConfig({ a: { $var: 'constructor.name' } }, {})).toEqual({ a: null });
  });
});

describe('conditions that read a calendar', () => {
  it.each([
    { add_duration: [{ var: 'at' }, 'P1D', 'Europe/Berlin'] },
    { '>': [1, { days_between: [{ var: 'at' }, { var: 'now' }, 'Europe/Berlin'] }] },
    { and: [true, { in_window: [{ var: 'at' }, '2026-01-01', '2026-02-01', 'UTC'] }] },
  ])('are refused, in the simulator as in the workflow: %j', (logic) => {
    expect(() => evaluateCondition(logic, { at: 0, now: 1 })).toThrow(
      expect.objectContaining({ code: 'needs_calendar' }),
    );
  });

  it('are not those that count the days between two dates', () => {
    expect(evaluateCondition({ days_between: ['2026-01-01', '2026-01-03'] }, {})).toBe(2);
  });
});
