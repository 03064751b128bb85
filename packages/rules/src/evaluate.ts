import { check } from './check/check.js';
import type { CheckOptions } from './check/check.js';
import type { UsedRule } from './check/library.js';
import type { Problem } from './check/problem.js';
import type { RuleClass } from './check/typed.js';
import { compile } from './compile/compile.js';
import type { RuleError, RunOptions } from './compile/compile.js';
import type { TraceEntry } from './compile/trace.js';
import type { CstDocument } from './cst/cst.js';
import { RuleSyntaxError } from './cst/parse.js';
import { documentOf } from './cst/value.js';
import type { Json } from './cst/value.js';
import { inferSchema } from './facts/infer.js';
import type { FactsSchema } from './facts/schema.js';

/** `refused`: the rule or its facts are ill-typed. `failed`: it stopped while it ran. */
export type Evaluation =
  | {
      readonly ok: true;
      readonly value: Json;
      readonly class: RuleClass;
      readonly trace: readonly TraceEntry[];
      readonly steps: number;
      /** The other rules that it used. */
      readonly uses: readonly UsedRule[];
    }
  | { readonly ok: false; readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly kind: 'failed'; readonly error: RuleError; readonly trace: readonly TraceEntry[] };

/**
 * Checks, compiles and runs a rule once, with its trace. `logic` is a JSON value, or the text of one when it is a string;
 * types are inferred from the facts when no schema is given. Problems of the rule point into the rule.
 */
export function evaluate(
  logic: unknown,
  facts: Readonly<Record<string, unknown>>,
  schema?: FactsSchema,
  options: CheckOptions & Pick<RunOptions, 'budget'> = {},
): Evaluation {
  const document = readDocument(logic);
  if ('problem' in document) return { ok: false, kind: 'refused', problems: [document.problem] };
  const checked = check(document, schema ?? inferSchema(facts), options);
  if (!checked.ok) return { ok: false, kind: 'refused', problems: checked.problems };
  const result = compile(checked.typed).run(facts, { ...options, trace: true });
  const trace = result.trace ?? [];
  if (!result.ok) return { ok: false, kind: 'failed', error: result.error, trace };
  return { ok: true, value: result.value, class: checked.class, trace, steps: result.steps, uses: checked.uses };
}

function readDocument(logic: unknown): CstDocument | { readonly problem: Problem } {
  try {
    return documentOf(logic);
  } catch (error) {
    if (error instanceof RuleSyntaxError) {
      return { problem: { pointer: error.pointer, code: error.code, message: `${error.message}.` } };
    }
    if (error instanceof RangeError) {
      return { problem: { pointer: '', code: 'too_deep', message: 'The rule is nested too deeply to be read.' } };
    }
    if (error instanceof TypeError) {
      return { problem: { pointer: '', code: 'not_json', message: 'A rule must be a JSON value.' } };
    }
    throw error;
  }
}
