import type { NodeCatalogue } from '../catalogue.js';
import type { FlowDocument } from '../document.js';
import type { FlowProblem } from '../problem.js';
import { LintContext } from './context.js';
import { lints } from './lints.js';
import { structureFixes } from './structure.js';
import type { LintLibrary, LintProblem } from './types.js';
import { variableFixes } from './variables.js';

export { conditionFacts } from './condition-facts.js';
export { LintContext } from './context.js';
export type { LintFix, LintLibrary, LintProblem } from './types.js';
export { valuesLike } from './values.js';
export { renderFix, renderProblem } from './words.js';

/** Everything that `validateFlow` finds and what the checks of this folder find besides, each with its cures; errors first. */
export function lintFlow(flow: FlowDocument, catalogue: NodeCatalogue, library: LintLibrary = {}): LintProblem[] {
  const context = new LintContext(flow, catalogue, library);
  const problems = [
    ...withoutEchoes(context.basic).map((problem) => ({ ...problem, fixes: fixesOf(context, problem) })),
    ...lints.flatMap((lint) => lint.check(context)),
  ];
  const rank = { error: 0, warning: 1 };
  return problems
    .map((problem, index) => ({ problem, index }))
    .sort((a, b) => rank[a.problem.severity] - rank[b.problem.severity] || a.index - b.index)
    .map(({ problem }) => problem);
}

/** The worst that stands against each step, for its badge. */
export function problemsByNode<P extends FlowProblem>(problems: readonly P[]): Map<string, P[]> {
  const found = new Map<string, P[]>();
  for (const problem of problems)
    if (problem.node !== undefined) found.set(problem.node, [...(found.get(problem.node) ?? []), problem]);
  return found;
}

/** Where no path leads, nothing is given and nothing ends: that follows, and is not said of such steps. */
const FOLLOWS = ['unbound_variable', 'never_ends', 'dead_end'];

function withoutEchoes(problems: readonly FlowProblem[]): FlowProblem[] {
  const lost = new Set(problems.flatMap(({ code, node }) => (code === 'unreachable' ? [node] : [])));
  return problems.filter(({ code, node }) => !lost.has(node) || !FOLLOWS.includes(code));
}

function fixesOf(context: LintContext, problem: FlowProblem): LintProblem['fixes'] {
  const mend = structureFixes[problem.code] ?? variableFixes[problem.code];
  return mend ? mend(context, problem, context.node(problem.node)) : [];
}
