import type { TypedCall } from '../../check/typed.js';
import { ABSENT, reader } from '../../facts/read.js';
import { ofInteger } from '../../number/rational.js';
import { isRational } from '../../types.js';
import { unfit } from '../emitter.js';
import type { Emit, Emitter } from '../emitter.js';

/** `var`, and `outer`, which reads the rule's facts from inside a list step. */
const variable: Emit = (node, emitter) => {
  const { read } = node;
  const path = read?.paths[0];
  if (!read || path === undefined) return undefined;
  const raw = read.scope === 'item' ? ofItem(node, path, emitter) : path === '' ? 'f' : emitter.fact(read, path);
  if (raw === undefined) return undefined;
  const optional = read.scope === 'item' ? path !== '' : path !== '' && emitter.mayBeAbsent(path);
  const [otherwise] = node.args;
  const convert = otherwise && emitter.closures.converting(read.type, node.type);
  if (convert && !isRational(node.type)) return undefined;
  const converted = (text: string): string => (convert ? `${emitter.constant(ofInteger)}(${text})` : text);
  if (!optional) return converted(raw);
  // The checker has made sure that a fact without a default is there when it is asked for.
  const absent = otherwise ? emitter.as(otherwise, node.type) : `${emitter.constant(unfit)}()`;
  if (read.scope === 'facts') {
    const text = `(${raw} === undefined ? ${absent} : ${converted(raw)})`;
    return otherwise?.kind === 'literal' ? emitter.once(text) : text;
  }
  const value = emitter.temporary();
  return `((${value} = ${raw}) === undefined ? ${absent} : ${converted(value)})`;
};

/** A part of the item: undefined where it is absent; of the wrong type it is for the closures to say. */
function ofItem(node: TypedCall, path: string, emitter: Emitter): string | undefined {
  const { itemName } = emitter;
  if (!itemName || !node.read) return undefined;
  if (path === '') return itemName;
  const get = reader(path, node.read.type);
  const settled = (item: unknown): unknown => {
    const value = get(item);
    if (typeof value !== 'symbol') return value;
    return value === ABSENT ? undefined : unfit();
  };
  return `${emitter.constant(settled)}(${itemName})`;
}

const absences = (node: TypedCall, emitter: Emitter): readonly { path: string; test: string }[] | undefined => {
  const { read } = node;
  if (!read || read.scope !== 'facts') return undefined;
  return read.paths.map((path) => {
    const raw = emitter.fact(read, path);
    return { path, test: `(${raw} === undefined || ${raw} === null || ${raw} === "")` };
  });
};

const namesOf =
  (paths: readonly string[]) =>
  (...absent: boolean[]): string[] =>
    paths.filter((_, i) => absent[i]);

const missing: Emit = (node, emitter) => {
  const tests = absences(node, emitter);
  if (!tests) return undefined;
  const names = emitter.constant(namesOf(tests.map(({ path }) => path)));
  return `${names}(${tests.map(({ test }) => test).join(', ')})`;
};

const missingSome: Emit = (node, emitter) => {
  const tests = absences(node, emitter);
  const [count] = node.args;
  if (!tests || count?.kind !== 'literal') return undefined;
  const all = namesOf(tests.map(({ path }) => path));
  const needed = Number(count.value);
  const names = (...absent: boolean[]): string[] => {
    const found = all(...absent);
    return tests.length - found.length >= needed ? [] : found;
  };
  return `${emitter.constant(names)}(${tests.map(({ test }) => test).join(', ')})`;
};

const rule: Emit = (node, emitter) => node.callee && emitter.callee(node.callee);

export const FACTS: Readonly<Record<string, Emit>> = {
  var: variable,
  outer: variable,
  missing,
  missing_some: missingSome,
  rule,
};
