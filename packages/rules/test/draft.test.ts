import { describe, expect, it } from '@jest/globals';
import { parse } from '../src/index.js';
import { draftContent, OperationMismatch } from '../src/edit/draft.js';
import type { DraftContent, DraftOperation } from '../src/edit/draft.js';
import { openLog, perform, redo, undo } from '../src/edit/log.js';
import { rematch } from '../src/edit/match.js';
import { editBetween, SpliceMismatch } from '../src/edit/splice.js';
import { jsonText } from './support/json-text.js';
import { Random } from './support/random.js';

const start = draftContent({
  title: 'Standard commission',
  logic: '{"if": [{"var": "a"}, {"x": 1, "y": 2}, {"var": "b"}, {"x": 3, "y": 4}, {"x": 0, "y": 0}]}',
  cases: [{ id: 'c1', title: 'One', facts: {}, expected: null }],
  layout: { '/if/2': { x: 1, y: 2 } },
  comments: { '/if/0': 'why a', '/if/2': 'why b' },
});

const edit = (content: DraftContent, to: string): DraftOperation => ({
  type: 'text',
  edit: editBetween(content.logic, to),
});

/** Any operation that fits the content. */
function operation(random: Random, content: DraftContent): DraftOperation {
  const id = `c${String(random.below(5))}`;
  const known = content.cases[random.below(content.cases.length || 1)]?.id;
  const node = `/if/${String(random.below(4))}`;
  switch (random.below(8)) {
    case 0:
      return edit(content, jsonText(random, 4));
    case 1: {
      // As somebody types: it need not parse.
      const at = random.below(content.logic.length + 1);
      return {
        type: 'text',
        edit: [
          {
            at,
            removed: content.logic.slice(at, at + random.below(3)),
            inserted: random.pick(['', '{', '"', '1', ' ']),
          },
        ],
      };
    }
    case 2:
      return { type: 'title', title: random.pick(['A', 'B']) };
    case 3:
      return { type: 'put_case', case: { id, title: random.pick(['x', 'y']), facts: {}, expected: random.below(3) } };
    case 4:
      return known ? { type: 'remove_case', id: known } : { type: 'title', title: 'C' };
    case 5:
      return known
        ? { type: 'move_case', id: known, to: random.below(content.cases.length) }
        : { type: 'title', title: 'D' };
    case 6:
      return random.below(2) ? { type: 'comment', node, text: random.pick(['p', 'q']) } : { type: 'comment', node };
    default:
      return random.below(2) ? { type: 'layout', node, place: { x: random.below(9), y: 0 } } : { type: 'layout', node };
  }
}

