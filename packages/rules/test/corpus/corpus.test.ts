import { describe, expect, it } from '@jest/globals';
import { check, compile, evaluate, fromJson, parse, print, RULE_KIND_INFO } from '../../src/index.js';
import type { RuleClass } from '../../src/index.js';
import { rules } from '../support/agreement.js';
import { agrees } from '../support/exact-json-logic.js';
import { SCHEMA } from '../support/programs.js';
import { factSets, generatedRules, read, realRules } from './read.js';

describe('rules from practice', () => {
  const all = realRules();

  it.each(all.map((rule) => [`${rule.kind}: ${rule.title}`, rule] as const))('%s', (_, rule) => {
    const { schema, shape } = RULE_KIND_INFO[rule.kind];
    const checked = check(fromJson(rule.logic), schema, { outcome: shape });
    expect({ class: checked.class, problems: checked.problems }).toEqual({ class: rule.class, problems: [] });
    for (const [facts, answer] of rule.cases) {
      const result = evaluate(rule.logic, facts, schema, { outcome: shape });
      expect({ facts, answer: result.ok ? result.value : result }).toEqual({ facts, answer });
    }
  });

  it('are of every kind, and each is answered in more than one way', () => {
    expect(new Set(all.map((rule) => rule.kind))).toEqual(new Set(Object.keys(RULE_KIND_INFO)));
    for (const rule of all) {
      const answers = new Set(rule.cases.map(([, answer]) => JSON.stringify(answer)));
      expect([rule.title, answers.size > 1]).toEqual([rule.title, true]);
    }
  });
});

describe('the corpus of generated rules', () => {
  const all = generatedRules();
  const sets = factSets();

  it('is large, and no rule stands in it twice', () => {
    expect(all.length).toBeGreaterThanOrEqual(5000);
    expect(new Set(all.map(([, logic]) => JSON.stringify(logic))).size).toBe(all.length);
    const classes = (kind: RuleClass): number => all.filter(([each]) => each === kind).length;
    expect([classes('portable'), classes('decimal'), classes('extended')]).toEqual([2400, 1200, 2000]);
  });

  it('is accepted: at least 99 % of what is well typed by construction', () => {
    const refused = all.filter(([, logic]) => !check(fromJson(logic), SCHEMA, { rules }).ok);
    expect(refused.slice(0, 3)).toEqual([]);
    expect(refused.length / all.length).toBeLessThanOrEqual(0.01);
  });

  it('has the class that its operators and numbers need, and prints as it stands', () => {
    for (const [kind, logic] of all) {
      const text = JSON.stringify(logic);
      const document = parse(text);
      const checked = check(document, SCHEMA, { rules });
      if (checked.class !== kind || print(document) !== text)
        expect([checked.class, print(document)]).toEqual([kind, text]);
    }
  });

  it('gives what its oracle said when the corpus was made', () => {
    let compared = 0;
    for (const [, logic, asked, answers] of all) {
      const checked = check(fromJson(logic), SCHEMA, { rules });
      if (!checked.ok) continue;
      const program = compile(checked.typed);
      asked.forEach((at, i) => {
        const result = program.run(sets[at]);
        const said = answers[i];
        const as = result.ok ? said && agrees(result.value, read(said[0])) : isFault(result.error.code, said);
        if (!as) throw new Error(JSON.stringify({ logic, facts: sets[at], result, said }));
        if (result.ok) compared++;
      });
    }
    expect(compared).toBeGreaterThan(all.length * 2.8);
  });
});

/** Where the oracle divides by zero so does the rule; json-logic-js has numbers beyond 2^53, a remainder by zero and so on. */
function isFault(code: string, said: unknown): boolean {
  return said === null || said === undefined
    ? code === 'division_by_zero'
    : ['overflow', 'division_by_zero'].includes(code);
}
