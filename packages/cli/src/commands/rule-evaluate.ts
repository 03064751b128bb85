import { evaluate, explain, renderExplanation } from '@sluice/rules';
import { exits, Trouble } from './tool.js';
import { readRule, textOf, type FactsOptions, type FileRule } from './rule-file.js';

interface EvaluateOptions extends FactsOptions {
  facts?: string;
  case?: string;
  trace?: boolean;
}

/** `sluice rule evaluate`: the answer of a rule on given facts, with the sentence that explains it. */
export async function evaluateRule(file: string, options: EvaluateOptions): Promise<number> {
  const rule = await readRule(file, options);
  const { logic, schema, shape, title } = rule;
  const result = evaluate(logic, factsOf(rule, options), schema, { outcome: shape });
  if (!result.ok) {
    const problems =
      result.kind === 'refused'
        ? result.problems.map(({ pointer, code, message }) => ({ pointer, code, message }))
        : [result.error];
    if (options.json) console.log(JSON.stringify({ ok: false, kind: result.kind, problems }, null, 2));
    else for (const { pointer, code, message } of problems) console.log(`${pointer || '/'} ${code}: ${message}`);
    return exits.found;
  }
  const { value, class: kind, trace } = result;
  const sentence = renderExplanation(explain(title, logic, trace, schema), 'en');
  if (options.json) {
    const told = { ok: true, result: value, class: kind, sentence, ...(options.trace && { trace }) };
    console.log(JSON.stringify(told, null, 2));
    return exits.well;
  }
  console.log(JSON.stringify(value, null, 2));
  if (sentence) console.log(sentence);
  if (options.trace)
    for (const { pointer, value: given, taken } of trace)
      console.log(`  ${pointer || '/'} = ${JSON.stringify(given)}${taken === undefined ? '' : `, took ${taken}`}`);
  return exits.well;
}

function factsOf(rule: FileRule, options: EvaluateOptions): Record<string, unknown> {
  if ((options.facts === undefined) === (options.case === undefined))
    throw new Trouble('Give the facts with --facts <file>, or one of the rule’s cases with --case <id>.');
  if (options.case !== undefined) {
    const found = rule.cases.find(({ id }) => id === options.case);
    if (found) return found.facts;
    const ids = rule.cases.map(({ id }) => id).join(', ');
    throw new Trouble(`There is no case "${options.case}"; there are: ${ids || 'none'}.`);
  }
  const file = options.facts ?? '-';
  try {
    const value: unknown = JSON.parse(textOf(file));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Trouble) throw error;
  }
  throw new Trouble(`${file} does not hold facts: a JSON object.`);
}
