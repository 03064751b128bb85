import type { TypedRule } from '../check/check.js';
import { costOf } from '../check/cost.js';
import { compile, DEFAULT_BUDGET } from '../compile/compile.js';
import type { Program, RunOptions, RunResult } from '../compile/compile.js';
import { output } from '../compile/output.js';
import { holdsRational } from '../types.js';
import { Emitter, LEAVE } from './emitter.js';
import type { Branch } from './emitter.js';

/**
 * Makes JavaScript of a checked rule, for bulk work: backtests, segments, event routing. Answers and errors are those of
 * `compile`: the code is only made for facts that have their types, and whatever goes another way (a fact that is not there, an
 * overflow, the budget) is run again by the closures. Needs `new Function`, so it is an entry point of its own that neither
 * the browser nor the workflow sandbox imports. No text of the rule or of a schema gets into the code but as a JSON string
 * literal.
 */
export function compileGenerated(rule: TypedRule): Program {
  const closures = compile(rule);
  const emitter = new Emitter(rule.schema);
  const branches = emitter.branches(rule.root);
  const cost = costOf(rule.root, 0);
  if (cost > DEFAULT_BUDGET) return closures;
  const otherwise = (facts: unknown, options?: RunOptions): RunResult => closures.run(facts, options);
  // With options it is about one run, not about bulk.
  return { run: assemble(emitter, branches, rule, cost, otherwise) };
}

/** `run` as a function whose code holds all of the rule: nothing stands between the caller and it. */
function assemble(
  emitter: Emitter,
  branches: readonly Branch[],
  rule: TypedRule,
  cost: number,
  otherwise: Program['run'],
): Program['run'] {
  const { charges, constants, reads, temporaries } = emitter;
  const toJson = holdsRational(rule.root.type) ? emitter.constant(output(rule.root.type)) : '';
  const steps = charges ? `${emitter.constant(emitter.closures.run)}.steps` : String(cost);
  const slow = emitter.constant(otherwise);
  const give = ({ value, constant }: Branch): string =>
    constant !== undefined && !charges && toJson === ''
      ? // The result is the same each time, so it is made once.
        `return ${emitter.constant(Object.freeze({ ok: true, value: constant, steps: cost }))};`
      : `return { ok: true, value: ${toJson}(${value}), steps: ${steps} };`;
  const start = charges ? `${emitter.constant(starter(emitter, cost))}(f);\n` : '';
  const decide =
    start + branches.map((each) => `${each.when === undefined ? '' : `if (${each.when}) `}${give(each)}`).join('\n');
  const code = `"use strict";
${constants.map((_, i) => `const k${i} = k[${i}];`).join('\n')}
${temporaries.length ? `let ${temporaries.join(', ')};` : ''}
return function run(f, o) {
if (o !== undefined) return ${slow}(f, o);
try {
${reads.join('\n').replaceAll(LEAVE, `return ${slow}(f);`)}
${decide}
} catch { return ${slow}(f); }
};`;
  return new Function('k', code)(constants) as Program['run'];
}

/** Sets the closures' state that list steps, charges and operators without generated code work on. */
function starter({ closures }: Emitter, cost: number): (facts: unknown) => void {
  const { run, readers } = closures;
  return (facts) => {
    run.facts = facts;
    run.steps = 0;
    run.budget = DEFAULT_BUDGET;
    closures.charge(cost);
    for (let i = 0; i < readers.length; i++) run.slots[i] = readers[i]!(facts);
  };
}
