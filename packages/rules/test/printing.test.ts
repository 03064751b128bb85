import { describe, expect, it } from '@jest/globals';
import { parse, print, printNode, RuleSyntaxError, toJson } from '../src/index.js';
import { Random } from './support/random.js';

const SPACES = ['', '', ' ', '\n', '\t', '\r\n  '];
const STRINGS = ['""', '"a"', '"\\u0041"', '"\\/~1"', '"é😀"', '"\\ud83d"', '"__proto__"', '"var"', '"a/b~c"', '"\\""'];
const NUMBERS = ['0', '-0', '1.0', '1e2', '1E+2', '100', '0.1000', '-12.5e-3', '9007199254740993'];

/** JSON text of any shape: odd white space, escapes, spellings of numbers, keys that stand twice. */
function text(random: Random, depth: number): string {
  const space = (): string => random.pick(SPACES);
  const inner = (): string => space() + text(random, depth - 1) + space();
  const kinds = depth > 0 ? 6 : 4;
  switch (random.below(kinds)) {
    case 0:
      return random.pick(STRINGS);
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return random.pick(['true', 'false']);
    case 3:
      return 'null';
    case 4: {
      const items = random.list(4, inner);
      return items.length ? `[${items.join(',')}]` : `[${space()}]`;
    }
    default: {
      const members = random.list(4, () => `${space()}${random.pick(STRINGS)}${space()}:${inner()}`);
      return members.length ? `{${members.join(',')}}` : `{${space()}}`;
    }
  }
}

describe('parse and print', () => {
  it('gives back every byte of 10,000 generated documents', () => {
    for (let seed = 1; seed <= 10_000; seed++) {
      const random = new Random(seed);
      const source = random.pick(SPACES) + text(random, 5) + random.pick(SPACES);
      const document = parse(source);
      if (print(document) !== source) expect(print(document)).toBe(source);
      const value = JSON.stringify(toJson(document.root));
      if (value !== JSON.stringify(JSON.parse(source))) expect(value).toBe(JSON.stringify(JSON.parse(source)));
    }
  });

  it('gives each node its pointer and finds keys that stand twice', () => {
    const document = parse('{"if":[{"a/b":1,"~":[true]},{"x":1,"x":2}]}');
    expect(document.duplicates).toEqual([{ pointer: '/if/1/x', key: 'x' }]);
    const pointers: string[] = [];
    const walk = (node: typeof document.root): void => {
      pointers.push(node.pointer);
      if (node.kind === 'object') node.members.forEach((member) => walk(member.value));
      if (node.kind === 'array') node.items.forEach((item) => walk(item.value));
    };
    walk(document.root);
    expect(pointers).toEqual([
      '',
      '/if',
      '/if/0',
      '/if/0/a~1b',
      '/if/0/~0',
      '/if/0/~0/0',
      '/if/1',
      '/if/1/x',
      '/if/1/x',
    ]);
  });

  it('prints one subtree as it is written', () => {
    const document = parse('{ "a" : [ 1.0 , {"b":  2} ] }');
    const inner = document.root.kind === 'object' ? document.root.members[0]?.value : undefined;
    expect(inner && printNode(inner)).toBe('[ 1.0 , {"b":  2} ]');
  });

  it.each([
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['"\u0001"', 0],
    ['01', 1],
    ['', 0],
    ['{"a" 1}', 5],
    ['nul', 0],
  ])('refuses %s with its place', (source, offset) => {
    expect(() => parse(source)).toThrow(RuleSyntaxError);
    try {
      parse(source);
    } catch (error) {
      expect((error as RuleSyntaxError).offset).toBe(offset);
    }
  });
});
