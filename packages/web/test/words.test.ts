import { describe, expect, it } from '@jest/globals';
import type { CommissionRow } from '@sluice/contracts/commission';
import { routes } from '@sluice/contracts/routes';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { de } from '../src/i18n/de.js';
import { en } from '../src/i18n/en.js';
import { formatMoney, formatRate } from '../src/lib/money.js';
import { elapsedShare, formatCountdown, formatDay, formatExact, formatPromise, formatSpan } from '../src/lib/time.js';
import { totalsByState } from '../src/pages/commissions/totals.js';
import { edgeText } from '../src/pages/runs/label.js';
import { placeNodes, sidesOf } from '../src/parts/flow/layout.js';
import { durationWords } from '../src/pages/runs/nodeKinds.js';
import { edgeKey } from '../src/parts/flow/start.js';
import { drawnEdges, readPath } from '../src/pages/runs/path.js';
import { answers } from './fixtures/answers.js';
import { commissions } from './fixtures/commissions.js';
import { finance, nora } from './fixtures/people.js';
import { orderFlow, parkedRun, unplaced, waitingRun } from './fixtures/runs.js';

const t = ((key: string, values: Record<string, unknown> = {}) =>
  key.replace(/{{(\w+)}}/g, (_, name: string) => String(values[name]))) as never;

describe('words and figures', () => {
  it.each([
    [{ amount: '128420', currency: 'USD' }, {}, '$1,284.20'],
    [{ amount: '-1440', currency: 'USD' }, {}, '−$14.40'],
    [{ amount: '128420', currency: 'EUR' }, { locale: 'de' }, '€1.284,20'],
    [{ amount: '1200', currency: 'JPY' }, {}, '¥1,200'],
    [{ amount: '1250', currency: 'KWD' }, {}, 'KWD 1.250'],
    [{ amount: '99999999999999999', currency: 'USD' }, {}, '$999,999,999,999,999.99'],
    [{ amount: '500', currency: 'USD' }, { signed: true }, '+$5.00'],
  ])('writes %j %j as %s', (money, options, text) => {
    expect(formatMoney(money, options)).toBe(text);
  });

  it('writes rates with a narrow space', () => {
    expect(formatRate('12.5')).toBe('12.5\u202f%');
  });

  it('counts down in days, hours, minutes and seconds and stops at zero', () => {
    expect(formatCountdown(((2 * 24 + 18) * 3600 + 54 * 60 + 48) * 1000)).toBe('2 d 18:54:48');
    expect(formatCountdown(3_600_000)).toBe('01:00:00');
    expect(formatCountdown(-5)).toBe('00:00:00');
  });

  it('writes spans in their two largest units', () => {
    expect(formatSpan((2 * 3600 + 11 * 60) * 1000)).toBe('2 h 11 m');
    expect(formatSpan(41)).toBe('41 ms');
    expect(formatSpan(30 * 86_400_000)).toBe('30 d');
    expect(formatSpan(2 * 86_400_000 + 5 * 3_600_000, true)).toBe('2 d');
  });

  it('adds the year where it is not this one, and always to a promise', () => {
    const now = new Date('2026-11-20T13:05:00Z');
    expect(formatDay(now, { zone: 'Europe/Berlin' }, now)).toBe('Fri 20 Nov');
    expect(formatDay(new Date('2025-11-20T13:05:00Z'), { zone: 'Europe/Berlin' }, now)).toBe('Thu 20 Nov 2025');
    expect(formatPromise(new Date('2026-12-19T00:30:00Z'), { zone: 'Europe/Berlin' })).toBe('19 Dec 2026');
    expect(formatExact(now, { zone: 'Europe/Berlin' })).toContain('14:05:00 Europe/Berlin');
  });

  it('keeps the share of a hold within its track', () => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, day));
    expect(elapsedShare(at(1), at(11), at(6))).toBe(0.5);
    expect(elapsedShare(at(1), at(11), at(30))).toBe(1);
    expect(elapsedShare(at(5), at(5), at(1))).toBe(1);
  });

  it('says durations in words', () => {
    expect(durationWords('P30D')).toBe('30 days');
    expect(durationWords('PT3S')).toBe('3 seconds');
    expect(durationWords('P1DT12H')).toBe('1 day 12 hours');
    expect(durationWords('standard')).toBe('standard');
  });
});

describe('totals by state', () => {
  it('adds minor units exactly and keeps currencies apart', () => {
    const row = (state: CommissionRow['position']['state'], amount: string, currency = 'USD'): CommissionRow => {
      const base = commissions[0] as CommissionRow;
      const money = { amount, currency };
      return { ...base, amount: money, position: { ...base.position, state, open: money } };
    };
    const rows = [row('held', '9007199254740993'), row('held', '1'), row('held', '5', 'EUR'), row('paid', '-3')];
    expect(totalsByState(rows)).toEqual([
      { state: 'held', money: { amount: '5', currency: 'EUR' }, count: 1 },
      { state: 'held', money: { amount: '9007199254740994', currency: 'USD' }, count: 2 },
      { state: 'paid', money: { amount: '-3', currency: 'USD' }, count: 1 },
    ]);
  });
});

