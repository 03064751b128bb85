import type { Random } from './random.js';

const SPACES = ['', '', ' ', '\n', '\t', '\r\n  '];
const STRINGS = ['""', '"a"', '"\\u0041"', '"\\/~1"', '"é😀"', '"\\ud83d"', '"__proto__"', '"var"', '"a/b~c"', '"\\""'];
const NUMBERS = ['0', '-0', '1.0', '1e2', '1E+2', '100', '0.1000', '-12.5e-3', '9007199254740993'];

/** JSON text of any shape: odd white space, escapes, spellings of numbers; no key stands twice. */
export function jsonText(random: Random, depth: number): string {
  const space = (): string => random.pick(SPACES);
  const inner = (): string => space() + jsonText(random, depth - 1) + space();
  switch (random.below(depth > 0 ? 8 : 4)) {
    case 0:
      return random.pick(STRINGS);
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return random.pick(['true', 'false']);
    case 3:
      return 'null';
    case 4:
    case 5: {
      const keys = [...new Set(random.list(4, () => random.pick(STRINGS)))];
      const members = keys.map((key) => `${space()}${key}${space()}:${inner()}`);
      return members.length ? `{${members.join(',')}}` : `{${space()}}`;
    }
    default: {
      const items = random.list(4, inner);
      return items.length ? `[${items.join(',')}]` : `[${space()}]`;
    }
  }
}
