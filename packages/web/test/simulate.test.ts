import { describe, expect, it } from '@jest/globals';
import type { FlowDocument, RunStep, SimulationCase, TimelineItem } from '@sluice/flows';
import fc from 'fast-check';
import { advance, cursorAt, dayBy, openAt, rulerEnd, stepBy, stepsUntil } from '../src/pages/flows/simulate/clock.js';
import {
  durationOf,
  expectationsFrom,
  freshId,
  freshTitle,
  instantIn,
  localIn,
  offsetOf,
  toggled,
  upsert,
  withPartner,
  withScripted,
  withoutScripted,
} from '../src/pages/flows/simulate/scenario-edits.js';
import { onTop } from '../src/pages/flows/simulate/saving.js';
import { draw, gutter, lanesOf, ticksOf, timeAt, weekendsOf, xOf } from '../src/pages/flows/simulate/timeline.js';

const start = '2026-11-20T09:00:00.000Z';
const at = (days: number, minutes = 0) =>
  new Date(Date.parse(start) + days * 86_400_000 + minutes * 60_000).toISOString();
const zone = 'Europe/Berlin';

function step(number: number, node: string, begins: string, ends?: string): RunStep {
  return {
    number,
    node,
    type: 'wait',
    visit: 1,
    generation: 1,
    startedAt: begins,
    ...(ends === undefined ? {} : { endedAt: ends, port: 'next' }),
    status: ends === undefined ? 'waiting' : 'done',
    attempts: 1,
  };
}

const steps = [step(0, 'mail', start, start), step(1, 'wait', start, at(2)), step(2, 'last', at(2), at(2))];
const run = { steps, startedAt: start, endedAt: at(2) };

describe('the clock of a story', () => {
  it('shows what has begun, and what goes on as going on', () => {
    const cursor = cursorAt(run, Date.parse(at(1)));
    expect(cursor.step).toBe(1);
    expect(stepsUntil(steps, cursor).map(({ node, status, endedAt }) => [node, status, endedAt])).toEqual([
      ['mail', 'done', start],
      ['wait', 'waiting', undefined],
    ]);
    expect(openAt(steps, cursor)).toEqual([{ node: 'wait', phase: 'wait' }]);
    expect(openAt(steps, cursorAt(run, Date.parse(at(2))))).toEqual([]);
  });

  it('goes step by step through what happens at one moment, and back to where a wait began', () => {
    const first = stepBy(run, { at: Date.parse(start), step: -1 }, 1);
    expect(first).toEqual({ at: Date.parse(start), step: 0 });
    expect(stepBy(run, first, 1)).toEqual({ at: Date.parse(start), step: 1 });
    expect(stepBy(run, cursorAt(run, Date.parse(at(1))), -1)).toEqual({ at: Date.parse(start), step: 1 });
    expect(stepBy(run, { at: Date.parse(at(2)), step: 2 }, 1).step).toBe(2);
  });

  it('stays within the story, day by day', () => {
    const end = Date.parse(at(2));
    expect(dayBy(run, cursorAt(run, Date.parse(start)), -1, end).at).toBe(Date.parse(start));
    expect(dayBy(run, cursorAt(run, Date.parse(at(1, 1))), 1, end)).toEqual({ at: end, step: 2 });
  });

  it('never plays back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 86_400_000 }), { maxLength: 20 }), (passed) => {
        let here = cursorAt(run, Date.parse(start));
        for (const by of passed) {
          const next = advance(run, here, by, Date.parse(at(2)));
          expect(next.at).toBeGreaterThanOrEqual(here.at);
          expect(next.step).toBeGreaterThanOrEqual(here.step);
          here = next;
        }
      }),
    );
  });

  it('ends its ruler with what happens, not with the year that the clock would have run', () => {
    const waiting = {
      ...run,
      steps: [...steps.slice(0, 2), step(2, 'last', at(2))],
      endedAt: at(365),
      mails: [],
      effects: [],
      timeline: [],
      state: { status: 'waiting' } as never,
    };
    expect(rulerEnd(waiting)).toBeLessThan(Date.parse(at(3)));
    expect(rulerEnd({ ...waiting, endedAt: at(2), state: { status: 'closed' } as never })).toBe(Date.parse(at(2)));
  });
});

describe('the ruler', () => {
  const ruler = { start: Date.parse(start), end: Date.parse(at(23)), width: 1384 };

  it('finds the moment under a place again', () => {
    fc.assert(
      fc.property(fc.integer({ min: ruler.start, max: ruler.end }), (moment) => {
        expect(Math.abs(timeAt(ruler, xOf(ruler, moment)) - moment)).toBeLessThan(120_000);
      }),
    );
    expect(timeAt(ruler, 0)).toBe(ruler.start);
    expect(timeAt(ruler, 9_999)).toBe(ruler.end);
    expect(xOf(ruler, ruler.start)).toBe(gutter);
  });

  it('labels days as far as there is room', () => {
    const labels = ticksOf(ruler, zone).flatMap(({ label }) => (label ? [label.count] : []));
    expect(labels.slice(0, 3)).toEqual([0, 2, 4]);
    const narrow = ticksOf({ ...ruler, width: 600 }, zone).flatMap(({ label }) => (label ? [label.count] : []));
    expect(narrow).toEqual([0, 7, 14, 21]);
    const short = ticksOf({ ...ruler, end: Date.parse(at(0, 120)) }, zone);
    expect(short.every(({ label }) => label?.unit === 'minute')).toBe(true);
  });

  it('shades the weekends of the zone', () => {
    // 20 November 2026 is a Friday.
    const stripes = weekendsOf(ruler, zone);
    expect(stripes).toHaveLength(8);
    expect(stripes[0]?.x).toBe(xOf(ruler, Date.parse('2026-11-20T23:00:00.000Z')));
    expect(weekendsOf({ ...ruler, end: Date.parse(at(365)) }, zone)).toEqual([]);
  });

  it('leaves words out where the next mark stands', () => {
    const item = (when: string, lane: TimelineItem['lane'] = 'mail'): TimelineItem => ({
      lane,
      at: when,
      label: 'Welcome',
      state: 'done',
    });
    const drawn = draw([item(start), item(at(0, 30)), item(at(10)), item(at(1), 'effect')], ruler);
    expect(drawn.map(({ letters }) => letters > 0)).toEqual([false, true, true]);
    expect(lanesOf([item(start)])).not.toContain('money');
    expect(lanesOf([item(start, 'money')])).toContain('money');
  });
});

