import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseFlow, pinFlow, validateFlow, MAX_PINNED_BYTES } from '@sluice/flows';
import { check, compile, FACTS, OUTCOMES, parse, specialise, type RuleDocument } from '@sluice/rules';
import { catalogue } from '../src/catalogue.js';

const folder = new URL('../../../workflows/templates/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const files = (sub: string): string[] => readdirSync(new URL(sub, folder)).filter((file) => file.endsWith('.json'));

const rules = Object.fromEntries(
  files('rules/').map((file) => {
    const rule = read(`rules/${file}`) as RuleDocument;
    return [rule.key, { key: rule.key, version: 1, hash: `sha-${rule.key}`, logic: JSON.parse(rule.logic) as never }];
  }),
);
const templates = Object.fromEntries(
  files('mail/').map((file) => {
    const key = file.replace('.json', '');
    return [key, { key, hash: `sha-${key}` }];
  }),
);

describe('the flows that ship', () => {
  it.each(files('./'))('%s is valid and can be pinned', (file) => {
    const parsed = parseFlow(read(file));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(validateFlow(parsed.flow, catalogue)).toEqual([]);
    const pinned = pinFlow(parsed.flow, { catalogue, rules, templates });
    expect(JSON.stringify(pinned).length).toBeLessThan(MAX_PINNED_BYTES);
  });
});

describe('the rules that ship', () => {
  it.each(files('rules/'))('%s passes the checker and its own cases', (file) => {
    const rule = read(`rules/${file}`) as RuleDocument;
    const schema = specialise(FACTS.get(`${rule.facts.id}@${rule.facts.version}`)!, { currency: 'USD' });
    const checked = check(parse(rule.logic), schema, { outcome: OUTCOMES.get(rule.outcome)! });
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 2));
    const program = compile(checked.typed);
    for (const example of rule.cases) {
      expect([example.id, program.run(example.facts)]).toEqual([
        example.id,
        expect.objectContaining({ ok: true, value: example.expected }),
      ]);
    }
  });
});
