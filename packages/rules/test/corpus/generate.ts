import { readFileSync, writeFileSync } from 'node:fs';
import { check, fromJson } from '../../src/index.js';
import type { Json, RuleClass } from '../../src/index.js';
import { exact, rules, stock } from '../support/agreement.js';
import type { Oracle } from '../support/agreement.js';
import { DivisionByZero } from '../support/exact-json-logic.js';
import { decimal, extended, facts, KINDS, portable, SCHEMA } from '../support/programs.js';
import { Random } from '../support/random.js';
import { written } from './read.js';

/**
 * Makes generated.jsonl and facts.jsonl: rules that are well typed by construction, the class that each has by what stands
 * in it, and what its oracle (not the package) says for three sets of facts. Run once, from the repository root, whenever the language grows:
 * npx tsx packages/rules/test/corpus/generate.ts
 */
const SETS = 150;
const LONGEST = 480;
const FROM_HERE = (name: string): URL => new URL(name, import.meta.url);

const sets = Array.from({ length: SETS }, (_, i) => facts(new Random(i + 1)));
const lines: string[] = [];
const seen = new Set<string>();

/** The class that the operators and numbers in a text need; independent of the checker. */
const EXTENSIONS =
  /"(?:round|percent_of|starts_with|ends_with|matches_domain|days_between|add_duration|in_window|outcome|outer|rule)":/;

/** Decimal facts, numbers with a point, quotients. */
const DECIMALS = /"rate"|"share"|\d\.\d|"\/"/;

function add(count: number, kind: RuleClass, make: (random: Random) => Json, oracle: Oracle): void {
  for (let seed = 1, found = 0; found < count; seed++) {
    const random = new Random(seed * 15485863);
    const logic = make(random);
    const text = JSON.stringify(logic);
    if (text.length < 24 || text.length > LONGEST || seen.has(text)) continue;
    if (EXTENSIONS.test(text) !== (kind === 'extended')) continue;
    if (kind === 'decimal' && !DECIMALS.test(text)) continue;
    const asked = [0, 1, 2].map(() => random.below(SETS));
    const answers = asked.map((at) => answer(oracle, logic, sets[at] ?? {}));
    seen.add(text);
    lines.push(JSON.stringify([kind, logic, asked, answers]));
    found++;
  }
}

/** What the oracle says; null where the rule divides by zero. */
function answer(oracle: Oracle, logic: Json, input: Record<string, Json>): Json {
  try {
    return [written(oracle(logic, input))];
  } catch (error) {
    if (error instanceof DivisionByZero) return null;
    throw error;
  }
}

add(2400, 'portable', (random) => portable(random, random.pick(KINDS), 1 + random.below(3)), stock);
const oracle = exact(SCHEMA);
add(1200, 'decimal', (random) => decimal(random, 1 + random.below(2)), oracle);
add(2000, 'extended', (random) => extended(random, random.pick(KINDS), 1 + random.below(2)), oracle);
writeFileSync(FROM_HERE('generated.jsonl'), `${lines.join('\n')}\n`);
writeFileSync(FROM_HERE('facts.jsonl'), `${sets.map((each) => JSON.stringify(each)).join('\n')}\n`);

const refused = lines.filter((line) => {
  const [, logic] = JSON.parse(line) as [RuleClass, Json];
  return !check(fromJson(logic), SCHEMA, { rules }).ok;
});
console.info(
  `${lines.length} rules, ${readFileSync(FROM_HERE('generated.jsonl')).length} bytes, ${refused.length} refused`,
);
