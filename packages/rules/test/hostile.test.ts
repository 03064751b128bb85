import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../src/index.js';

const nested = (depth: number, open: string, close: string, inner: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);
const long = Array.from({ length: 2000 }, (_, i) => i);

const refused: readonly (readonly [string, unknown, string])[] = [
  ['deep', nested(500, '{"!":', '}', 'true'), 'too_deep'],
  ['deeper than any stack', nested(200_000, '[', ']', '1'), 'too_deep'],
  ['wide', `[${'1,'.repeat(3000)}1]`, 'too_many_nodes'],
  ['long', `"${'x'.repeat(70_000)}"`, 'too_large'],
  ['__proto__', '{"__proto__":[1]}', 'inherited_name'],
  ['constructor', '{"var":"constructor.constructor"}', 'inherited_name'],
  ['inherited operator names', '{"hasOwnProperty":["x"]}', 'inherited_name'],
  ['a reduce bomb', '{"reduce":[{"reduce":[[1],1,1]},1,1]}', 'reduce_unbounded'],
  ['a number with a huge exponent', '{"+":[1e999999999,1]}', 'number_out_of_range'],
  ['NaN', 'NaN', 'not_json'],
];

const cube = { '*': [{ var: 'fine' }, { var: 'fine' }, { var: 'fine' }] };

const stopped: readonly (readonly [string, unknown, string])[] = [
  [
    'lists in lists',
    { map: [{ var: 'l' }, { some: [long.slice(0, 500), { '<': [{ var: '' }, -1] }] }] },
    'budget_exceeded',
  ],
  [
    'a flood of text',
    { map: [{ var: 'l' }, { cat: Array.from({ length: 60 }, () => 'x'.repeat(100)) }] },
    'budget_exceeded',
  ],
  ['numbers that grow without end', { '>': [{ '*': Array.from({ length: 200 }, () => cube) }, 1] }, 'overflow'],
  ['division by zero', { '>': [{ '/': [1, { var: 'zero' }] }, 1] }, 'division_by_zero'],
  ['whole numbers beyond 2^53', { '*': [{ var: 'big' }, { var: 'big' }] }, 'overflow'],
];

describe('hostile rules end in less than 50 ms', () => {
  const facts = { l: long, zero: 0, big: 9007199254740991, fine: 1.12345678901234 };
  // The best of ten, in CPU time: other processes on the machine are not what is measured.
  const timed = (logic: unknown): [ReturnType<typeof evaluate>, number] => {
    const runs = Array.from({ length: 10 }, (): [ReturnType<typeof evaluate>, number] => {
      const start = process.cpuUsage();
      const result = evaluate(logic, facts);
      const { user, system } = process.cpuUsage(start);
      return [result, (user + system) / 1000];
    });
    return runs.reduce((a, b) => (a[1] <= b[1] ? a : b));
  };

  // The first run of anything pays for the engine's own warming up.
  evaluate({ map: [[1, 2], { '+': [{ var: '' }, 0.5] }] }, {});

  it.each(refused)('%s: refused', (_, logic, code) => {
    const [result, ms] = timed(logic);
    expect(result).toMatchObject({ ok: false, kind: 'refused' });
    expect(!result.ok && result.kind === 'refused' && result.problems.map((each) => each.code)).toContain(code);
    expect(ms).toBeLessThan(50);
  });

  it.each(stopped)('%s: stopped', (_, logic, code) => {
    const [result, ms] = timed(logic);
    expect(result).toMatchObject({ ok: false, kind: 'failed', error: { code } });
    expect(ms).toBeLessThan(50);
  });
});
