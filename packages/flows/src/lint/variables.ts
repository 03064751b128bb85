import type { Json, JsonObject } from '@sluice/domain';
import { nearest } from '@sluice/rules/check/nearest';
import { addItem, setNode } from '../edit/build.js';
import type { FlowNode, Parameter } from '../document.js';
import type { FlowProblem } from '../problem.js';
import { referenceOf, referencesOf } from '../resolve.js';
import { compose } from './compose.js';
import type { LintContext } from './context.js';
import type { LintFix } from './types.js';

type Mend = (context: LintContext, problem: FlowProblem, node: FlowNode | undefined) => LintFix[];

/** Cures for what settings name and nothing gives. */
export const variableFixes: Readonly<Record<string, Mend>> = {
  unbound_variable(context, problem, node) {
    const name = problem.params?.['name'];
    if (!node || typeof name !== 'string') return [];
    const fixes = candidates(context, node, name)
      .slice(0, 2)
      .flatMap((other) => {
        const label = { code: 'use_instead', params: { name: other } };
        const config = renamed(node.config, name, other) as JsonObject;
        return compose(context.flow, label, (now) => setNode(now, node.id, { config }));
      });
    return fixes.length > 0 ? fixes : cleared(context, problem, node);
  },

  unknown_parameter(context, problem, node) {
    const name = problem.params?.['name'];
    if (!node || typeof name !== 'string') return [];
    const { flow } = context;
    const [root = ''] = name.split('.');
    const like = nearest(
      root,
      flow.parameters.map(({ key }) => key),
    );
    const use = like === undefined ? [] : useParameter(context, node, root, like);
    if (!/^[a-z][A-Za-z0-9_]{0,63}$/.test(root)) return use;
    const parameter = guessed(root, problem.pointer);
    const label = { code: 'add_parameter', params: { name: root } };
    return [...use, ...compose(flow, label, (now) => addItem(now, 'parameters', parameter))];
  },

  bad_config: (context, problem, node) => (node ? cleared(context, problem, node) : []),
};

/** Steps before this one that give what the missing one was asked for, those of its kind first. */
function candidates(context: LintContext, node: FlowNode, missing: string): string[] {
  const wanted = new Set(pathsOf(node.config, missing).map((path) => path.split('.')[1] ?? ''));
  const kind = context.node(missing)?.type;
  const bound = context.bindings.of(node.id);
  const gives = bound.filter((name) => {
    const other = context.node(name);
    const outputs = other && context.core(other)?.outputs?.(other.config);
    return outputs !== undefined && [...wanted].every((tail) => tail !== '' && Object.hasOwn(outputs, tail));
  });
  const same = gives.filter((name) => context.node(name)?.type === kind);
  const like = nearest(missing, bound);
  return [...new Set([...same, ...(like === undefined ? [] : [like]), ...gives])];
}

/** Taking the setting away, where the step does without it. */
function cleared(context: LintContext, problem: FlowProblem, node: FlowNode): LintFix[] {
  const key = problem.pointer.split('/')[4];
  const schema = context.catalogue[node.type]?.schema;
  if (key === undefined || !schema || !(key in node.config)) return [];
  const { [key]: _gone, ...config } = node.config;
  if (!schema.safeParse(config).success) return [];
  const label = { code: 'clear_setting', params: { key } };
  return compose(context.flow, label, (now) => setNode(now, node.id, { config }));
}

function useParameter({ flow }: LintContext, node: FlowNode, name: string, other: string): LintFix[] {
  const change = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(change);
    if (value === null || typeof value !== 'object') return value;
    const param = value['$param'];
    if (typeof param === 'string' && param.split('.')[0] === name) return { $param: swapped(param, name, other) };
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
  };
  const config = change(node.config) as JsonObject;
  return compose(flow, { code: 'use_instead', params: { name: other } }, (now) => setNode(now, node.id, { config }));
}

/** A parameter of the type that the setting's name speaks of. */
function guessed(key: string, pointer: string): Parameter {
  const setting = pointer.split('/').at(-1) ?? '';
  const type = /^(for|remind|timeout|due|escalateAfter|hold|lookEvery)$/.test(setting)
    ? 'duration'
    : /^(role|escalateTo)$/.test(setting)
      ? 'role'
      : /^(template|mail)$/.test(setting)
        ? 'template'
        : 'string';
  const first = { duration: 'P1D', role: 'ops', template: null, string: null }[type];
  return { key, title: key, type, default: first };
}

/** The paths of run variables in a config that begin with a name, in references and in JSON-logic. */
function pathsOf(config: Json, name: string): string[] {
  const found: string[] = [];
  renamePaths(config, (path) => {
    if (path.split('.')[0] === name) found.push(path);
    return path;
  });
  return found;
}

function renamed(config: Json, from: string, to: string): Json {
  return renamePaths(config, (path) => (path.split('.')[0] === from ? swapped(path, from, to) : path));
}

function swapped(path: string, from: string, to: string): string {
  return `${to}${path.slice(from.length)}`;
}

/** Every place where a run variable is named: `$var`, and `var` and `missing` in JSON-logic. */
function renamePaths(value: Json, change: (path: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renamePaths(item, change));
  if (value === null || typeof value !== 'object') return value;
  const reference = referenceOf(value);
  if (reference?.kind === 'var') return { $var: change(reference.name) };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      if (key === 'var' && typeof item === 'string') return [key, change(item)];
      if (key === 'var' && Array.isArray(item) && typeof item[0] === 'string')
        return [key, [change(item[0]), ...item.slice(1)]];
      if (key === 'missing' && Array.isArray(item))
        return [key, item.map((each) => (typeof each === 'string' ? change(each) : each))];
      return [key, renamePaths(item, change)];
    }),
  );
}

/** `$var` references of a config with their pointers. */
export function variablesOf(config: JsonObject): { pointer: string; path: string }[] {
  return referencesOf(config).flatMap(({ pointer, reference }) =>
    reference.kind === 'var' ? [{ pointer, path: reference.name }] : [],
  );
}
