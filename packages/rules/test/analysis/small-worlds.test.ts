import { describe, expect, it } from '@jest/globals';
import { analyse } from '../../src/analysis/analysis.js';
import type { Analysis } from '../../src/analysis/analysis.js';
import { check, compile, fromJson } from '../../src/index.js';
import type { Json, Program } from '../../src/index.js';
import { Random } from '../support/random.js';
import { DOMAIN, everything, SMALL, table, TERMS, with_ } from './support.js';
import type { SmallFacts } from './support.js';

const PROGRAMS = 400;
const FACTS = ['tier', 'flag', 'net', 'month', 'country', 'rate', 'day'];

interface World {
  readonly analysis: Analysis;
  readonly sets: readonly SmallFacts[];
  readonly facts: readonly string[];
  /** The branch that facts take, and all whose conditions hold. */
  readonly taken: (facts: SmallFacts) => number;
  readonly holding: (facts: SmallFacts) => readonly number[];
  readonly branches: number;
  readonly neutral: boolean;
  readonly logic: Json;
}

/** A random table with its analysis and the truth, found by going through all facts. */
function world(seed: number): World {
  const random = new Random(seed);
  const start = random.below(FACTS.length);
  const all = [...FACTS.slice(start), ...FACTS.slice(0, start)];
  // Facts that may be absent are rarely all there is to a table; here they are often.
  const facts = seed % 4 === 0 ? [random.pick(['country', 'month'])] : all.slice(0, 1 + random.below(3));
  const logic = table(random, facts, 1 + random.below(5)) as { readonly if: readonly Json[] };
  const text = JSON.stringify(logic);
  const analysis = analyse({ text, schema: SMALL, shape: TERMS });
  const args = logic.if;
  const conditions = args.flatMap((arg, i) => (i % 2 === 0 && i < args.length - 1 ? [compiled(arg)] : []));
  const cache = new Map<SmallFacts, readonly number[]>();
  const holding = (each: SmallFacts): readonly number[] => {
    let found = cache.get(each);
    if (!found) {
      found = conditions.flatMap((program, i) => {
        const result = program.run(each);
        return result.ok && truth(result.value) ? [i] : [];
      });
      cache.set(each, found);
    }
    return found;
  };
  const otherwise = args.at(-1) as { readonly type: string };
  const taken = (each: SmallFacts): number => holding(each)[0] ?? conditions.length;
  const neutral = otherwise.type === 'none';
  return { analysis, sets: everything(facts), facts, taken, holding, branches: conditions.length, neutral, logic };
}

const truth = (value: Json): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function compiled(condition: Json): Program {
  const checked = check(fromJson(condition), SMALL);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return compile(checked.typed);
}

