import { RuleFault } from '../compile/fault.js';
import { arg, call } from './call.js';
import type { Operator } from './operator.js';

/**
 * `{"rule": "key"}`: what another published rule gives for the same facts. It is read when the using rule is checked, so
 * which version counted is known beforehand (`uses`) and is kept with what was decided.
 */
export const RULE: Operator = {
  name: 'rule',
  arity: [1, 1],
  class: 'extended',
  summary: 'The result of another published rule for the same facts.',
  faults: true,
  check(site, checker) {
    const key = arg(site.args, 0);
    if (key.kind !== 'string') {
      return checker.refuse(
        site.pointer,
        'wrong_arguments',
        'The key of a rule is a fixed text; it cannot be computed.',
      );
    }
    const callee = checker.library.callee(key.value);
    if ('code' in callee) return checker.refuse(site.pointer, callee.code, callee.message);
    const settled = { key: key.value, shape: callee.shape };
    return call(site, [], callee.root.type, { callee: callee.root, settled });
  },
  compile(node, compiler) {
    const { callee } = node;
    if (!callee) throw new Error('"rule" was checked with the rule it uses');
    const { key } = node.settled as { key: string };
    const evaluate = compiler.callee(callee);
    return () => {
      try {
        return evaluate();
      } catch (error) {
        // Places inside the other rule would be read as places of this one.
        if (error instanceof RuleFault && error.pointer !== undefined) {
          throw new RuleFault(error.code, `In the rule "${key}": ${error.message}`, node.pointer);
        }
        throw error;
      }
    };
  },
};
