import { createRequire } from 'node:module';
import jsonLogic from 'json-logic-js';
import { compileGenerated } from '../src/generate/generate.js';
import { commissionByHand, routingByHand } from './by-hand.js';
import type { Order, Signals } from './by-hand.js';
import { check, COMMISSION_FACTS, compile, fromJson } from '../src/index.js';
import type { FactsSchema, Json } from '../src/index.js';

/** One line of the table: how many times faster than the peer (or, for `trace`, than the other mode). */
export interface Row {
  readonly name: string;
  readonly ratio: number;
  readonly peer: string;
  /** `≥` for speed, `≤` for cost. */
  readonly bar?: string;
  /** The two figures of the ratio, where they say more than it. */
  readonly ours?: string;
  readonly theirs?: string;
}

type Facts = Record<string, Json>;
type Engine = (facts: Facts) => unknown;
interface Case {
  readonly name: string;
  readonly logic: Json;
  readonly schema: FactsSchema;
  readonly facts: readonly Facts[];
  readonly byHand: Engine;
  /** What the generated code must reach of the function written by hand. */
  readonly bar: string;
}

const ROUNDS = 7;
const MILLISECONDS = 120;

/** All engines side by side, in turns, on the same rules and facts; the median of each ratio. */
export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const each of [commission(), routing()]) {
    const rates = measure(await engines(each), each.facts);
    const rate = (name: string): number => rates.get(name) ?? Number.NaN;
    const bar = '≥ 8';
    rows.push({
      name: `${each.name}: closures`,
      ratio: rate('closures') / rate('json-logic-js'),
      peer: 'json-logic-js',
      bar,
    });
    for (const peer of ['json-logic-engine', 'json-logic-engine compiled', 'by hand']) {
      rows.push({ name: `${each.name}: closures`, ratio: rate('closures') / rate(peer), peer });
    }
    const generated = (peer: string, own?: string): Row => ({
      name: `${each.name}: generated code`,
      ratio: rate('generated') / rate(peer),
      peer,
      ...(own === undefined ? {} : { bar: own }),
    });
    rows.push(generated('by hand', each.bar), generated('closures'), generated('json-logic-js'));
    rows.push(generated('json-logic-engine compiled'));
    const traced = rate('closures') / rate('closures with trace');
    rows.push({ name: `${each.name}: cost of the trace`, ratio: traced, peer: 'closures', bar: '≤ 2' });
    const read = rate('closures') / rate('closures with trace read');
    rows.push({ name: `${each.name}: cost of a trace that is read`, ratio: read, peer: 'closures' });
  }
  rows.push(...history());
  return rows;
}

const ORDERS = 1_000_000;
const SECONDS = 1.5;

/** A million different orders through the commission rule, on one core: the time for all of them, outcomes counted. */
function history(): Row[] {
  const { logic, schema } = commission();
  const checked = check(fromJson(logic), schema);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const orders = Array.from({ length: ORDERS }, (_, i) => ({
    partner: { tier: TIERS[(i * 31) % 4] as string, type: 'creator' },
    order: { net: (i * 7919) % 90_000, ...(i % 5 ? { country: i % 3 ? 'US' : 'DE' } : {}) },
  }));
  const timed = (name: string, program: ReturnType<typeof compile>): Row => {
    const paid = new Map<unknown, number>();
    const start = milliseconds();
    for (const order of orders) {
      const result = program.run(order);
      const outcome = result.ok ? result.value : result.error.code;
      paid.set(outcome, (paid.get(outcome) ?? 0) + 1);
    }
    const seconds = (milliseconds() - start) / 1000;
    if (paid.size !== 9) throw new Error(`${name} gives ${paid.size} outcomes of 9`);
    return {
      name: `1,000,000 orders through one rule, ${name}`,
      ratio: seconds / SECONDS,
      peer: 'the time allowed',
      ours: `${seconds.toFixed(2)} s`,
      theirs: `${SECONDS} s`,
      bar: '≤ 1',
    };
  };
  return [timed('closures', compile(checked.typed)), timed('generated code', compileGenerated(checked.typed))];
}

async function engines({ logic, schema, byHand }: Case): Promise<ReadonlyMap<string, Engine>> {
  const checked = check(fromJson(logic), schema);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const program = compile(checked.typed);
  const generated = compileGenerated(checked.typed);
  const value = (result: ReturnType<typeof program.run>): unknown => (result.ok ? result.value : result.error);
  const { LogicEngine } = createRequire(import.meta.url)('json-logic-engine') as {
    LogicEngine: new () => { run(logic: Json, facts: Facts): unknown; build(logic: Json): Engine };
  };
  const engine = new LogicEngine();
  const forEngine = preserved(logic);
  const built = engine.build(forEngine);
  const traced = { trace: true };
  return new Map<string, Engine>([
    ['json-logic-js', (facts) => jsonLogic.apply(logic as never, facts)],
    ['json-logic-engine', (facts) => engine.run(forEngine, facts)],
    ['json-logic-engine compiled', built],
    ['by hand', byHand],
    ['closures', (facts) => value(program.run(facts))],
    ['generated', (facts) => value(generated.run(facts))],
    ['closures with trace', (facts) => value(program.run(facts, traced))],
    [
      'closures with trace read',
      (facts) => {
        const result = program.run(facts, traced);
        return result.trace?.length ? value(result) : undefined;
      },
    ],
  ]);
}

