import { describe, expect, it } from '@jest/globals';
import { compileGenerated } from '../../src/generate/generate.js';
import { OPERATORS } from '../../src/index.js';
import { coverageTable, mustAgree, noCounts, stock } from '../support/agreement.js';
import { facts, KINDS, portable } from '../support/programs.js';
import { Random } from '../support/random.js';

const PROGRAMS = 60_000;
/** Generated code answers as the closures do, to the error. */
const backEnds = [compileGenerated];
const PARTS = 12;

describe('portable programs equal stock json-logic-js', () => {
  const counts = noCounts();
  for (let part = 0; part < PARTS; part++) {
    it(`part ${part + 1} of ${PARTS}`, () => {
      for (let seed = 1 + part; seed <= PROGRAMS; seed += PARTS) {
        const random = new Random(seed);
        const logic = portable(random, random.pick(KINDS), 1 + random.below(3));
        mustAgree(`seed ${seed}`, logic, [facts(random), facts(random)], stock, counts, {
          classes: ['portable'],
          backEnds,
        });
      }
    });
  }

  it('and nearly all of them end in a value', () => {
    console.info(coverageTable(counts));
    expect(counts.accepted).toBeGreaterThan(PROGRAMS * 0.99);
    expect(counts.faults).toBeLessThan(counts.runs * 0.1);
  });

  it('and every operator of the class stands in enough of them', () => {
    for (const operator of OPERATORS.values()) {
      if (operator.class !== 'portable') continue;
      const programs = counts.operators.get(operator.name)?.portable ?? 0;
      expect([operator.name, programs >= 400]).toEqual([operator.name, true]);
    }
  });
});
