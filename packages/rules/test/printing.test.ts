import { describe, expect, it } from '@jest/globals';
import { parse, print, printNode, RuleSyntaxError, toJson } from '../src/index.js';
import type { CstNode } from '../src/index.js';
import { Random } from './support/random.js';

const SPACES = ['', '', '', ' ', '\n', '\t', '\r', '\r\n  ', ' \t \n\n '];
const STRINGS = [
  '""',
  '"a"',
  '"var"',
  '"if"',
  '"__proto__"',
  '"constructor"',
  '"a/b~c"',
  '"~0/~1"',
  '" "',
  '"é😀"',
  '"\u2028"',
  '"\ufeff"',
];
/** Every escape of RFC 8259 section 7, in both cases of the hexadecimal digits, and lone surrogates. */
const ESCAPES = [
  '\\"',
  '\\\\',
  '\\/',
  '\\b',
  '\\f',
  '\\n',
  '\\r',
  '\\t',
  '\\u0041',
  '\\u00e9',
  '\\u00E9',
  '\\u0000',
  '\\ud83d\\ude00',
  '\\ud83d',
  '\\ude00',
];
const NUMBERS = [
  '0',
  '-0',
  '1.0',
  '1.10',
  '0.0',
  '-0.0e0',
  '1e2',
  '1E2',
  '1E+2',
  '1e-2',
  '100',
  '0.1000',
  '-12.5e-3',
  '9007199254740993',
  '1e999',
  '123456789012345678901234567890',
];

function string(random: Random): string {
  if (random.below(2)) return random.pick(STRINGS);
  return `"${random.list(5, () => random.pick([...ESCAPES, 'x', '{', ']', ',', ':', 'ß', '😀'])).join('')}"`;
}

function number(random: Random): string {
  if (random.below(2)) return random.pick(NUMBERS);
  const digits = (): string => Array.from({ length: 1 + random.below(6) }, () => random.below(10)).join('');
  const whole = random.below(3) ? `${1 + random.below(9)}${random.below(2) ? digits() : ''}` : '0';
  const exponent = random.below(3) ? '' : `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${digits()}`;
  return `${random.pick(['', '-'])}${whole}${random.below(2) ? `.${digits()}` : ''}${exponent}`;
}

/** JSON text of any shape: odd white space, escapes, spellings of numbers, keys that stand twice, empty, wide and deep. */
function text(random: Random, depth: number): string {
  const space = (): string => random.pick(SPACES);
  const inner = (): string => space() + text(random, depth - 1) + space();
  const kinds = depth > 0 ? 7 : 4;
  switch (random.below(kinds)) {
    case 0:
      return string(random);
    case 1:
      return number(random);
    case 2:
      return random.pick(['true', 'false']);
    case 3:
      return 'null';
    case 4: {
      const items = random.list(random.below(20) ? 4 : 60, inner);
      return items.length ? `[${items.join(',')}]` : `[${space()}]`;
    }
    case 5: {
      const members = random.list(random.below(20) ? 4 : 60, () => `${space()}${string(random)}${space()}:${inner()}`);
      return members.length ? `{${members.join(',')}}` : `{${space()}}`;
    }
    default: {
      const levels = 1 + random.below(random.below(10) ? 5 : 300);
      const opened = Array.from({ length: levels }, () => random.pick(['[', `{${string(random)}:`]) + space());
      const closed = opened.map((open) => (open.startsWith('[') ? ']' : '}')).reverse();
      return `${opened.join('')}${number(random)}${closed.map((close) => space() + close).join('')}`;
    }
  }
}

describe('parse and print', () => {
  it('gives back every byte of 10,000 generated documents', () => {
    for (let seed = 1; seed <= 10_000; seed++) {
      const random = new Random(seed);
      const source = random.pick(SPACES) + text(random, random.below(6)) + random.pick(SPACES);
      const document = parse(source);
      if (print(document) !== source) expect(print(document)).toBe(source);
      const value = JSON.stringify(toJson(document.root));
      if (value !== JSON.stringify(JSON.parse(source))) expect(value).toBe(JSON.stringify(JSON.parse(source)));
    }
  });

  it('gives back a subtree as it stands in the text, and each node its place', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const source = text(new Random(seed * 31), 4);
      const visit = (node: CstNode): void => {
        const written = printNode(node);
        if (!source.startsWith(written, node.offset)) expect(source.slice(node.offset)).toBe(written);
        if (node.kind === 'object') node.members.forEach((member) => visit(member.value));
        if (node.kind === 'array') node.items.forEach((item) => visit(item.value));
      };
      visit(parse(source).root);
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
    ['\ufeff1', 0],
    ['1.', 1],
    ['.5', 0],
    ['+1', 0],
    ['1e', 1],
    ['0x10', 1],
    ['"\\x41"', 0],
    ['"\\u00g0"', 0],
    ["'a'", 0],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[,1]', 1],
    ['true false', 5],
    ['/* no */ 1', 0],
    ['\u00a01', 0],
  ])('refuses %s with its place', (source, offset) => {
    expect(() => parse(source)).toThrow(RuleSyntaxError);
    try {
      parse(source);
    } catch (error) {
      expect((error as RuleSyntaxError).offset).toBe(offset);
    }
  });
});