/** json-logic-engine takes an outcome of several keys only when it is marked as one. */
function preserved(logic: Json): Json {
  if (Array.isArray(logic)) return logic.map(preserved);
  if (typeof logic !== 'object' || logic === null) return logic;
  const entries = Object.entries(logic as Record<string, Json>);
  if (entries.length !== 1) return { preserve: logic };
  return Object.fromEntries(entries.map(([name, args]) => [name, preserved(args)]));
}

/** Runs a second by engine; each round gives every engine one turn, so that a busy machine slows all alike. */
function measure(all: ReadonlyMap<string, Engine>, facts: readonly Facts[]): Map<string, number> {
  const expected = JSON.stringify(facts.map((each) => all.get('json-logic-js')?.(each)));
  const rates = new Map<string, number[]>();
  for (const [name, engine] of all) {
    if (JSON.stringify(facts.map(engine)) !== expected) throw new Error(`${name} gives another result`);
    for (let i = 0; i < 20_000; i++) engine(facts[i % facts.length] as Facts);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, engine] of all) rates.set(name, [...(rates.get(name) ?? []), rateOf(engine, facts)]);
  }
  return new Map([...rates].map(([name, list]) => [name, list.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN]));
}

/** Runs a second of this process's own CPU: what else the machine does is not what is measured. */
function rateOf(engine: Engine, facts: readonly Facts[]): number {
  const start = milliseconds();
  let runs = 0;
  do {
    for (let i = 0; i < 5000; i++) engine(facts[i % facts.length] as Facts);
    runs += 5000;
  } while (milliseconds() - start < MILLISECONDS);
  return (runs / (milliseconds() - start)) * 1000;
}

function milliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const percent = (rate: string): Json => ({ type: 'percent', rate, base: 'net' });
const TIERS = ['gold', 'silver', 'bronze', 'basic'];
const NONE: Json = { type: 'none', reason: 'no_row' };

/** Eight branches over tier, amount and country. */
function commission(): Case {
  const rows = TIERS.flatMap((tier, i) => [
    [tier, 50_000, 'US', String(22 - 4 * i)],
    [tier, 10_000, 'DE', String(20 - 4 * i)],
  ]) as [string, number, string, string][];
  const outcomes = rows.map(([, , , rate]) => percent(rate));
  const branches = rows.flatMap(([tier, from, country], i): Json[] => [
    {
      and: [
        { '==': [{ var: 'partner.tier' }, tier] },
        { '>=': [{ var: 'order.net' }, from] },
        { '==': [{ var: ['order.country', ''] }, country] },
      ],
    },
    outcomes[i] as Json,
  ]);
  const facts = Array.from({ length: 64 }, (_, i) => ({
    partner: { tier: TIERS[i % 4] as string, type: 'creator' },
    order: { net: (i * 7919) % 90_000, country: i % 3 ? 'US' : 'DE' },
  }));
  return {
    name: '8-branch commission',
    bar: '≥ 0.8',
    logic: { if: [...branches, NONE] },
    schema: COMMISSION_FACTS,
    facts,
    byHand: (facts) => commissionByHand(facts as unknown as Order),
  };
}

/** Forty conditions over ten facts, none of which holds for most inputs. */
function routing(): Case {
  const names = Array.from({ length: 10 }, (_, i) => `f${i}`);
  const schema: FactsSchema = {
    id: 'routing',
    version: 1,
    fields: Object.fromEntries(names.map((name) => [name, { type: 'integer' as const }])),
  };
  const tests = Array.from({ length: 40 }, (_, i) => ({ fact: `f${i % 10}`, over: 900 + i, queue: `queue-${i}` }));
  const branches = tests.flatMap(({ fact, over, queue }): Json[] => [{ '>': [{ var: fact }, over] }, queue]);
  const facts = Array.from({ length: 64 }, (_, i) =>
    Object.fromEntries(names.map((name, at) => [name, (i * 31 + at * 17) % (i % 4 ? 900 : 950)])),
  );
  return {
    name: '40-condition routing',
    bar: '≥ 0.5',
    logic: { if: [...branches, 'default'] },
    schema,
    facts,
    byHand: (facts) => routingByHand(facts as unknown as Signals),
  };
}

if (process.argv[1]?.endsWith('rules.bench.ts')) {
  for (const { name, peer, ratio, bar, ours } of await run()) {
    console.log(`${name} v ${peer}: ${ratio.toFixed(2)}× ${bar ?? ''} ${ours ?? ''}`);
  }
}
