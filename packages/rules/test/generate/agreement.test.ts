import { describe, expect, it } from '@jest/globals';
import { EMITTERS } from '../../src/generate/emitters/index.js';
import { Emitter } from '../../src/generate/emitter.js';
import { compileGenerated } from '../../src/generate/generate.js';
import { check, compile, COMMISSION_FACTS, fromJson, OPERATORS } from '../../src/index.js';
import type { FactsSchema, Json, TypedRule } from '../../src/index.js';
import { rules } from '../support/agreement.js';
import { decimal, extended, facts, KINDS, portable, SCHEMA } from '../support/programs.js';
import { Random } from '../support/random.js';

const PROGRAMS = 500;

function typed(logic: Json, schema: FactsSchema = SCHEMA): TypedRule | undefined {
  const checked = check(fromJson(logic), schema, { rules });
  return checked.ok ? checked.typed : undefined;
}

/** Facts with one of them gone or of another type: the rule may have to stop. */
function spoilt(random: Random): Record<string, unknown> {
  const all = facts(random);
  const name = random.pick(Object.keys(all));
  const { [name]: _, ...rest } = all;
  const wrong = random.pick<unknown>([undefined, null, 'x', 1.5, true, [], {}, ['x', 1], [{ q: 'x' }], '1e999']);
  return wrong === undefined ? rest : { ...rest, [name]: wrong };
}

describe('generated code', () => {
  it.each([
    ['portable', portable],
    ['decimal', (random: Random) => decimal(random, 3)],
    ['extended', extended],
  ] as const)('gives answers, errors and steps of the closures: %s', (name, make) => {
    let [answers, errors] = [0, 0];
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const random = new Random(seed * 31);
      const logic = make(random, random.pick(KINDS), 4);
      const rule = typed(logic);
      if (!rule) continue;
      const [closures, generated] = [compile(rule), compileGenerated(rule)];
      for (const input of [facts(random), facts(random), spoilt(random), spoilt(random)]) {
        const expected = closures.run(input);
        const result = generated.run(input);
        if (JSON.stringify(result) !== JSON.stringify(expected)) {
          throw new Error(`${name} ${seed}: ${JSON.stringify({ logic, input, result, expected })}`);
        }
        if (result.ok) answers++;
        else errors++;
      }
    }
    expect(answers).toBeGreaterThan(PROGRAMS);
    expect(errors).toBeGreaterThan(50);
  });

  it('stops where the closures stop when steps run out', () => {
    const steps: readonly Json[] = [
      { map: [{ var: 'numbers' }, { '+': [{ var: '' }, 1] }] },
      { merge: [{ var: 'numbers' }, { filter: [{ var: 'numbers' }, { '>': [{ var: '' }, 5] }] }] },
      { some: [{ var: 'numbers' }, { '<': [{ var: '' }, { outer: 'other' }] }] },
      { reduce: [{ var: 'numbers' }, { '+': [{ var: 'accumulator' }, { var: 'current' }] }, 0] },
      { map: [{ var: 'numbers' }, { cat: [{ var: '' }, 'x'.repeat(500)] }] },
    ];
    const codes = new Set<string>();
    for (const logic of steps) {
      const rule = typed(logic)!;
      for (const items of [10, 1000, 60_000]) {
        const numbers = Array.from({ length: items }, (_, i) => i);
        const input = { ...facts(new Random(1)), other: -1, numbers };
        const expected = compile(rule).run(input);
        expect(JSON.stringify(compileGenerated(rule).run(input))).toBe(JSON.stringify(expected));
        codes.add(expected.ok ? 'ok' : expected.error.code);
      }
    }
    expect([...codes].sort()).toEqual(['budget_exceeded', 'ok']);
  });

  it('does the work itself for the common operators, and for none that the language does not have', () => {
    for (const name of EMITTERS.keys()) expect(OPERATORS.has(name)).toBe(true);
    const byClosure = [...OPERATORS.keys()].filter((name) => !EMITTERS.has(name));
    // A new operator works at once, through its closure; write it in `generate/emitters` when it is used in bulk.
    expect(byClosure).toEqual([
      'reduce',
      'substr',
      'starts_with',
      'ends_with',
      'matches_domain',
      'days_between',
      'add_duration',
      'in_window',
      'outcome',
    ]);
  });

  it('takes the fast way for facts of their types, and the closures only for others', () => {
    const rule = typed({ if: [{ '>=': [{ var: 'amount' }, 100] }, { var: 'count' }, { '+': [{ var: 'count' }, 1] }] })!;
    const emitter = new Emitter(rule.schema);
    emitter.branches(rule.root);
    expect([emitter.charges, emitter.evaluated.size]).toEqual([false, 0]);
    const generated = compileGenerated(rule);
    let reads = 0;
    const counting = {
      ...facts(new Random(1)),
      get amount() {
        reads++;
        return 5;
      },
    };
    expect(generated.run(counting)).toMatchObject({ ok: true });
    expect(reads).toBe(1);
    expect(generated.run({ ...facts(new Random(1)), amount: 'x' })).toMatchObject({ error: { code: 'fact_type' } });
    expect(reads).toBe(1);
  });
});

