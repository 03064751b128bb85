import type { RuleDetail } from '@sluice/contracts/rule';

type Facts = { [name: string]: Facts | string | number | boolean | null };

/**
 * Facts to begin with: every `var` that the rule reads, empty, in its place. A person fills in what they want to try; the
 * server infers the types.
 */
export function exampleFacts(rule: Pick<RuleDetail, 'logic'>): Facts {
  const facts: Facts = {};
  for (const path of variables(rule.logic)) put(facts, path.split('.'));
  return facts;
}

function variables(logic: unknown): string[] {
  if (Array.isArray(logic)) return logic.flatMap(variables);
  if (logic === null || typeof logic !== 'object') return [];
  return Object.entries(logic).flatMap(([operator, operand]: [string, unknown]) => {
    if (operator !== 'var') return variables(operand);
    const name: unknown = Array.isArray(operand) ? operand[0] : operand;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}

function put(facts: Facts, path: string[]): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    facts[head] ??= null;
    return;
  }
  const inner = facts[head];
  const next: Facts = typeof inner === 'object' && inner !== null ? inner : {};
  facts[head] = next;
  put(next, rest);
}
