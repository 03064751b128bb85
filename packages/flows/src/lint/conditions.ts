import type { Json } from '@sluice/domain';
import { check } from '@sluice/rules/check/check';
import { parse } from '@sluice/rules/cst/parse';
import type { FactField } from '@sluice/rules/facts/schema';
import { fieldAt } from '@sluice/rules/facts/schema';
import type { FlowNode } from '../document.js';
import { conditionFacts } from './condition-facts.js';
import type { Lint, LintContext } from './context.js';
import type { LintProblem } from './types.js';

/** Conditions that compare what cannot be compared: looked at where the types of all they read are known. */
export const conditions: Lint = {
  code: 'bad_condition',
  check: (context) =>
    context.flow.nodes.flatMap((node) =>
      (context.core(node)?.reads?.(node.config) ?? []).flatMap((logic) => conditionOf(context, node, logic)),
    ),
};

function conditionOf(context: LintContext, node: FlowNode, logic: Json): LintProblem[] {
  if (logic === null || typeof logic !== 'object') return [];
  const paths = readPaths(logic);
  if (paths === undefined) return [];
  const names = [...new Set(paths.map((path) => path.split('.')[0] ?? ''))];
  const known = conditionFacts(context, node.id, names);
  if (!paths.every((path) => isTyped(fieldAt(known, path)))) return [];
  const result = check(parse(JSON.stringify(logic)), known);
  const problem = result.ok ? undefined : result.problems[0];
  if (!problem) return [];
  return [
    {
      severity: 'error',
      pointer: context.pointer(node, '/config'),
      code: 'bad_condition',
      message: problem.message,
      node: node.id,
      params: { message: problem.message },
      fixes: [],
    },
  ];
}

function isTyped(field: FactField | undefined): boolean {
  return field !== undefined && field.type !== 'unknown';
}

/** Every path that a condition reads; undefined where it reads some other way than by a plain path. */
function readPaths(logic: Json): string[] | undefined {
  const paths: string[] = [];
  const visit = (value: Json): boolean => {
    if (Array.isArray(value)) return value.every(visit);
    if (value === null || typeof value !== 'object') return true;
    return Object.entries(value).every(([operator, args]) => {
      if (['map', 'filter', 'reduce', 'all', 'some', 'none', 'missing', 'missing_some'].includes(operator))
        return false;
      if (operator !== 'var') return visit(args);
      if (typeof args !== 'string') return false;
      paths.push(args);
      return true;
    });
  };
  return visit(logic) ? paths : undefined;
}
