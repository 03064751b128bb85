import type { Json, JsonObject } from '@sluice/domain';
import { check } from '@sluice/rules/check/check';
import { compile, type Program } from '@sluice/rules/compile/compile';
import { parse } from '@sluice/rules/cst/parse';
import { inferSchema } from '@sluice/rules/facts/infer';
import { plainFacts } from './facts.js';

/** A condition that cannot be read or evaluated: it parks the step, it never becomes a value. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * JSON-logic over a run's variables, by the rules' own checker and compiler, with facts typed as they stand. Only the
 * variables that the logic names are looked at; the amount of money among them is a number of minor units. Compiled programs
 * are remembered by logic and by the types found: that is memory of a pure function, nothing a replay could see.
 */
export function evaluateCondition(logic: Json, vars: JsonObject): Json {
  if (logic === null || typeof logic !== 'object') return logic;
  const compiled = compiledOf(logic);
  const facts: JsonObject = {};
  for (const name of compiled.names) if (Object.hasOwn(vars, name)) facts[name] = plainFacts(vars[name]!);
  const schema = inferSchema(facts);
  const types = JSON.stringify(schema.fields);
  let program = compiled.programs.get(types);
  if (!program) {
    if (compiled.zoned !== undefined) {
      throw new ConditionError(
        'needs_calendar',
        `“${compiled.zoned}” reads a calendar, which a condition of a flow cannot: its replay must give the same answer on any machine. Ask a rule.`,
      );
    }
    const result = check(compiled.document, schema);
    if (!result.ok) {
      const problem = result.problems[0]!;
      throw new ConditionError(problem.code, `${problem.message}${problem.pointer ? ` (at ${problem.pointer})` : ''}`);
    }
    program = compile(result.typed);
    compiled.programs.set(types, program);
  }
  const result = program.run(facts);
  if (!result.ok) throw new ConditionError(result.error.code, result.error.message);
  return result.value as Json;
}

/** JSON-logic's own idea of truth: 0, "", null, false and [] are not. */
export function truthy(value: Json): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** The run variables that a piece of logic reads, as first names (`event`, `params`, a node's id). */
export function namesOf(logic: Json): string[] {
  const names = new Set<string>();
  const path = (value: Json | undefined): void => {
    if (typeof value === 'string' && value !== '') names.add(value.split('.')[0]!);
  };
  const visit = (value: Json): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (value === null || typeof value !== 'object') return;
    for (const [operator, args] of Object.entries(value)) {
      if (operator === 'var') path(Array.isArray(args) ? args[0] : args);
      if (operator === 'missing') (Array.isArray(args) ? args : [args]).forEach(path);
      if (operator === 'missing_some' && Array.isArray(args) && Array.isArray(args[1])) args[1].forEach(path);
      visit(args);
    }
  };
  visit(logic);
  return [...names];
}

/** The first operator in a piece of logic that reads the calendar of a time zone. */
export function zonedOperator(logic: Json): string | undefined {
  if (Array.isArray(logic)) return first(logic);
  if (logic === null || typeof logic !== 'object') return undefined;
  const entries = Object.entries(logic);
  const [operator, args] = entries[0] ?? [];
  if (entries.length === 1 && operator !== undefined) {
    if (operator === 'add_duration' || operator === 'in_window') return operator;
    if (operator === 'days_between' && Array.isArray(args) && args.length > 2) return operator;
  }
  return first(entries.map(([, value]) => value));
}

function first(parts: readonly Json[]): string | undefined {
  for (const part of parts) {
    const found = zonedOperator(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Compiled {
  names: string[];
  zoned: string | undefined;
  document: ReturnType<typeof parse>;
  programs: Map<string, Program>;
}

const memo = new WeakMap<object, Compiled>();

function compiledOf(logic: object): Compiled {
  let compiled = memo.get(logic);
  if (!compiled) {
    compiled = {
      names: namesOf(logic as Json),
      zoned: zonedOperator(logic as Json),
      document: parse(JSON.stringify(logic)),
      programs: new Map(),
    };
    memo.set(logic, compiled);
  }
  return compiled;
}
