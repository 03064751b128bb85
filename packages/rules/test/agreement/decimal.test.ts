import { describe, expect, it } from '@jest/globals';
import { compileGenerated } from '../../src/generate/generate.js';
import { coverageTable, exact, mustAgree, noCounts } from '../support/agreement.js';
import { decimal, facts, SCHEMA } from '../support/programs.js';
import { Random } from '../support/random.js';

const PROGRAMS = 20_000;
/** Generated code answers as the closures do, to the error. */
const backEnds = [compileGenerated];
const PARTS = 4;

describe('decimal programs equal JSON-logic on exact fractions', () => {
  const counts = noCounts();
  const oracle = exact(SCHEMA);
  for (let part = 0; part < PARTS; part++) {
    it(`part ${part + 1} of ${PARTS}`, () => {
      for (let seed = 1 + part; seed <= PROGRAMS; seed += PARTS) {
        const random = new Random(seed * 7919);
        mustAgree(`seed ${seed}`, decimal(random, 2 + random.below(2)), [facts(random)], oracle, counts, {
          classes: ['portable', 'decimal'],
          backEnds,
        });
      }
    });
  }

  it('and most of them end in a value', () => {
    console.info(coverageTable(counts));
    expect(counts.accepted).toBeGreaterThan(PROGRAMS * 0.99);
    expect(counts.classes.decimal).toBeGreaterThan(PROGRAMS * 0.9);
    expect(counts.faults).toBeLessThan(counts.runs * 0.2);
  });
});
