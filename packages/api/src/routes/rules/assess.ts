import { asJson, type Json, type Programme } from '@sluice/domain';
import type { CaseRunDto, RuleFindingDto, RuleProblem } from '@sluice/contracts';
import {
  check,
  parse,
  RuleSyntaxError,
  type CheckOptions,
  type CstDocument,
  type FactsSchema,
  type OutcomeShape,
  type Problem,
  type RuleCase,
  type RuleClass,
  type RuleSource,
} from '@sluice/rules';
import { analyse } from '@sluice/rules/analysis/analysis';
import { renderFinding } from '@sluice/rules/analysis/render';
import type { CaseResult, Finding } from '@sluice/rules/analysis/types';
import { outcomeFor, type Store } from '@sluice/store';
import { ruleSource } from '@sluice/store/operations/index';
import { Refusal } from '../../http/problem.js';
import { compact } from '../../present/plain.js';

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
  findings: readonly Finding[];
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
  return assessIn(await surroundingsOf(store, programme, terms, now), terms);
}

/** As `assess`, where the surroundings are known. */
export function assessIn(surroundings: RuleSurroundings, terms: RuleTerms): Assessment {
  const read = readText(terms.logic);
  if (!('root' in read))
    return { class: null, cost: { nodes: 0, depth: 0, steps: 0 }, problems: [read], findings: [], cases: [] };
  const checked = check(read, surroundings.schema, optionsOf(surroundings, terms.key));
  const problems = checked.problems.map(problemDto);
  const { schema, shape, rules } = surroundings;
  const analysis = analyse({
    text: terms.logic,
    schema,
    shape,
    cases: terms.cases,
    ...(rules && { rules }),
    ...(terms.key !== undefined && { key: terms.key }),
  });
  const { findings, cases, cost } = analysis;
  return { class: checked.class, cost: { ...cost }, problems, findings, cases: cases.map(caseRunDto) };
}

export function optionsOf({ shape, rules }: RuleSurroundings, key?: string): CheckOptions {
  return { outcome: shape, ...(rules && { rules }), ...(key !== undefined && { key }) };
}

/** The document of a text, or the problem that it is none. */
function readText(logic: string): CstDocument | RuleProblem {
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

/** The findings with their sentences. */
export function findingsDto(findings: readonly Finding[]): RuleFindingDto[] {
  return findings.map((finding) => ({
    ...(asJson(finding) as Omit<RuleFindingDto, 'text'>),
    text: { en: renderFinding(finding, 'en'), de: renderFinding(finding, 'de') },
  }));
}

function caseRunDto({ id, ok, got, expected, error }: CaseResult): CaseRunDto {
  return compact({ id, ok, got: got as Json | undefined, expected: expected as Json, error: error && { ...error } });
}
