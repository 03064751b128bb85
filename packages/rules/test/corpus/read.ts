import { readFileSync } from 'node:fs';
import type { Json, RuleClass, RuleKind } from '../../src/index.js';
import { ratio } from '../support/exact-json-logic.js';
import type { Ratio } from '../support/exact-json-logic.js';

const lines = (name: string): unknown[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);

/** A generated rule: class, logic, the sets of facts asked, and for each what the oracle said (null: divides by zero). */
export type GeneratedRule = readonly [RuleClass, Json, readonly number[], readonly (readonly [Json] | null)[]];

export const generatedRules = (): GeneratedRule[] => lines('generated.jsonl') as GeneratedRule[];
export const factSets = (): Record<string, Json>[] => lines('facts.jsonl') as Record<string, Json>[];

/** A rule from practice, written by hand with what it must answer. */
export interface RealRule {
  readonly kind: RuleKind;
  readonly title: string;
  readonly class: RuleClass;
  readonly logic: Json;
  readonly cases: readonly (readonly [facts: Record<string, Json>, answer: Json])[];
}

export const realRules = (): RealRule[] => lines('real-world.jsonl') as RealRule[];

/** An oracle's answer as JSON; a fraction is `{"over": [numerator, denominator]}`. */
export function written(value: unknown): Json {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? value + 0 : (value as Json);
  if ('bottom' in value) {
    const { top, bottom } = value as Ratio;
    return { over: [String(top), String(bottom)] };
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each)]));
}

/** Back from what `written` gave. */
export function read(value: Json): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== 'object' || value === null) return value;
  const { over } = value as { over?: readonly [string, string] };
  if (Array.isArray(over)) return { top: ratio(over[0]).top, bottom: ratio(over[1]).top };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, read(each)]));
}
