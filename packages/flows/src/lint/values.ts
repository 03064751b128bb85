import type { Json, JsonObject } from '@sluice/domain';
import { setNode } from '../edit/build.js';
import type { FlowNode } from '../document.js';
import type { Meaning, OutputType } from '../value-type.js';
import { compose } from './compose.js';
import type { Lint, LintContext } from './context.js';
import type { LintFix, LintProblem } from './types.js';
import { variablesOf } from './variables.js';

/** What a step gives is what the setting that names it takes: a batch's id, not its total. */
export const values: Lint = {
  code: 'wrong_value',
  check: (context) => context.flow.nodes.flatMap((node) => valuesOf(context, node)),
};

function valuesOf(context: LintContext, node: FlowNode): LintProblem[] {
  const takes = context.core(node)?.takes?.(node.config) ?? {};
  return variablesOf(node.config).flatMap(({ pointer, path }): LintProblem[] => {
    const [root = '', name] = path.split('.');
    const giver = context.node(root);
    const outputs = giver && context.core(giver)?.outputs?.(giver.config);
    if (!giver || !outputs || name === undefined || !context.bindings.has(node.id, root)) return [];
    const wanted = takes[pointer.slice(1)];
    const at = { pointer: context.pointer(node, `/config${pointer}`), node: node.id };
    const given = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (!given) {
      const params = { title: context.titleOf(giver), name: path };
      const message = `“${params.title}” gives no “${path}”.`;
      return [
        {
          severity: 'warning',
          code: 'no_such_value',
          message,
          params,
          ...at,
          fixes: others(context, node, pointer, wanted),
        },
      ];
    }
    if (!wanted || path.split('.').length > 2 || fits(given, wanted)) return [];
    const params = { name: path, wanted };
    const message = `“${path}” does not stand for ${wanted}.`;
    return [
      { severity: 'error', code: 'wrong_value', message, params, ...at, fixes: others(context, node, pointer, wanted) },
    ];
  });
}

/** A value without a stated meaning passes where it is a text or a list; sums and yes/no name nothing. */
function fits(given: OutputType, wanted: Meaning): boolean {
  if (given.is !== undefined) return given.is === wanted;
  return given.type === 'string' || given.type === 'list' || given.type === 'unknown' || given.type === 'enum';
}

/** What steps before this one give of the kind that is wanted, the nearest first. */
function others(context: LintContext, node: FlowNode, pointer: string, wanted: Meaning | undefined): LintFix[] {
  if (!wanted) return [];
  return valuesLike(context, node.id, wanted)
    .slice(0, 2)
    .flatMap((path) =>
      compose(context.flow, { code: 'use_instead', params: { name: path } }, (now) =>
        setNode(now, node.id, {
          config: replaced(node.config, pointer.slice(1).split('/'), { $var: path }) as JsonObject,
        }),
      ),
    );
}

export function valuesLike(context: LintContext, id: string, wanted: Meaning): string[] {
  const subject = context.flow.subject === wanted ? ['subject.id'] : [];
  const given = context.bindings
    .of(id)
    .filter((name) => name !== id)
    .toReversed()
    .flatMap((name) => {
      const giver = context.node(name);
      const outputs = giver ? (context.core(giver)?.outputs?.(giver.config) ?? {}) : {};
      return Object.entries(outputs).flatMap(([key, type]) => (type.is === wanted ? [`${name}.${key}`] : []));
    });
  return [...given, ...subject];
}

function replaced(value: Json, path: readonly string[], by: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  const name = first.replaceAll('~1', '/').replaceAll('~0', '~');
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  if (value === null || typeof value !== 'object') return value;
  return { ...value, [name]: replaced(value[name] ?? null, rest, by) };
}
