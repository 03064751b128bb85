import { describe, expect, it } from '@jest/globals';
import type { RunLine } from '../src/commands/runs-file.js';
import { headerLine, parseRuns, printRun } from '../src/commands/runs-file.js';

const line = {
  programme: 'demo',
  run: 'run_1',
  flow: { semantics: 1, key: 'sleeper', version: 3, hash: 'h3' },
  state: {
    semantics: 1,
    run: 'run_1',
    programme: 'demo',
    flow: { key: 'sleeper', version: 3, hash: 'h3' },
    positions: [{ node: 'first', phase: 'wait' }],
  },
} as unknown as RunLine;
const changed = (state: object) => ({ ...line, state: { ...line.state, ...state } }) as RunLine;

describe('a file of runs', () => {
  it('is read as it was written, a run a line', () => {
    expect(parseRuns(headerLine + printRun(line) + printRun({ ...line }))).toEqual([line, line]);
  });

  it.each<[string, string, string]>([
    ['another file', '{"a":1}\n', 'Line 1'],
    ['half a line', `${headerLine}${printRun(line).slice(0, 40)}\n`, 'Line 2'],
    [
      'a run that does something',
      headerLine + printRun(changed({ positions: [{ node: 'x', phase: 'effect' }] })),
      'Line 2',
    ],
    ['a state of another run', headerLine + printRun(changed({ run: 'run_2' })), 'not of this run'],
    [
      'a state of another version',
      headerLine + printRun(changed({ flow: { key: 'sleeper', version: 4, hash: 'h4' } })),
      'not of this run',
    ],
  ])('that is %s is refused before anything is begun', (_what, text, says) => {
    expect(() => parseRuns(text)).toThrow(says);
  });
});
