import { describe, expect, it } from '@jest/globals';
import { coverageTable, mustAgree, noCounts, stock } from '../support/agreement.js';
import { facts, KINDS, portable } from '../support/programs.js';
import { Random } from '../support/random.js';

const PROGRAMS = 60_000;
const PARTS = 6;

describe('portable programs equal stock json-logic-js', () => {
  const counts = noCounts();
  for (let part = 0; part < PARTS; part++) {
    it(`part ${part + 1} of ${PARTS}`, () => {
      for (let seed = 1 + part; seed <= PROGRAMS; seed += PARTS) {
        const random = new Random(seed);
        const logic = portable(random, random.pick(KINDS), 1 + random.below(3));
        mustAgree(`seed ${seed}`, logic, [facts(random), facts(random)], stock, counts, { classes: ['portable'] });
      }
    });
  }

  it('and nearly all of them end in a value', () => {
    console.info(coverageTable(counts));
    expect(counts.accepted).toBeGreaterThan(PROGRAMS * 0.99);
    expect(counts.faults).toBeLessThan(counts.runs * 0.1);
  });
});
