import { pointerTo } from './cst.js';
import type { CstDocument, CstItem, CstMember, CstNode, DuplicateKey } from './cst.js';

/** The parser itself nests no deeper than this; rules are refused far earlier (see check/limits.ts). */
const PARSER_DEPTH = 1000;

/** A text that is not JSON (RFC 8259). `offset` counts UTF-16 units, `line` and `column` from 1. */
export class RuleSyntaxError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(
    readonly code: 'not_json' | 'too_deep',
    message: string,
    readonly pointer: string,
    readonly offset: number,
    text: string,
  ) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`${message} (line ${line}, column ${column})`);
    this.name = 'RuleSyntaxError';
    this.line = line;
    this.column = column;
  }
}

/** Reads a JSON text without losing a byte of it: `print(parse(text)) === text`. Throws RuleSyntaxError. */
export function parse(text: string): CstDocument {
  return new Parser(text).document();
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- RFC 8259 section 7: control characters must be escaped
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Parser {
  private at = 0;
  private nodes = 0;
  private deepest = 0;
  private readonly duplicates: DuplicateKey[] = [];
  constructor(private readonly text: string) {}

  document(): CstDocument {
    const before = this.space();
    const root = this.value('', 1);
    const after = this.space();
    if (this.at < this.text.length) this.fail('There is text after the end of the rule', '');
    const size = { bytes: utf8Length(this.text), nodes: this.nodes, depth: this.deepest };
    return { root, space: [before, after], duplicates: this.duplicates, size };
  }

  private value(pointer: string, depth: number): CstNode {
    const offset = this.at;
    this.nodes++;
    if (depth > this.deepest) this.deepest = depth;
    if (depth > PARSER_DEPTH) this.fail('The rule is nested too deeply', pointer, 'too_deep');
    const first = this.text[offset];
    if (first === '{') return this.object(pointer, depth);
    if (first === '[') return this.array(pointer, depth);
    if (first === '"') {
      const raw = this.string(pointer);
      return { kind: 'string', pointer, offset, raw, value: unquote(raw) };
    }
    if (this.word('true')) return { kind: 'boolean', pointer, offset, value: true };
    if (this.word('false')) return { kind: 'boolean', pointer, offset, value: false };
    if (this.word('null')) return { kind: 'null', pointer, offset };
    const raw = this.match(NUMBER);
    if (!raw) this.fail('A value was expected here', pointer);
    return { kind: 'number', pointer, offset, raw };
  }

  private object(pointer: string, depth: number): CstNode {
    const offset = this.at++;
    const members: CstMember[] = [];
    const seen = new Set<string>();
    let space = this.space();
    if (this.take('}')) return { kind: 'object', pointer, offset, members, inside: space };
    for (;;) {
      const rawKey = this.string(pointer);
      const key = unquote(rawKey);
      const here = pointerTo(pointer, key);
      if (seen.has(key)) this.duplicates.push({ pointer: here, key });
      seen.add(key);
      const afterKey = this.space();
      if (!this.take(':')) this.fail('A colon was expected after the name', here);
      const beforeValue = this.space();
      const value = this.value(here, depth + 1);
      members.push({ space: [space, afterKey, beforeValue, this.space()], rawKey, key, value });
      if (this.take('}')) return { kind: 'object', pointer, offset, members, inside: '' };
      if (!this.take(',')) this.fail('A comma or a closing brace was expected', pointer);
      space = this.space();
    }
  }

  private array(pointer: string, depth: number): CstNode {
    const offset = this.at++;
    const items: CstItem[] = [];
    let space = this.space();
    if (this.take(']')) return { kind: 'array', pointer, offset, items, inside: space };
    for (;;) {
      const value = this.value(pointerTo(pointer, items.length), depth + 1);
      items.push({ space: [space, this.space()], value });
      if (this.take(']')) return { kind: 'array', pointer, offset, items, inside: '' };
      if (!this.take(',')) this.fail('A comma or a closing bracket was expected', pointer);
      space = this.space();
    }
  }

  private string(pointer: string): string {
    const raw = this.match(STRING);
    if (!raw) this.fail('A text in double quotes was expected here', pointer);
    return raw;
  }

  private space(): string {
    return this.match(SPACE);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private fail(message: string, pointer: string, code: 'not_json' | 'too_deep' = 'not_json'): never {
    throw new RuleSyntaxError(code, message, pointer, this.at, this.text);
  }
}

function unquote(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
}

/** Bytes of a text in UTF-8, without TextEncoder (the workflow sandbox need not have one). */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}
