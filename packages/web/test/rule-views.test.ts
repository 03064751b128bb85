import { describe, expect, it } from '@jest/globals';
import { analyse } from '@sluice/rules/analysis/analysis';
import { parse } from '@sluice/rules/cst/parse';
import { toJson } from '@sluice/rules/cst/value';
import { specialise } from '@sluice/rules/facts/specialise';
import { COMMISSION_FACTS, COMMISSION_TERMS } from '@sluice/rules/schemas/index';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { readTable, type TableContext } from '@sluice/rules/views/table';
import { draftOfFacts, factsOfDraft } from '../src/pages/rules/cases/draft-facts.js';
import { factAt, factsInWords, factsRead, withFactAt } from '../src/pages/rules/cases/facts.js';
import { format } from '../src/pages/rules/json/format.js';
import { branchAround, innermost, rangeOf } from '../src/pages/rules/json/places.js';
import { gapRows, marksOf, newsOf } from '../src/pages/rules/table/evidence.js';
import { clamp, copied, rectangle, readInto } from '../src/pages/rules/table/grid.js';

const schema = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: [
        { value: 'silver', label: 'Silver' },
        { value: 'gold', label: 'Gold' },
      ],
    },
  },
});
const context: TableContext = { schema, shape: COMMISSION_TERMS, locale: 'en' };
const silver = (operator: string, net: number, rate: string) =>
  `{"and": [{"==": [{"var": "partner.tier"}, "silver"]}, {"${operator}": [{"var": "order.net"}, ${String(net)}]}]}, {"type": "percent", "rate": "${rate}"}`;
const RULE = `{"if": [${silver('>', 50000, '17')}, ${silver('<', 50000, '15')}, ${silver('>', 90000, '18')}, {"type": "none", "reason": "no_terms"}]}`;

function open(text: string) {
  const document = parse(text);
  const list = readDecisionList(document, schema, COMMISSION_TERMS);
  if ('reason' in list) throw new Error(list.reason);
  const table = readTable(document, list, context);
  if ('reason' in table) throw new Error(table.reason);
  return { document, list, table, analysis: analyse({ text, schema, shape: COMMISSION_TERMS, cases: [] }) };
}

describe('the evidence of a table', () => {
  const { table, analysis } = open(RULE);

  it('puts a gap below the row it lies beside, with what it is of', () => {
    const [gap] = gapRows(analysis, table);
    expect(gap?.after).toBe(0);
    expect(gap?.cells.map(({ text }) => text)).toEqual(['Silver', '= $500.00']);
  });

  it('marks a row that another takes whole', () => {
    expect(marksOf(analysis, table, 2)).toContainEqual({ kind: 'never', by: 0 });
  });

  it('tells what a row paid before, and which one is new', () => {
    const before = open(`{"if": [${silver('>', 50000, '15')}, {"type": "none", "reason": "no_terms"}]}`).table;
    expect(newsOf(table, before)).toEqual([{ kind: 'was', outcome: '15\u202f%' }, { kind: 'new' }, { kind: 'new' }]);
  });
});

describe('the grid', () => {
  const { table } = open(RULE);

  it('stays within the table; otherwise has its answer only', () => {
    expect(clamp(table, { row: -1, column: 9 })).toEqual({ row: 0, column: 2 });
    expect(clamp(table, { row: 99, column: 0 })).toEqual({ row: 3, column: 2 });
  });

  it('copies a rectangle as texts', () => {
    expect(copied(table, rectangle({ row: 1, column: 1 }, { row: 0, column: 0 }))).toEqual([
      ['Silver', '> $500.00'],
      ['Silver', '< $500.00'],
    ]);
  });

  it('takes what can be read and keeps the rest with its reason', () => {
    const { changes, unread } = readInto(table, [
      { place: { row: 0, column: 1 }, text: '≥ 500' },
      { place: { row: 1, column: 1 }, text: 'lots' },
      { place: { row: 1, column: 2 }, text: '16 %' },
    ]);
    expect(changes).toHaveLength(2);
    expect([...unread]).toEqual([
      ['1:1', { text: 'lots', problem: expect.objectContaining({ code: 'money' }) as unknown }],
    ]);
  });
});

describe('the JSON view', () => {
  it('lays out without changing what is written', () => {
    const text = `{"if":[{"==":[{"var":"a"},1.0]},${JSON.stringify({ type: 'none', reason: 'x'.repeat(90) })},{}]}`;
    const laid = format(parse(text));
    expect(laid).toContain('\n  {"==": [{"var": "a"}, 1.0]},\n');
    expect(toJson(parse(laid).root)).toEqual(toJson(parse(text).root));
    expect(format(parse(laid))).toBe(laid);
  });

  it('finds nodes by place and branches around them', () => {
    const { document, list } = open(RULE);
    const at = RULE.indexOf('"18"');
    const node = innermost(document, at + 1);
    expect(node.pointer).toBe('/if/5/rate');
    expect(branchAround(node.pointer, list)).toBe('/if/4');
    expect(branchAround('/if', list)).toBeUndefined();
    expect(rangeOf(document, '/if/5/rate')).toEqual({ from: at, to: at + 4 });
    expect(rangeOf(document, '/if/5/nothing')?.from).toBe(RULE.indexOf('{"type": "percent", "rate": "18"}'));
  });
});

describe('the facts of a case', () => {
  const facts = { partner: { tier: 'gold' }, order: { net: 12345, kind: 'new' }, beside: { x: [1] } };

  it('are what they were where nobody touches the form, also what it does not show', () => {
    const draft = draftOfFacts(facts, schema, 'de');
    expect(factsOfDraft(draft, schema, 'de').facts).toEqual(facts);
  });

  it('are read exactly, and emptied fields are absent', () => {
    const draft = draftOfFacts(facts, schema, 'en');
    const texts = new Map([...draft.texts, ['order.net', '$1,000.10'], ['order.kind', ''], ['customer.isNew', 'yes']]);
    const read = factsOfDraft({ ...draft, texts }, schema, 'en');
    expect(read.facts).toEqual({
      partner: { tier: 'gold' },
      order: { net: 100010 },
      beside: { x: [1] },
      customer: { isNew: true },
    });
    expect(read.problems.get('order.kind')).toBe('This fact is always there; give it a value.');
  });

  it('are told by what the rule reads', () => {
    const { document } = open(RULE);
    expect(factsInWords(facts, factsRead(document.root, schema), schema, 'en')).toBe('Gold, $123.45');
    expect(factAt(withFactAt(facts, 'order.net', undefined), 'order.net')).toBeUndefined();
    expect(withFactAt({ order: { net: 1 } }, 'order.net', undefined)).toEqual({});
  });
});
