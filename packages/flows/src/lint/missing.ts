import type { Json } from '@sluice/domain';
import { nearest } from '@sluice/rules/check/nearest';
import { setConfig } from '../edit/build.js';
import type { FlowNode } from '../document.js';
import { compose } from './compose.js';
import type { Lint, LintContext } from './context.js';
import type { LintProblem } from './types.js';

type Kind = 'rule' | 'template' | 'flow';

/** Rules, mails and flows that a step names and nobody has published. */
export const missing: Lint = {
  code: 'missing',
  check: (context) => context.flow.nodes.flatMap((node) => missingOf(context, node)),
};

function missingOf(context: LintContext, node: FlowNode): LintProblem[] {
  const { library, flow } = context;
  const params = Object.fromEntries(flow.parameters.map((parameter) => [parameter.key, parameter.default]));
  const config = Object.fromEntries(Object.entries(node.config).map(([key, value]) => [key, told(value, params)]));
  const uses = context.core(node)?.uses?.(config) ?? {};
  const named: [Kind, readonly string[], object | undefined][] = [
    ['rule', [...(uses.rules ?? []), ...(uses.inline ?? [])], library.rules],
    ['template', uses.templates ?? [], library.templates],
    ['flow', typeof config['flow'] === 'string' && node.type === 'subflow' ? [config['flow']] : [], library.flows],
  ];
  return named.flatMap(([kind, keys, known]) =>
    keys
      .filter((key) => known !== undefined && !Object.hasOwn(known, key))
      .map((key) => problemOf(context, node, kind, key, Object.keys(known ?? {}))),
  );
}

function problemOf(
  context: LintContext,
  node: FlowNode,
  kind: Kind,
  key: string,
  known: readonly string[],
): LintProblem {
  const field = Object.entries(node.config).find(([, value]) => value === key)?.[0];
  const like = nearest(key, known);
  return {
    severity: 'error',
    pointer: context.pointer(node, field === undefined ? '/config' : `/config/${field}`),
    code: `missing_${kind}`,
    message: `There is no published ${kind} “${key}”.`,
    node: node.id,
    params: { key },
    fixes:
      like === undefined || field === undefined
        ? []
        : [
            ...compose(context.flow, { code: 'use_instead', params: { name: like } }, (now) =>
              setConfig(now, node.id, field, like),
            ),
          ],
  };
}

/** A parameter's default, where a setting is a parameter. */
function told(value: Json, params: Readonly<Record<string, Json>>): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return typeof value['$param'] === 'string' ? (params[value['$param']] ?? null) : value;
}
