import type { TypedRule } from '../check/check.js';
import { costOf } from '../check/cost.js';
import { compile, DEFAULT_BUDGET } from '../compile/compile.js';
import type { Program, RunOptions, RunResult } from '../compile/compile.js';
import { RuleFault } from '../compile/fault.js';
import { output } from '../compile/output.js';
import { Emitter, Unfit } from './emitter.js';

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
  const answer = emitter.body(rule.root);
  const cost = costOf(rule.root, 0);
  const fast = assemble(emitter, answer, rule, cost);
  return {
    run(facts: unknown, options?: RunOptions): RunResult {
      const budget = options?.budget ?? DEFAULT_BUDGET;
      if (options?.trace || cost > budget) return closures.run(facts, options);
      let result: RunResult | undefined;
      try {
        result = fast(facts, budget);
      } catch (error) {
        if (error !== Unfit && !(error instanceof RuleFault)) throw error;
      }
      return result ?? closures.run(facts, options);
    },
  };
}

/** Gives the answer, or undefined for facts that the code was not made for. */
type Fast = (facts: unknown, budget: number) => RunResult | undefined;

function assemble(emitter: Emitter, answer: string, rule: TypedRule, cost: number): Fast {
  const { run } = emitter.closures;
  const toJson = emitter.constant(output(rule.root.type));
  const state = emitter.constant(run);
  const steps = emitter.charges ? `${state}.steps` : String(cost);
  const start = emitter.charges ? `${emitter.constant(starter(emitter, cost))}(f, b);` : '';
  const value = emitter.isJson(rule.root) ? 'v' : `${toJson}(v)`;
  const code = `"use strict";
${emitter.constants.map((_, i) => `const k${i} = k[${i}];`).join('\n')}
${emitter.temporaries.length ? `let ${emitter.temporaries.join(', ')};` : ''}
return function (f, b) {
if (typeof f !== "object" || f === null) return undefined;
${emitter.reads.join('\n')}
${start}
let v;
${answer}
return { ok: true, value: ${value}, steps: ${steps} };
};`;
  return new Function('k', code)(emitter.constants) as Fast;
}

/** Sets the closures' state that list steps, charges and operators without generated code work on. */
function starter({ closures }: Emitter, cost: number): (facts: unknown, budget: number) => void {
  const { run, readers } = closures;
  return (facts, budget) => {
    run.facts = facts;
    run.steps = 0;
    run.budget = budget;
    closures.charge(cost);
    for (let i = 0; i < readers.length; i++) run.slots[i] = readers[i]!(facts);
  };
}
