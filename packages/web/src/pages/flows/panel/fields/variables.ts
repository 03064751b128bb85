import type { Json, JsonObject } from '@sluice/domain';
import type { FlowDocument, Parameter } from '@sluice/flows';
import type { Meaning } from '@sluice/flows/value-type';
import { conditionFacts, LintContext, valuesLike } from '@sluice/flows/lint/index';
import type { FactFields } from '@sluice/rules/facts/schema';
import { local } from '@sluice/rules/views/local';
import { catalogue } from '@sluice/nodes/catalogue';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import type { Language } from '../../../rules/canvas/facts.js';

/** A value that a setting may stand for, instead of one of its own. */
export interface VariableChoice {
  /** `param:hold` or `var:compute.commissions`. */
  readonly value: string;
  readonly label: string;
  readonly group: string;
}

export function lintContext(document: FlowDocument, library: FlowLibrary | undefined): LintContext {
  return new LintContext(document, catalogue, library);
}

/** Every value known at a step: parameters of a fitting type, then what steps give, the subject and the event. */
export function variableChoices(
  context: LintContext,
  node: string,
  wanted: Meaning | undefined,
  parameterType: Parameter['type'] | undefined,
  language: Language,
  words: (text: string) => string,
): VariableChoice[] {
  const { flow } = context;
  const parameters = flow.parameters
    .filter(({ type }) => parameterType === undefined || type === parameterType)
    .map(({ key, title }) => ({ value: `param:${key}`, label: title || key, group: words('Parameters') }));
  const fitting = wanted ? valuesLike(context, node, wanted) : [];
  const all: VariableChoice[] = [];
  const visit = (fields: FactFields, prefix: string, group: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      const path = `${prefix}${name}`;
      const label = local(field.label ?? name, language);
      all.push({ value: `var:${path}`, label, group });
      if (field.type === 'object') visit(field.fields, `${path}.`, group);
    }
  };
  const facts = conditionFacts(context, node);
  for (const [name, field] of Object.entries(facts.fields)) {
    if (name === 'params') continue;
    if (field.type === 'object') visit(field.fields, `${name}.`, local(field.label ?? name, language));
  }
  // Variables as a whole, e.g. the answer of a rule, also where nothing is said about their parts.
  const variables = context.bindings.of(node).filter((name) => !context.node(name));
  for (const name of variables) all.push({ value: `var:${name}`, label: name, group: words('Set in this flow') });
  const fits = new Set(fitting.map((path) => `var:${path}`));
  const best = [...fits].flatMap((value) => {
    const found = all.find((each) => each.value === value);
    return found ? [{ ...found, group: words('What fits') }] : [];
  });
  return [...best, ...parameters, ...all.filter(({ value }) => !fits.has(value))];
}

/** The reference that a choice stands for. */
export function referenceOf(choice: string): JsonObject {
  return choice.startsWith('param:') ? { $param: choice.slice(6) } : { $var: choice.slice(4) };
}

/** The choice that a value is, where it is a plain reference. */
export function choiceOf(value: Json | undefined): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  if (typeof value['$param'] === 'string') return `param:${value['$param']}`;
  return typeof value['$var'] === 'string' ? `var:${value['$var']}` : undefined;
}

/** `$param`, `$var` or `$logic` in place of a value. */
export function isReference(value: Json | undefined): value is JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return choiceOf(value) !== undefined || '$logic' in value;
}
