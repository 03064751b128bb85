import { setConfig } from '../edit/build.js';
import type { FlowNode } from '../document.js';
import type { JsonObject } from '@sluice/domain';
import { compose } from './compose.js';
import type { Lint, LintContext } from './context.js';
import type { LintProblem, LintTemplate } from './types.js';

/** What partners may not have told us: a greeting by it would greet nobody. */
const MAY_LACK = ['first_name', 'firstName', 'last_name', 'lastName', 'company', 'website'];

/** Mails that say something which the step does not tell them, and greetings by what a partner may lack. */
export const templates: Lint = {
  code: 'template_variable',
  check(context) {
    const known = new Map<LintTemplate, string[]>();
    const neededBy = (template: LintTemplate): string[] => {
      const names = known.get(template) ?? needed(template);
      known.set(template, names);
      return names;
    };
    return context.flow.nodes.flatMap((node) => templatesOf(context, node, neededBy));
  },
};

function templatesOf(
  context: LintContext,
  node: FlowNode,
  neededBy: (template: LintTemplate) => string[],
): LintProblem[] {
  return (context.core(node)?.mails?.(node.config) ?? []).flatMap(({ field, gives }) => {
    const key = node.config[field];
    const template = typeof key === 'string' ? context.library.templates?.[key]?.content : undefined;
    if (!template || typeof key !== 'string') return [];
    const given = new Set(gives);
    return neededBy(template)
      .filter((name) => !given.has(name))
      .map((name) => problemOf(context, node, field, key, name));
  });
}

function problemOf(context: LintContext, node: FlowNode, field: string, key: string, name: string): LintProblem {
  const greets = MAY_LACK.includes(name);
  const params = { key, name };
  const data = (node.config['data'] ?? {}) as JsonObject;
  const set = (value: string) =>
    compose(context.flow, greets ? { code: 'greet_without', params } : { code: 'give_value', params }, (now) =>
      setConfig(now, node.id, 'data', { ...data, [name]: value }),
    );
  const takesData = context.catalogue[node.type]?.schema.safeParse({ ...node.config, data: { ...data, [name]: '' } });
  return {
    severity: 'warning',
    pointer: context.pointer(node, `/config/${field}`),
    code: greets ? 'greets_by' : 'template_variable',
    message: greets
      ? `“${key}” greets by ${name}, which a partner may lack.`
      : `“${key}” says “${name}”, which this step does not tell it.`,
    node: node.id,
    params,
    fixes: takesData?.success ? set('') : [],
  };
}

/** The variables that a mail cannot do without: declared, printed, and nowhere asked for first or given a stand-in. */
function needed(template: LintTemplate): string[] {
  const texts = Object.values(template.locales).flatMap(({ subject, html, text }) => [subject, html, text ?? '']);
  return template.variables.filter((name) => {
    const printed = new RegExp(`\\{\\{-?\\s*${name}\\b`);
    const guarded = new RegExp(`\\{%-?\\s*(if|unless)\\s+[^%]*\\b${name}\\b|\\b${name}\\s*\\|\\s*default`);
    const looped = new RegExp(`\\bin\\s+${name}\\b`);
    return texts.some((text) => (printed.test(text) || looped.test(text)) && !guarded.test(text));
  });
}
