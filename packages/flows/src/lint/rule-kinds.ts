import type { FlowNode } from '../document.js';
import type { Lint, LintContext } from './context.js';
import type { LintProblem } from './types.js';

/** A step asks a rule of a kind that it can take an answer from: a rule for leads pays no order. */
export const ruleKinds: Lint = {
  code: 'wrong_rule_kind',
  check: (context) => context.flow.nodes.flatMap((node) => wrongOf(context, node)),
};

function wrongOf(context: LintContext, node: FlowNode): LintProblem[] {
  const key = node.config['rule'];
  const rules = context.library.rules;
  if (typeof key !== 'string' || rules === undefined || !Object.hasOwn(rules, key)) return [];
  const kind = rules[key]?.kind ?? '';
  const wanted = context.core(node)?.ruleKinds?.(node.config, context.flow.subject);
  if (!wanted || wanted.includes(kind)) return [];
  return [
    {
      severity: 'error',
      pointer: context.pointer(node, '/config/rule'),
      code: 'wrong_rule_kind',
      message: `“${key}” is a rule of the kind ${kind}; this step asks one of the kind ${wanted.join(' or ')}.`,
      node: node.id,
      params: { key, kind, kinds: wanted.join(', ') },
      fixes: [],
    },
  ];
}
