import { canonicalJson, type Json, type Programme } from '@sluice/domain';
import type { CaseRunDto, RuleFindingDto, RuleProblem } from '@sluice/contracts';
import {
  check,
  compile,
  parse,
  RuleSyntaxError,
  type CheckOptions,
  type CheckResult,
  type CstDocument,
  type FactsSchema,
  type OutcomeShape,
  type Problem,
  type Program,
  type RuleCase,
  type RuleClass,
  type RuleSource,
} from '@sluice/rules';
import { outcomeFor, type Store } from '@sluice/store';
import { ruleSource } from '@sluice/store/operations/index';
import { Refusal } from '../../http/problem.js';

/** What is looked at: a text, as the rule of that key, facts and outcome. */
export interface RuleTerms {
  key?: string;
  logic: string;
  facts: { id: string; version: number };
  outcome: string;
  cases: readonly RuleCase[];
}

/** Everything that the server says of a rule: what publishing, checking and importing are decided by. */
export interface Assessment {
  class: RuleClass | null;
  cost: { nodes: number; depth: number; steps: number };
  problems: RuleProblem[];
  findings: RuleFindingDto[];
  cases: CaseRunDto[];
}

/** The surroundings in which a rule is checked: facts and shape as the programme's own, and the rules it may use. */
export interface RuleSurroundings {
  schema: FactsSchema;
  shape: OutcomeShape;
  rules: RuleSource | undefined;
}

/** Facts, shape and usable rules for a text. Throws 422 where its facts or its outcome do not exist. */
export async function surroundingsOf(
  store: Store,
  programme: Programme,
  { logic, facts, outcome }: Pick<RuleTerms, 'logic' | 'facts' | 'outcome'>,
  now: Date,
): Promise<RuleSurroundings> {
  const schema = await store.factsSchemas.get(programme, facts.id, facts.version);
  const shape = outcomeFor(programme, outcome);
  if (!schema || !shape) {
    const missing = schema
      ? { pointer: '/outcome', code: 'unknown_outcome', message: `There is no outcome "${outcome}".` }
      : {
          pointer: '/facts',
          code: 'unknown_facts',
          message: `There are no facts "${facts.id}" version ${facts.version}.`,
        };
    throw new Refusal('invalid', { errors: [missing] });
  }
  // Most rules use no others: then none are read.
  const rules = logic.includes('"rule"') ? await ruleSource(store, programme, now) : undefined;
  return { schema, shape, rules };
}

/** Checks a text as a rule and runs its cases. */
export async function assess(store: Store, programme: Programme, terms: RuleTerms, now: Date): Promise<Assessment> {
  const surroundings = await surroundingsOf(store, programme, terms, now);
  const read = readText(terms.logic);
  if (!('root' in read))
    return { class: null, cost: { nodes: 0, depth: 0, steps: 0 }, problems: [read], findings: [], cases: [] };
  const checked = check(read, surroundings.schema, optionsOf(surroundings, terms.key));
  return {
    class: checked.class,
    cost: { ...checked.cost },
    problems: checked.problems.map(problemDto),
    findings: [],
    cases: checked.ok ? runCases(checked, terms.cases) : [],
  };
}

export function optionsOf({ shape, rules }: RuleSurroundings, key?: string): CheckOptions {
  return { outcome: shape, ...(rules && { rules }), ...(key !== undefined && { key }) };
}

/** The document of a text, or the problem that it is none. */
export function readText(logic: string): CstDocument | RuleProblem {
  try {
    return parse(logic);
  } catch (error) {
    if (error instanceof RuleSyntaxError)
      return { pointer: error.pointer, code: error.code, message: `${error.message}.` };
    if (error instanceof RangeError)
      return { pointer: '', code: 'too_deep', message: 'The rule is nested too deeply to be read.' };
    throw error;
  }
}

export function problemDto({ pointer, code, message, fix }: Problem): RuleProblem {
  if (!fix) return { pointer, code, message };
  const { pointer: place, replacement, message: sentence } = fix;
  return { pointer, code, message, fix: { pointer: place, replacement: replacement as Json, message: sentence } };
}

function runCases(checked: CheckResult & { ok: true }, cases: readonly RuleCase[]): CaseRunDto[] {
  const program = compile(checked.typed);
  return cases.map((one) => runCase(program, one));
}

function runCase(program: Program, { id, facts, expected }: RuleCase): CaseRunDto {
  const result = program.run(facts);
  const wanted = expected as Json;
  if (!result.ok) return { id, ok: false, expected: wanted, error: { ...result.error } };
  const got = result.value as Json;
  return { id, ok: canonicalJson(got) === canonicalJson(wanted), got, expected: wanted };
}
