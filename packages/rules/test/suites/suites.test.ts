import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { casesOf, report, verdictOf } from './run.js';

describe('published JSON-logic suites', () => {
  const verdicts = ['jsonlogic-com', 'datalogic-rs'].flatMap((file) =>
    casesOf(file).map((each) => ({ each, verdict: verdictOf(each) })),
  );

  it('an accepted case gives the expected answer, or what json-logic-js answers', () => {
    for (const { each, verdict } of verdicts) {
      if (verdict.kind !== 'differs') continue;
      expect({ rule: each.rule, answer: verdict.said }).toEqual({ rule: each.rule, answer: verdict.stock });
    }
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'differs').length).toBeLessThanOrEqual(11);
  });

  it('every case of jsonlogic.com that is accepted has its answer', () => {
    const official = casesOf('jsonlogic-com').map((each) => verdictOf(each).kind);
    expect(official.filter((kind) => kind === 'differs')).toEqual([]);
    expect(official.filter((kind) => kind === 'as_expected').length).toBeGreaterThanOrEqual(217);
  });

  it('a refused case has a code and a sentence', () => {
    for (const { each, verdict } of verdicts) {
      if (verdict.kind !== 'refused') continue;
      expect({ rule: each.rule, code: verdict.code }).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/) });
      expect({ rule: each.rule, message: verdict.message }).toMatchObject({
        message: expect.stringMatching(/^["\p{L}].{15,}[.?]$/su),
      });
    }
  });

  it('the table in results.md is what is computed', () => {
    const kept = readFileSync(new URL('results.md', import.meta.url), 'utf8');
    expect(cells(kept)).toEqual(cells(report()));
  });
});

/** The table without the widths that the formatter gives it. */
const cells = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .join('|'),
    );