function forAll(judge: (world: World) => void): void {
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const each = world(seed);
    try {
      judge(each);
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(each.logic)}`, { cause: error });
    }
  }
}

const CUTS: Readonly<Record<string, readonly Json[]>> = {
  net: [1, 2, 3, 4],
  month: [1, 2, 3, 4],
  rate: ['1', '2', '2.5', '3', '4'],
  day: ['2026-01-02', '2026-01-03', '2026-01-04'],
};

/** The holes of a world on its lines: fact, the open values of one run, and what they are. */
function holes({ sets, facts, taken, branches }: World): Map<string, 'point' | 'range' | 'absent'> {
  const found = new Map<string, 'point' | 'range' | 'absent'>();
  for (const fact of facts) {
    const values = DOMAIN[fact]!;
    const present = values.filter((value) => value !== undefined);
    const lines = new Map(sets.map((set) => [JSON.stringify(with_(set, fact, undefined)), set]));
    for (const set of lines.values()) {
      const open = (value: Json | undefined): boolean => taken(with_(set, fact, value)) === branches;
      if (values.length > present.length && open(undefined) && present.every((value) => !open(value))) {
        found.set(`${fact} absent`, 'absent');
      }
      if (!Object.hasOwn(CUTS, fact)) continue;
      let start = -1;
      present.forEach((value, i) => {
        if (!open(value)) {
          if (start > 0 && start < i) {
            const run = present.slice(start, i);
            // Between two decimals there is always another one.
            const single = run.length === 1 && (fact !== 'rate' || CUTS['rate']!.includes(run[0]!));
            found.set(`${fact} ${JSON.stringify(run)}`, single ? 'point' : 'range');
          }
          start = -1;
        } else if (start < 0) start = i;
      });
    }
  }
  return found;
}

describe('against all facts of small worlds', () => {
  it('says of each branch whether facts take it', () => {
    let never = 0;
    forAll(({ analysis, sets, taken, branches }) => {
      const reached = new Set(sets.map(taken));
      expect(analysis.coverage.map(({ reach }) => reach !== 'never')).toEqual(
        Array.from({ length: branches + 1 }, (_, i) => reached.has(i)),
      );
      expect(analysis.coverage.some(({ reach }) => reach === 'undecided')).toBe(false);
      if (reached.size === 1) expect(analysis.coverage.find(({ reach }) => reach === 'always')).toBeDefined();
      const told = analysis.findings.filter(({ code }) => code === 'unreachable').map(({ branch }) => branch);
      const unreachable = Array.from({ length: branches }, (_, i) => i).filter((i) => !reached.has(i));
      expect([...told].sort()).toEqual(unreachable);
      never += unreachable.length;
    });
    expect(never).toBeGreaterThan(100);
  });

  it('names for an unreachable branch others that leave nothing of it, none without need', () => {
    forAll(({ analysis, sets, holding, taken }) => {
      for (const { branch, params, facts } of analysis.findings.filter(({ code }) => code === 'unreachable')) {
        const takers = params['takers'] as number[];
        const own = sets.filter((set) => holding(set).includes(branch!));
        expect(params['why']).toBe(own.length === 0 ? 'contradiction' : 'taken');
        const covered = (by: readonly number[]): boolean =>
          own.every((set) => holding(set).some((i) => by.includes(i)));
        expect(covered(takers)).toBe(true);
        for (const taker of takers)
          expect(covered(takers.filter((each) => each !== taker)) && own.length > 0).toBe(false);
        if (own.length > 0) {
          expect(holding(facts as SmallFacts)).toContain(branch);
          expect(taken(facts as SmallFacts)).toBe(takers[0]);
        }
      }
    });
  });

  it('finds each overlap and no other, with facts for which both hold', () => {
    let pairs = 0;
    forAll(({ analysis, sets, holding, taken, branches }) => {
      const truths = new Set<string>();
      for (const set of sets) {
        const [first, ...others] = holding(set);
        for (const other of others) truths.add(`${first},${other}`);
      }
      const reached = new Set(sets.map(taken));
      const expected = [...truths].filter((pair) => reached.has(Number(pair.split(',')[1])));
      const told = analysis.overlaps.map(({ first, second }) => `${first},${second}`);
      expect([...told].sort()).toEqual(expected.sort());
      for (const { first, second, kind, facts } of analysis.overlaps) {
        expect(taken(facts as SmallFacts)).toBe(first);
        expect(holding(facts as SmallFacts)).toContain(second);
        const inside = sets.filter((set) => holding(set).includes(first)).every((set) => holding(set).includes(second));
        expect(kind).toBe(inside ? 'special' : 'partial');
      }
      expect(branches).toBeGreaterThan(0);
      pairs += told.length;
    });
    expect(pairs).toBeGreaterThan(300);
  });

  it('finds each gap and no other, with facts that fall to otherwise', () => {
    const kinds = new Map<string, number>();
    forAll((each) => {
      const { analysis, taken, branches, neutral } = each;
      const expected = [...holes(each)].filter(([, kind]) => neutral || kind === 'point');
      const gaps = analysis.findings.filter(({ code, params }) => code === 'gap' && params['kind'] !== 'value');
      const told = new Map<string, string>();
      for (const { params, facts } of gaps) {
        const fact = String(params['fact']);
        expect(taken(facts as SmallFacts)).toBe(branches);
        told.set(runOf(each, fact, facts as SmallFacts, String(params['kind'])), String(params['kind']));
        kinds.set(String(params['kind']), (kinds.get(String(params['kind'])) ?? 0) + 1);
      }
      expect([...told].sort()).toEqual([...expected].sort());
      // Every condition of these tables is one of a single fact: nothing may be left open.
      expect(analysis.findings.filter(({ code }) => code === 'undecided')).toEqual([]);
    });
    for (const kind of ['point', 'range', 'absent']) expect(kinds.get(kind) ?? 0).toBeGreaterThan(10);
  });

  it('says which conditions always or never hold', () => {
    forAll(({ analysis, sets, holding, branches }) => {
      const always = Array.from({ length: branches }, (_, i) => i).filter((i) =>
        sets.every((set) => holding(set).includes(i)),
      );
      const told = analysis.findings.flatMap(({ code, params, branch }) =>
        code === 'constant' && params['whole'] === true ? [branch] : [],
      );
      expect(told).toEqual(always);
    });
  });
});

/** The open run of the line that facts lie on, as `holes` names it. */
function runOf({ taken, branches }: World, fact: string, facts: SmallFacts, kind: string): string {
  if (kind === 'absent') return `${fact} absent`;
  const present = DOMAIN[fact]!.filter((value) => value !== undefined);
  const open = (value: Json): boolean => taken(with_(facts, fact, value)) === branches;
  // The place of the analysis's own example is another one of the same stretch between thresholds.
  const number = (value: Json | undefined): number => (fact === 'day' ? Date.parse(String(value)) : Number(value));
  const stretch = (value: Json | undefined): string =>
    present.map((each) => (CUTS[fact]!.includes(each!) ? Math.sign(number(value) - number(each)) : '')).join();
  const at = present.findIndex((value) => stretch(value) === stretch(facts[fact]));
  let [from, to] = [at, at];
  while (from > 0 && open(present[from - 1]!)) from--;
  while (to + 1 < present.length && open(present[to + 1]!)) to++;
  return `${fact} ${JSON.stringify(present.slice(from, to + 1))}`;
}