describe('the log of a draft', () => {
  it('takes any run of operations back byte for byte, and does it again', () => {
    for (let seed = 1; seed <= 800; seed++) {
      const random = new Random(seed);
      let log = openLog(start);
      const states: DraftContent[] = [start];
      for (let count = random.below(12); count >= 0; count--) {
        const steps = log.done.length;
        log = perform(log, [operation(random, log.content)], 'Edit', random.below(3) ? undefined : 'typing');
        if (log.done.length > steps) states.push(log.content);
        else states[states.length - 1] = log.content;
      }
      // Plain JSON: it survives a reload.
      log = JSON.parse(JSON.stringify(log)) as typeof log;
      for (const state of states.slice(0, -1).reverse()) {
        log = undo(log);
        expect(log.content).toEqual(state);
      }
      expect(undo(log)).toBe(log);
      for (const state of states.slice(1)) {
        log = redo(log);
        expect(log.content).toEqual(state);
      }
    }
  });

  it('counts edits of one step as one, and forgets what was taken back once something new is done', () => {
    let log = openLog(start);
    log = perform(log, [{ type: 'title', title: 'A' }], 'Rename', 'title');
    log = perform(log, [{ type: 'title', title: 'AB' }], 'Rename', 'title');
    expect(log.done.map(({ label }) => label)).toEqual(['Rename']);
    expect(undo(log).content.title).toBe('Standard commission');
    log = perform(undo(log), [{ type: 'comment', node: '/if/0' }], 'Remove a comment');
    expect(log.undone).toEqual([]);
    expect(redo(log)).toBe(log);
  });

  it('refuses what does not fit and changes nothing', () => {
    const log = openLog(start);
    const refused: DraftOperation[] = [
      { type: 'remove_case', id: 'nobody' },
      { type: 'move_case', id: 'c1', to: 1 },
      { type: 'put_case', case: { id: 'new', title: '', facts: {}, expected: 0 }, at: 9 },
    ];
    for (const each of refused)
      expect(() => perform(log, [{ type: 'title', title: 'X' }, each], '')).toThrow(OperationMismatch);
    const misplaced: DraftOperation = { type: 'text', edit: [{ at: 0, removed: 'nope', inserted: '' }] };
    expect(() => perform(log, [misplaced], '')).toThrow(SpliceMismatch);
    expect(log.content.title).toBe('Standard commission');
  });

  it('keeps comments on their nodes while the text does not parse, and drops those whose node is gone until undo', () => {
    let log = openLog(start);
    const broken = start.logic.replace('{"if": [', '{"if": [{"new": 1}, ');
    log = perform(log, [edit(log.content, broken)], 'Type');
    log = perform(log, [edit(log.content, `${broken.slice(0, -2)}`)], 'Type');
    expect(log.content.comments).toEqual({ '/if/1': 'why a', '/if/3': 'why b' });
    log = perform(log, [edit(log.content, broken.replace('{"new": 1}, ', '{"new": 1}, {"x": 9, "y": 9}, '))], 'Type');
    expect(log.content.comments).toEqual({ '/if/2': 'why a', '/if/4': 'why b' });
    expect(log.content.layout).toEqual({ '/if/4': { x: 1, y: 2 } });
    log = perform(log, [edit(log.content, '{"if": [{"var": "b"}, {"x": 3, "y": 4}, {"x": 0, "y": 0}]}')], 'Remove');
    expect(log.content.comments).toEqual({ '/if/0': 'why b' });
    expect(undo(log).content.comments).toEqual({ '/if/2': 'why a', '/if/4': 'why b' });
  });
});

describe('finding nodes again', () => {
  const list = (...items: string[]) => `{"if": [${items.join(', ')}]}`;
  const [a, b, c] = ['{"==": [{"var": "t"}, "a"]}', '{"==": [{"var": "t"}, "b"]}', '{"==": [{"var": "t"}, "c"]}'];
  const pay = '{"type": "percent", "rate": "20"}';
  const before = list(a, pay, b, pay, c, pay, 'null');
  it.each([
    ['nothing changed', before, ['/if/0', '/if/2', '/if/4']],
    ['another spelling', before.replaceAll(' ', ''), ['/if/0', '/if/2', '/if/4']],
    ['a value changed', before.replace('"b"', '"x"'), ['/if/0', '/if/2', '/if/4']],
    [
      'an operator changed',
      before.replace('{"==": [{"var": "t"}, "b"]}', '{"!=": [{"var": "t"}, "b"]}'),
      ['/if/0', '/if/2', '/if/4'],
    ],
    ['one put before', list('{"var": "n"}', pay, a, pay, b, pay, c, pay, 'null'), ['/if/2', '/if/4', '/if/6']],
    ['the middle one removed', list(a, pay, c, pay, 'null'), ['/if/0', undefined, '/if/2']],
    ['first and second exchanged', list(b, pay, a, pay, c, pay, 'null'), ['/if/2', '/if/0', '/if/4']],
    ['the last one first', list(c, pay, a, pay, b, pay, 'null'), ['/if/2', '/if/4', '/if/0']],
    [
      'wrapped in a group',
      list(a, pay, `{"and": [${b}, {"var": "x"}]}`, pay, c, pay, 'null'),
      ['/if/0', '/if/2', '/if/4'],
    ],
    ['all below another operator', `{"x": {"y": [${before}, 1]}}`, ['/x/y/0/if/0', '/x/y/0/if/2', '/x/y/0/if/4']],
    ['something else', '{"var": "x"}', [undefined, undefined, undefined]],
  ])('%s', (_, after, wanted) => {
    const pointers = ['/if/0', '/if/2', '/if/4'];
    const found = rematch(parse(before), parse(after), pointers);
    expect(pointers.map((pointer) => found.get(pointer))).toEqual(wanted);
  });
});
