import type { Problem, ProblemCode } from '../check/problem.js';
import type { CstDocument } from '../cst/cst.js';
import type { RuleSyntaxError } from '../cst/parse.js';
import { problemFix } from './fixes.js';
import type { Finding, FindingCode } from './types.js';

/** A text that is no JSON, as a finding. */
export function syntaxFinding(error: RuleSyntaxError): Finding {
  const { code, message, pointer, offset, line, column } = error;
  const params = { problem: code, message: `${message}.`, offset, line, column };
  return { code: 'syntax', severity: 'error', blocks: true, pointer, params, fixes: [] };
}

const CODES: Readonly<Partial<Record<ProblemCode, FindingCode>>> = {
  unknown_fact: 'unknown_fact',
  wrong_outcome: 'outcome',
  not_json: 'syntax',
};

/** What the checker refuses, as findings; they block. */
export function problemFindings(document: CstDocument, problems: readonly Problem[]): Finding[] {
  return problems.map((problem) => ({
    code: CODES[problem.code] ?? 'type',
    severity: 'error',
    blocks: true,
    pointer: problem.pointer,
    params: { problem: problem.code, message: problem.message },
    fixes: problemFix(document, problem),
  }));
}