const story: SimulationCase = {
  id: 'case-1',
  title: 'Quiet newcomer',
  startsAt: start,
  subject: { kind: 'order', id: 'ord_demo' },
  world: {},
  events: [{ id: 'event-1', after: 'P3D', type: 'mail.opened', data: {} }],
  answers: [],
  faults: [],
  expect: [],
};

describe('edits of a scenario', () => {
  it('switches things off and on without losing them', () => {
    const off = toggled(story, 'events', 'event-1');
    expect(off.events[0]).toEqual({ ...story.events[0], off: true });
    expect(toggled(off, 'events', 'event-1')).toEqual(story);
  });

  it('adds, changes and takes away', () => {
    const fault = { id: 'fault-1', node: 'mail', kind: 'down', for: 'PT40M' } as const;
    const one = withScripted(story, 'faults', fault);
    expect(one.faults).toEqual([fault]);
    expect(withScripted(one, 'faults', { ...fault, for: 'PT1H' }).faults).toEqual([{ ...fault, for: 'PT1H' }]);
    expect(withoutScripted(one, 'faults', 'fault-1')).toEqual(story);
    expect(freshId(story.events, 'event')).toBe('event-2');
    expect(freshId([{ id: 'event-2' }], 'event')).toBe('event-3');
    expect(freshTitle([story], 'Quiet newcomer')).toBe('Quiet newcomer 2');
    expect(upsert([story], { ...story, title: 'Other' })).toHaveLength(1);
  });

  it('reads and writes offsets', () => {
    for (const duration of ['P14D', 'PT40M', 'PT2H', 'PT5S'])
      expect(durationOf(offsetOf(duration) ?? { count: -1, unit: 'days' })).toBe(duration);
    expect(offsetOf('P1DT2H')).toBeUndefined();
    expect(offsetOf('P2W')).toEqual({ count: 14, unit: 'days' });
  });

  it('copies a partner over the invented one, and leaves it again', () => {
    const copied = withPartner(story, { name: 'Kestrel Reviews' });
    expect(copied.world).toEqual({ partners: { par_demo: { name: 'Kestrel Reviews' } } });
    expect(withPartner(copied, undefined)).toEqual(story);
  });

  it('reads wall clocks in the zone of the programme, summer and winter', () => {
    expect(instantIn(zone, '2026-11-20T10:00')).toBe(start);
    expect(instantIn(zone, '2026-07-01T10:00')).toBe('2026-07-01T08:00:00.000Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (minutes) => {
        const moment = new Date(Date.parse('2024-01-01T00:00:00Z') + minutes * 60_000).toISOString();
        const back = instantIn('America/New_York', localIn('America/New_York', moment));
        // The hour that comes twice in autumn may be read as the other one.
        expect(Math.abs(Date.parse(back ?? '') - Date.parse(moment)) % 3_600_000).toBe(0);
      }),
    );
  });
});

describe('saving a case', () => {
  const other = { ...story, id: 'case-2', title: 'Other' };

  it('goes on top of what somebody else has saved', () => {
    const mine = { ...story, title: 'Mine' };
    const theirs = { ...other, title: 'Theirs' };
    expect(onTop([story, theirs], [mine, other], [story, other])).toEqual([mine, theirs]);
    expect(onTop([story, theirs], [other], [story, other])).toEqual([theirs]);
    expect(onTop([], [story, other], [other])).toEqual([story]);
  });

  it('expects what happened', () => {
    const flow = {
      nodes: [],
      edges: [
        { from: 'trigger', port: 'next', to: 'mail' },
        { from: 'mail', port: 'next', to: 'wait' },
        { from: 'wait', port: 'no', to: 'nudge' },
        { from: 'wait', port: 'on_error', to: 'broken' },
      ],
    } as unknown as FlowDocument;
    const mail = (when: string) => ({ template: 'welcome', at: when, node: 'mail' });
    const told = {
      ...run,
      state: { status: 'closed', outcome: 'done', closed: { at: at(2), status: 'completed' } },
      mails: [mail(start), mail(start), mail(at(2))],
      effects: [{ effect: 'tag_added' }, { effect: 'tag_added' }],
    } as never;
    const days = (when: string) => Math.round((Date.parse(when) - Date.parse(start)) / 86_400_000);
    expect(expectationsFrom(told, flow, days)).toEqual([
      { kind: 'status', status: 'completed' },
      { kind: 'outcome', outcome: 'done' },
      { kind: 'mail', template: 'welcome', day: 0, times: 2 },
      { kind: 'mail', template: 'welcome', day: 2 },
      { kind: 'effect', effect: 'tag_added', times: 2 },
      { kind: 'not_visited', node: 'nudge' },
    ]);
  });
});
