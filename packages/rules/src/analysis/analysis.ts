import { check } from '../check/check.js';
import type { CheckOptions, CheckResult } from '../check/check.js';
import { DEFAULT_BUDGET } from '../compile/compile.js';
import type { CstDocument } from '../cst/cst.js';
import { parse, RuleSyntaxError } from '../cst/parse.js';
import type { RuleCase } from '../document.js';
import type { FactsSchema } from '../facts/schema.js';
import type { OutcomeShape } from '../outcome/shape.js';
import { redCases, runCases } from './cases.js';
import type { CaseRun } from './cases.js';
import { constantsOf } from './constants.js';
import { coverageOf, uncovered } from './coverage.js';
import { gapsOf } from './gaps.js';
import { overlapFindings, overlapsOf } from './overlaps.js';
import { problemFindings, syntaxFinding } from './problems.js';
import { reachOf } from './reach.js';
import { MOST_BOXES, TooLarge } from './space/box.js';
import { Study } from './study.js';
import type { Analysis, Finding, Overlap, Severity } from './types.js';
import { reachesOf, unreachableOf } from './unreachable.js';
import { faultsOf, unsureOf } from './undecided.js';

export type * from './types.js';

export interface AnalysisInput {
  readonly text: string;
  readonly schema: FactsSchema;
  readonly shape: OutcomeShape;
  readonly cases?: readonly RuleCase[];
  /** Where the rules that it uses are found, and its own key, so that it cannot come to use itself. */
  readonly rules?: CheckOptions['rules'];
  readonly key?: CheckOptions['key'];
}

/**
 * All that can be said of a rule without running its history: problems, branches that nothing reaches, gaps, overlaps, constant
 * conditions, its cases and what they cover. Pure and without state, so that it can be run and given up in a worker. Whatever
 * is told of facts is proven by facts that the compiled rule was run with; what can be neither proven nor ruled out is said to
 * be undecided. Throws nothing, whatever the text.
 */
export function analyse(input: AnalysisInput): Analysis {
  const { text, schema, shape, cases = [], rules, key } = input;
  const document = read(text);
  if (document instanceof RuleSyntaxError) {
    return { ...NOTHING, findings: [syntaxFinding(document)], class: null };
  }
  const checked = check(document, schema, {
    outcome: shape,
    ...(rules ? { rules } : {}),
    ...(key === undefined ? {} : { key }),
  });
  const { cost } = checked;
  if (!checked.ok) {
    return {
      ...NOTHING,
      findings: sorted(problemFindings(document, checked.problems), document),
      cost,
      class: checked.class,
    };
  }
  const study = new Study(checked.typed, document, schema, shape);
  const runs = runCases(study.program, study.lists, cases);
  const found = examined(study, runs, cases.length > 0);
  const findings = [...redCases(runs), ...found.findings, ...costFindings(checked)];
  return {
    findings: sorted(findings, document),
    coverage: found.coverage,
    overlaps: found.overlaps,
    cases: runs.map(({ result }) => result),
    cost,
    class: checked.class,
  };
}

const NOTHING = { coverage: [], overlaps: [], cases: [], cost: { nodes: 0, depth: 0, steps: 0 } } as const;

function read(text: string): CstDocument | RuleSyntaxError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return error;
    throw error;
  }
}

type Examined = Pick<Analysis, 'findings' | 'coverage' | 'overlaps'>;

/** What is known of the lists. Where the sets grow too large nothing of them is told but that. */
function examined(study: Study, runs: readonly CaseRun[], hasCases: boolean): Examined {
  try {
    return examinedLists(study, runs, hasCases);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    const coverage = study.lists.flatMap((list) => coverageOf(study, list, undefined, runs));
    const [list] = study.lists;
    const finding: Finding = {
      code: 'undecided',
      severity: 'info',
      blocks: false,
      pointer: list?.pointer ?? '',
      ...(list ? { list: list.pointer } : {}),
      params: { reason: 'too_large', questions: ['reach', 'gap', 'overlap'], most: MOST_BOXES },
      fixes: [],
    };
    return { findings: [finding, ...uncovered(coverage, hasCases)], coverage, overlaps: [] };
  }
}

function examinedLists(study: Study, runs: readonly CaseRun[], hasCases: boolean): Examined {
  const findings: Finding[] = [...constantsOf(study)];
  const overlaps: Overlap[] = [];
  const coverage = reachOf(study).flatMap((sets) => {
    const reaches = reachesOf(study, sets);
    const gaps = gapsOf(study, sets);
    const pairs = overlapsOf(study, sets);
    findings.push(...unreachableOf(study, sets), ...gaps.findings, ...overlapFindings(study, sets, pairs));
    findings.push(...unsureOf(study, sets, reaches, gaps.unsure));
    overlaps.push(...pairs);
    return coverageOf(study, sets.list, { sets, reaches }, runs);
  });
  findings.push(...faultsOf(study), ...uncovered(coverage, hasCases));
  return { findings, coverage, overlaps };
}

/** A rule whose lists may stop it: a run is charged by the item. */
function costFindings({ cost }: CheckResult): Finding[] {
  if (cost.steps <= DEFAULT_BUDGET) return [];
  const params = { steps: cost.steps, most: DEFAULT_BUDGET };
  return [{ code: 'cost', severity: 'warning', blocks: false, pointer: '', params, fixes: [] }];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function sorted(findings: readonly Finding[], document: CstDocument): readonly Finding[] {
  const offsets = offsetsOf(document);
  const at = ({ pointer }: Finding): number => offsets.get(pointer) ?? 0;
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || at(a) - at(b));
}

function offsetsOf(document: CstDocument): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const visit = (node: CstDocument['root']): void => {
    offsets.set(node.pointer, node.offset);
    if (node.kind === 'array') node.items.forEach(({ value }) => visit(value));
    if (node.kind === 'object') node.members.forEach(({ value }) => visit(value));
  };
  visit(document.root);
  return offsets;
}
