import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gunzip } from '../src/inflate.js';
import { packFlow } from '../src/pack.js';
import { unpack } from '../src/unpack.js';
import { draw, pin } from './harness.js';

describe('the flow in a run’s argument', () => {
  it('is compressed from 16 KiB on, and comes back as it was', () => {
    const small = pin(draw({ e: ['end', {}, { outcome: 'done' }] }));
    expect(packFlow(small)).toEqual({ json: small });
    const large = { ...small, title: 'Grüße 👋 € '.repeat(3_000) };
    const packed = packFlow(large);
    expect('gzip' in packed && packed.gzip.length).toBeLessThan(2_000);
    expect(unpack(packed)).toEqual(large);
  });

  it('any data comes back from gzip at any level', () => {
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }),
      fc
        .string({ maxLength: 3_000, unit: fc.constantFrom('a', 'b', 'abc', '{"x":') })
        .map((value) => new TextEncoder().encode(value)),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 9 }), (data, level) => {
        expect(Buffer.from(gunzip(gzipSync(data, { level }))).equals(Buffer.from(data))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('anything else is refused', () => {
    expect(() => gunzip(new Uint8Array([1, 2, 3]))).toThrow('not gzip data');
    expect(() => gunzip(gzipSync('hello hello hello').subarray(0, 15))).toThrow('ends early');
  });
});
