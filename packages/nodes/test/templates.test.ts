import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MAX_PINNED_BYTES, parseFlowFile, printFlowFile, validateFlow, type FlowFile } from '@sluice/flows';
import { lintFlow } from '@sluice/flows/lint/index';
import { check, compile, FACTS, OUTCOMES, parse, specialise, type RuleDocument } from '@sluice/rules';
import { catalogue } from '../src/catalogue.js';
import { pinnedBy } from '../src/simulation/pinned.js';
import { runCases } from '../src/simulation/run-case.js';
import type { FlowLibrary } from '../src/simulation/library.js';
import { library as lintLibrary } from './lint-library.js';
import { library as published } from './simulation/library.js';

const folder = new URL('../../../workflows/templates/', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const files = (sub: string): string[] => readdirSync(new URL(sub, folder)).filter((file) => file.endsWith('.json'));

const shipped: [string, FlowFile][] = files('./').map((name) => {
  const file = parseFlowFile(JSON.parse(text(name)));
  if (!file.ok) throw new Error(`${name}: ${JSON.stringify(file.problems)}`);
  return [name, file];
});
const flowOf = (key: string): FlowFile => shipped.find(([, { flow }]) => flow.key === key)![1];

/** What ships, published: with the flows that others run as a step. */
const library: FlowLibrary = {
  ...published,
  flows: Object.fromEntries(
    ['payout-batch'].map((key) => {
      const { flow } = flowOf(key);
      return [key, { document: flow, pinned: pinnedBy(flow, published), version: 1 }];
    }),
  ),
};

describe('the flows that ship', () => {
  it.each(shipped)('%s is valid, has no finding of the lint, and can be pinned', (_name, { flow }) => {
    expect(validateFlow(flow, catalogue)).toEqual([]);
    expect(lintFlow(flow, catalogue, lintLibrary).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(JSON.stringify(pinnedBy(flow, library)).length).toBeLessThan(MAX_PINNED_BYTES);
  });

  it.each(shipped)('%s is as it would be exported, and says what it is for', (name, file) => {
    const { flow, cases, description } = file;
    expect(text(name)).toBe(printFlowFile({ flow, cases, description: description! }));
    expect(description?.length).toBeGreaterThan(40);
  });

  it.each(shipped)(
    '%s does in each of its stories what the story expects, and nothing twice',
    (_name, { flow, cases }) => {
      expect(cases.length).toBeGreaterThan(0);
      const told = runCases(flow, cases, library);
      expect(told.map((run) => [run.case, run.failed.map(({ message }) => message), run.twice])).toEqual(
        cases.map(({ id }) => [id, [], 0]),
      );
      expect(cases.every(({ expect: expected }) => expected.length > 0)).toBe(true);
    },
  );

  it('has stories that end at every end of every flow, but for those that are named here', () => {
    const never = shipped.flatMap(([, { flow, cases }]) => {
      const ends = flow.nodes.filter(({ type }) => type === 'end');
      const reached = new Set(runCases(flow, cases, library).map(({ state }) => state.outcome));
      return ends
        .map(({ config }) => String(config['outcome']))
        .filter((outcome) => !reached.has(outcome))
        .map((outcome) => `${flow.key} ${outcome}`);
    });
    expect([...new Set(never)].sort()).toEqual(unreached);
  });

  it('tells 90 days of onboarding for three partners in less than a second', () => {
    const { flow, cases } = flowOf('onboarding');
    const three = cases.filter(({ id }) => ['busy', 'quiet', 'overdue'].includes(id));
    const started = performance.now();
    const runs = runCases(flow, three, library);
    const took = performance.now() - started;
    expect(runs.map(({ state }) => state.outcome)).toEqual(['active', 'helped', 'not_called']);
    process.stdout.write(`90 days of onboarding, three partners: ${Math.round(took)} ms\n`);
    expect(took).toBeLessThan(1_000);
  });
});

/** Ends that no story has: they need what a story that fits every programme cannot say, and are told against the real store. */
const unreached = [
  'lead-qualification duplicate',
  'monthly-payouts stopped',
  'order-to-payable nothing_earned',
  'payout-batch nothing_to_pay',
  'payout-batch paid_with_failures',
  're-engagement bonus_taken_back',
];

describe('the rules that ship', () => {
  it.each(files('rules/'))('%s passes the checker and its own cases', (file) => {
    const rule = JSON.parse(text(`rules/${file}`)) as RuleDocument;
    const schema = specialise(FACTS.get(`${rule.facts.id}@${rule.facts.version}`)!, { currency: 'USD' });
    const checked = check(parse(rule.logic), schema, { outcome: OUTCOMES.get(rule.outcome)! });
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 2));
    const program = compile(checked.typed);
    for (const example of rule.cases) {
      expect([example.id, program.run(example.facts)]).toEqual([
        example.id,
        expect.objectContaining({ ok: true, value: example.expected }),
      ]);
    }
  });
});
