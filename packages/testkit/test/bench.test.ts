import { describe, expect, it } from '@jest/globals';
import { holds, judged, median } from '../src/bench/row.js';
import { table } from '../src/bench/table.js';

describe('the rows of the bench', () => {
  it.each([
    ['≤ 1.3', 1.3, true],
    ['≤ 1.3', 1.31, false],
    ['≥ 8', 8, true],
    ['≥ 8', 7.99, false],
    ['≤ 2', Number.NaN, false],
  ])('%s of %d: %s', (bar, ratio, kept) => {
    expect(holds(bar, ratio)).toBe(kept);
  });

  it('a bar that cannot be read is an error, not a pass', () => {
    expect(() => holds('about 2', 1)).toThrow('is no bar');
  });

  it('what has no bar has no verdict', () => {
    expect(judged({ name: 'a', peer: 'b', ratio: 1 }).met).toBeUndefined();
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[], Number.NaN],
  ])('the middle of %j is %d', (figures, middle) => {
    expect(median(figures)).toBe(middle);
  });

  it('one row a line, with its verdict', () => {
    const rows = [
      judged({ name: 'Step', peer: 'no-op', ratio: 1.204, ours: '12 ms', theirs: '10 ms', bar: '≤ 1.3' }),
      judged({ name: 'Events', peer: 'insert', ratio: 0.5 }),
      judged({ name: 'Rules', peer: 'json-logic-js', ratio: 7.5, bar: '≥ 8' }),
    ];
    expect(
      table(rows)
        .split('\n')
        .slice(2)
        .map((line) => line.replaceAll(/\s+/g, ' ')),
    ).toEqual([
      '| Step | 12 ms | no-op | 10 ms | 1.20× | ≤ 1.3 | yes |',
      '| Events | – | insert | – | 0.50× | – | – |',
      '| Rules | – | json-logic-js | – | 7.50× | ≥ 8 | no |',
    ]);
  });
});