describe('a run on its flow', () => {
  it('lights the path taken, marks where it waits, and tells ahead from not taken', () => {
    const path = readPath(waitingRun);
    expect(path.nodes.get('compute')?.look).toBe('on');
    expect(path.nodes.get('hold')?.look).toBe('wait');
    expect(path.nodes.get('release')?.look).toBe('ahead');
    expect(path.nodes.get('reject_blocked')?.look).toBe('off');
    expect(path.edges.get('check|clear|tell_held')?.look).toBe('on');
    expect(path.edges.get('check|review|review')?.look).toBe('off');
    expect(path.edges.get('hold|ended|release')?.look).toBe('ahead');
  });

  it('marks the way into a parked step', () => {
    const path = readPath(parkedRun);
    expect(path.nodes.get('tell_held')?.look).toBe('park');
    expect(path.edges.get('check|clear|tell_held')?.look).toBe('bad');
  });

  it('leaves nothing ahead once the run is closed', () => {
    const { current: _gone, ...closed } = { ...waitingRun, status: 'completed' as const };
    expect([...readPath(closed).nodes.values()].some(({ look }) => look === 'ahead' || look === 'wait')).toBe(false);
  });

  it('draws one edge where two ports lead to one node', () => {
    const drawn = drawnEdges(orderFlow, readPath(waitingRun)).map(edgeKey);
    expect(drawn).toContain('tell_held|next|hold');
    expect(drawn).not.toContain('tell_held|on_error|hold');
    expect(drawn.some((key) => key.startsWith('trigger|'))).toBe(false);
  });

  it('says the value passed on, within 24 characters', () => {
    expect(edgeText('earned', { code: 'money', params: { amount: '30600', currency: 'USD' } }, false, t, 'en')).toBe(
      '$306.00',
    );
    expect(edgeText('clear', { code: 'risk', params: { risk: 12, verdict: 'clear' } }, false, t, 'en')).toBe(
      'clear · risk 12 of 100',
    );
    expect(
      edgeText(
        'x',
        { code: 'batch', params: { name: 'B-2026-11-second-half', amount: '4821260', currency: 'USD' } },
        false,
        t,
        'en',
      ),
    ).toHaveLength(24);
    expect(edgeText('next', undefined, false, t, 'en')).toBe('');
    expect(edgeText('none', undefined, false, t, 'en')).toBe('nothing earned');
  });

  it.each([
    ['as drawn', orderFlow],
    ['by itself', unplaced],
  ])('lays a flow out %s without nodes on each other', (_, flow) => {
    const places = [...placeNodes(flow).values()];
    expect(places).toHaveLength(flow.nodes.length + 1);
    for (const [index, a] of places.entries())
      for (const b of places.slice(index + 1))
        expect(Math.abs(a.x - b.x) < 216 && Math.abs(a.y - b.y) < 56).toBe(false);
  });

  it('goes round a node that stands in the way', () => {
    const column = [0, 100, 200].map((y) => ({ x: 0, y }));
    expect(sidesOf({ x: 0, y: 0 }, { x: 0, y: 200 }, column)).toEqual({ out: 'left', in: 'left' });
    expect(sidesOf({ x: 0, y: 0 }, { x: 0, y: 100 }, column)).toEqual({ out: 'bottom', in: 'top' });
    expect(sidesOf({ x: 0, y: 0 }, { x: 300, y: 0 }, column)).toEqual({ out: 'right', in: 'left' });
  });
});

describe('the fixtures', () => {
  it.each([...answers(finance), ...answers(nora)].map(([, name, answer]) => [name, answer] as const))(
    '%s is what the contract says',
    (name, answer) => {
      const route = routes[name];
      const response = 'response' in route ? route.response : undefined;
      expect(response?.safeParse(answer).error?.issues).toBeUndefined();
    },
  );
});

describe('languages', () => {
  const sources = sourceFiles(new URL('../src/', import.meta.url).pathname).map((file) => readFileSync(file, 'utf8'));
  const used = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, key]) => (key ?? '').replaceAll("\\'", "'")),
    ),
  );

  it('finds the texts of the pages', () => {
    expect(used.size).toBeGreaterThan(400);
  });

  it('has every text in German', () => {
    const missing = [...used].filter((key) => de[key] === undefined && de[`${key}_other`] === undefined);
    expect(missing).toEqual([]);
  });

  it('keeps every value that a text carries', () => {
    const values = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();
    const lost = Object.entries(de).filter(([key, text]) => {
      const said = values(text);
      const wanted = values(key.replace(/_(one|other)$/, ''));
      return said.join() !== wanted.join();
    });
    expect(lost).toEqual([]);
  });

  it('has a singular only for texts that are used', () => {
    // Some stand in a table, from which `t` takes them.
    const said = (text: string) => used.has(text) || sources.some((source) => source.includes(`: '${text}'`));
    expect(Object.keys(en).filter((key) => !said(key.replace(/_one$/, '')))).toEqual([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