describe('texts of rules and schemas never become code', () => {
  const HOSTILE = [
    '"];throw new Error("out");//',
    '\'];process["exit"](1);//',
    '`${globalThis["leaked"] = true}`',
    '\u2028globalThis["leaked"] = true\u2029',
    '\\"; globalThis["leaked"] = true; "',
    '*/ globalThis["leaked"] = true; /*',
    '${globalThis["leaked"] = true}',
    '\n); globalThis["leaked"] = true; (',
    '</script><script>globalThis["leaked"] = true</script>',
    '\ud800',
  ];

  it.each(HOSTILE)('%j as a name, a constant, an enum value and an outcome', (text) => {
    const schema: FactsSchema = {
      id: 'hostile',
      version: 1,
      fields: {
        [text]: { type: 'string' },
        group: { type: 'object', fields: { [text]: { type: 'integer', optional: true } } },
        name: { type: 'enum', values: [{ value: text }, { value: 'other' }] },
        list: { type: 'list', of: { type: 'object', fields: { [text]: { type: 'string', optional: true } } } },
      },
    };
    const logic: Json = {
      if: [
        { and: [{ '==': [{ var: text }, text] }, { '==': [{ var: 'name' }, text] }] },
        { type: text, [text]: text },
        { in: [{ var: 'name' }, [text, 'other']] },
        { type: 'other', x: text },
        { missing: [text] },
        { type: 'missing', x: 1 },
        { some: [{ var: 'list' }, { '==': [{ var: [text, 'none'] }, text] }] },
        { type: 'some', x: text },
        { '>': [{ var: [`group.${text}`, 0] }, 0] },
        { type: 'group', x: text },
        { type: 'none', x: { y: text, z: 1 } },
      ],
    };
    const rule = typed(logic, schema);
    expect(rule).toBeDefined();
    const generated = compileGenerated(rule!);
    const closures = compile(rule!);
    const sets = [
      { [text]: text, group: { [text]: 1 }, name: text, list: [] },
      { [text]: 'x', group: {}, name: 'other', list: [{ [text]: text }] },
      { [text]: 'x', group: {}, name: text, list: [] },
      { [text]: '', group: {}, name: 'nobody', list: 1 },
    ];
    for (const set of sets) expect(generated.run(set)).toEqual(closures.run(set));
    expect((globalThis as { leaked?: boolean }).leaked).toBeUndefined();
  });

  it('writes out a rule whose own text it is, as a literal', () => {
    const rule = typed({ '==': [{ var: 'partner.tier' }, '"+alert(1)+"'] }, COMMISSION_FACTS)!;
    const emitter = new Emitter(rule.schema);
    expect(emitter.branches(rule.root)[0]?.value).toContain(JSON.stringify('"+alert(1)+"'));
  });
});
