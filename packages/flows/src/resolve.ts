import type { Json, JsonObject } from '@sluice/domain';
import { evaluateCondition } from './condition.js';

/**
 * Config as a node sees it. In any place of a config, `{"$param": "hold"}` stands for a parameter, `{"$var": "event.data.order.id"}`
 * for a run variable (null where there is none), `{"$logic": …}` for JSON-logic over the run's variables. Everything else,
 * JSON-logic conditions and Liquid texts included, stays as it is.
 */
export function resolveConfig(config: JsonObject, vars: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, resolve(value, vars)]));
}

function resolve(value: Json, vars: JsonObject): Json {
  if (Array.isArray(value)) return value.map((item) => resolve(item, vars));
  if (value === null || typeof value !== 'object') return value;
  const reference = referenceOf(value);
  if (!reference) return resolveConfig(value, vars);
  switch (reference.kind) {
    case 'param':
      return lookUp(vars['params'] ?? null, reference.name.split('.'));
    case 'var':
      return lookUp(vars, reference.name.split('.'));
    case 'logic':
      return evaluateCondition(reference.logic, vars);
  }
}

export type Reference = { kind: 'param' | 'var'; name: string } | { kind: 'logic'; logic: Json };

/** The reference that an object is, if it is one. */
export function referenceOf(value: JsonObject): Reference | undefined {
  const keys = Object.keys(value);
  if (keys.length !== 1) return undefined;
  if (typeof value['$param'] === 'string') return { kind: 'param', name: value['$param'] };
  if (typeof value['$var'] === 'string') return { kind: 'var', name: value['$var'] };
  if (value['$logic'] !== undefined) return { kind: 'logic', logic: value['$logic'] };
  return undefined;
}

/** Every reference in a config, with its JSON pointer. */
export function referencesOf(value: Json, pointer = ''): { pointer: string; reference: Reference }[] {
  if (value === null || typeof value !== 'object') return [];
  if (!Array.isArray(value)) {
    const reference = referenceOf(value);
    if (reference) return [{ pointer, reference }];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    referencesOf(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** Own properties only; null where the path ends early. */
export function lookUp(value: Json, path: string[]): Json {
  let current: Json = value;
  for (const name of path) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, name)) return null;
    current = (current as JsonObject)[name] ?? null;
  }
  return current;
}
