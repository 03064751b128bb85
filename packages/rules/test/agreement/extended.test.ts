import { describe, expect, it } from '@jest/globals';
import { compileGenerated } from '../../src/generate/generate.js';
import { OPERATORS } from '../../src/index.js';
import { coverageTable, exact, mustAgree, noCounts } from '../support/agreement.js';
import { extended, facts, KINDS, SCHEMA } from '../support/programs.js';
import { Random } from '../support/random.js';

const PROGRAMS = 24_000;
/** Generated code answers as the closures do, to the error. */
const backEnds = [compileGenerated];
const PARTS = 4;

describe('extended programs equal json-logic-js taught the extensions', () => {
  const counts = noCounts();
  const oracle = exact(SCHEMA);
  for (let part = 0; part < PARTS; part++) {
    it(`part ${part + 1} of ${PARTS}`, () => {
      for (let seed = 1 + part; seed <= PROGRAMS; seed += PARTS) {
        const random = new Random(seed * 104729);
        const logic = extended(random, random.pick(KINDS), 1 + random.below(2));
        mustAgree(`seed ${seed}`, logic, [facts(random)], oracle, counts, { backEnds });
      }
    });
  }

  it('and nearly all of them end in a value', () => {
    console.info(coverageTable(counts));
    expect(counts.accepted).toBeGreaterThan(PROGRAMS * 0.99);
    expect(counts.classes.extended).toBeGreaterThan(PROGRAMS * 0.6);
    expect(counts.faults).toBeLessThan(counts.runs * 0.1);
  });

  it('and every operator of the class stands in enough of them', () => {
    for (const operator of OPERATORS.values()) {
      if (operator.class !== 'extended') continue;
      const programs = counts.operators.get(operator.name)?.extended ?? 0;
      expect([operator.name, programs >= 150]).toEqual([operator.name, true]);
    }
  });
});
