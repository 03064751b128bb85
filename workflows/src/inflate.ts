/**
 * Reads a gzip member (RFC 1952) with DEFLATE data (RFC 1951). The workflow sandbox has no zlib, and a pinned flow is at most
 * 64 KiB, so that plain code is enough. Throws where the data is not gzip.
 */
export function gunzip(data: Uint8Array): Uint8Array {
  if (data[0] !== 0x1f || data[1] !== 0x8b || data[2] !== 8) throw new TypeError('not gzip data');
  const flags = data[3]!;
  let at = 10;
  if (flags & 4) at += 2 + (data[at]! | (data[at + 1]! << 8));
  if (flags & 8) at = data.indexOf(0, at) + 1;
  if (flags & 16) at = data.indexOf(0, at) + 1;
  if (flags & 2) at += 2;
  return new Inflater(data, at).inflate();
}

const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Canonical Huffman code: how many codes of each length, and the symbols in order of their codes. */
interface Code {
  counts: number[];
  symbols: number[];
}

class Inflater {
  private bit = 0;
  private readonly out: number[] = [];

  constructor(
    private readonly data: Uint8Array,
    private at: number,
  ) {}

  inflate(): Uint8Array {
    for (let last = 0; last === 0;) {
      last = this.bits(1);
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.block(fixedLiterals(), code(Array<number>(30).fill(5)));
      else if (type === 2) this.dynamic();
      else throw new TypeError('not deflate data');
    }
    return Uint8Array.from(this.out);
  }

  private bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) {
      const byte = this.data[this.at];
      if (byte === undefined) throw new TypeError('deflate data ends early');
      value |= ((byte >> this.bit) & 1) << index;
      if (++this.bit === 8) {
        this.bit = 0;
        this.at++;
      }
    }
    return value;
  }

  private stored(): void {
    if (this.bit > 0) {
      this.bit = 0;
      this.at++;
    }
    const length = this.data[this.at]! | (this.data[this.at + 1]! << 8);
    this.at += 4;
    for (let index = 0; index < length; index++) this.out.push(this.data[this.at++]!);
  }

  private dynamic(): void {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const count = this.bits(4) + 4;
    const lengths = Array<number>(19).fill(0);
    for (let index = 0; index < count; index++) lengths[codeOrder[index]!] = this.bits(3);
    const lengthCode = code(lengths);
    const all: number[] = [];
    while (all.length < literals + distances) {
      const symbol = this.symbol(lengthCode);
      if (symbol < 16) all.push(symbol);
      else if (symbol === 16) repeat(all, all.at(-1) ?? 0, 3 + this.bits(2));
      else if (symbol === 17) repeat(all, 0, 3 + this.bits(3));
      else repeat(all, 0, 11 + this.bits(7));
    }
    this.block(code(all.slice(0, literals)), code(all.slice(literals)));
  }

  private block(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.out.push(symbol);
        continue;
      }
      const length = lengthBase[symbol - 257]! + this.bits(lengthBits[symbol - 257]!);
      const slot = this.symbol(distances);
      const distance = distanceBase[slot]! + this.bits(slot < 2 ? 0 : (slot >> 1) - 1);
      for (let index = 0; index < length; index++) this.out.push(this.out[this.out.length - distance]!);
    }
  }

  private symbol(from: Code): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      value |= this.bits(1);
      const count = from.counts[length] ?? 0;
      if (value - first < count) return from.symbols[index + value - first]!;
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new TypeError('not deflate data');
  }
}

function code(lengths: readonly number[]): Code {
  const counts = Array<number>(16).fill(0);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const symbols: number[] = [];
  for (let length = 1; length <= 15; length++) lengths.forEach((own, symbol) => own === length && symbols.push(symbol));
  return { counts, symbols };
}

function fixedLiterals(): Code {
  return code([
    ...Array<number>(144).fill(8),
    ...Array<number>(112).fill(9),
    ...Array<number>(24).fill(7),
    ...Array<number>(8).fill(8),
  ]);
}

function repeat(list: number[], value: number, times: number): void {
  for (let index = 0; index < times; index++) list.push(value);
}
