import { describe, expect, it } from '@jest/globals';
import { draftContent } from '../src/edit/draft.js';
import type { DraftOperation } from '../src/edit/draft.js';
import { openLog, perform } from '../src/edit/log.js';
import { changesBetween, mergeSteps, operationsBetween, rebase } from '../src/edit/merge.js';
import { applyEdit, editBetween } from '../src/edit/splice.js';
import { jsonText } from './support/json-text.js';
import { Random } from './support/random.js';

const rule = (a: string, b: string, c: string) => `{"if": [{"a": ${a}}, {"rate": ${b}}, {"none": ${c}}]}`;
const base = draftContent({
  title: 'Rule',
  logic: rule('1', '2', '3'),
  cases: [{ id: 'c1', title: 'One', facts: {}, expected: 1 }],
  layout: {},
  comments: {},
});
const text = (from: string, to: string): DraftOperation => ({ type: 'text', edit: editBetween(from, to) });

describe('merging by operation', () => {
  it('tells two texts apart token by token, exactly', () => {
    for (let seed = 1; seed <= 1500; seed++) {
      const random = new Random(seed);
      const before = jsonText(random, 4);
      const after = random.below(3) ? jsonText(random, 4) : before.replace(/\d/, '77');
      const changes = changesBetween(before, after);
      expect(applyEdit(before, [...changes].reverse())).toBe(after);
    }
    expect(changesBetween(rule('1', '2', '3'), rule('4', '2', '5'))).toEqual([
      { at: 14, removed: '1', inserted: '4' },
      { at: 40, removed: '3', inserted: '5' },
    ]);
  });

  it('puts edits of separate places together and refuses those of one place', () => {
    const mine = changesBetween(rule('1', '2', '3'), rule('1', '2', '30'));
    const theirs = changesBetween(rule('1', '2', '3'), rule('100', '2', '3'));
    const edit = rebase(mine, theirs);
    expect(edit && applyEdit(rule('100', '2', '3'), edit)).toBe(rule('100', '2', '30'));
    expect(rebase(mine, changesBetween(rule('1', '2', '3'), rule('1', '2', '7')))).toBeUndefined();
    expect(rebase([{ at: 5, removed: '', inserted: 'x' }], [{ at: 5, removed: '', inserted: 'y' }])).toBeUndefined();
    expect(rebase([{ at: 5, removed: 'a', inserted: '' }], [{ at: 3, removed: 'bc', inserted: '' }])).toBeUndefined();
  });

  it('does my steps on their draft where they fit', () => {
    let log = openLog(base);
    log = perform(log, [text(log.content.logic, rule('9', '2', '3'))], 'Change a');
    log = perform(log, [text(log.content.logic, rule('9', '20', '3'))], 'Change the rate');
    log = perform(log, [{ type: 'put_case', case: { id: 'c2', title: 'Two', facts: {}, expected: 2 } }], 'Add a case');
    log = perform(log, [{ type: 'remove_case', id: 'c1' }], 'Remove a case');
    log = perform(log, [{ type: 'title', title: 'Mine' }], 'Rename');
    const theirs = draftContent({
      ...base,
      logic: rule('5', '2', '300'),
      cases: [{ id: 'c1', title: 'Changed', facts: {}, expected: 1 }],
    });
    const merged = mergeSteps(base, log.done, theirs);
    expect(merged.steps.map(({ change, operations }) => [change.label, operations !== undefined])).toEqual([
      ['Change a', false],
      ['Change the rate', true],
      ['Add a case', true],
      ['Remove a case', false],
      ['Rename', true],
    ]);
    expect(merged.content.logic).toBe(rule('5', '20', '300'));
    expect(merged.content.cases.map(({ title }) => title)).toEqual(['Changed', 'Two']);
    expect(merged.content.title).toBe('Mine');
    expect(mergeSteps(base, log.done, theirs, (step) => step !== 4).content.title).toBe('Rule');
  });

  it('does without a log', () => {
    const mine = draftContent({
      ...base,
      logic: rule('1', '8', '3'),
      title: 'T',
      cases: [],
      comments: { '/if/0': 'why' },
    });
    const log = perform(openLog(base), operationsBetween(base, mine), 'All');
    expect(log.content).toEqual(mine);
    expect(operationsBetween(mine, mine)).toEqual([]);
  });
});
