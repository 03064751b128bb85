import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from '@sluice/rules/cst/parse';
import type { Json } from '@sluice/rules/cst/value';
import { applyEdit, invertEdit } from '@sluice/rules/edit/splice';
import { houseText } from '@sluice/rules/edit/house';
import { fieldAt } from '@sluice/rules/facts/schema';
import { specialise } from '@sluice/rules/facts/specialise';
import { COMMISSION_FACTS, COMMISSION_TERMS, FRAUD_FACTS, FRAUD_SCORE } from '@sluice/rules/schemas/index';
import type { CellContent, CellRow } from '@sluice/rules/views/cells';
import { readCsv, writeCsv, type Grid } from '@sluice/rules/views/csv';
import type { DecisionList, RowOperator } from '@sluice/rules/views/decision-list';
import { readDecisionList } from '@sluice/rules/views/read-decision-list';
import { tableLine } from '@sluice/rules/views/table-line';
import { readTable, type DecisionTable, type TableContext } from '@sluice/rules/views/table';
import { setCells } from '@sluice/rules/views/table-edit';
import { importSheet } from '@sluice/rules/views/table-import';
import { IGNORE, readSheet, writeSheet } from '@sluice/rules/views/table-sheet';
import { insertBranch } from '@sluice/rules/views/write-branches';
import { addCondition } from '@sluice/rules/views/write-condition';
import { rowText } from '@sluice/rules/views/write-row';

const schema = specialise(COMMISSION_FACTS, {
  currency: 'USD',
  fields: {
    'partner.tier': {
      type: 'enum',
      values: [
        { value: 'bronze', label: 'Bronze' },
        { value: 'silver', label: 'Silver' },
        { value: 'gold', label: 'Gold' },
      ],
      label: { en: 'Tier', de: 'Stufe' },
    },
  },
});
const context: TableContext = { schema, shape: COMMISSION_TERMS, locale: 'en' };

function open(text: string, given: TableContext = context) {
  const document = parse(text);
  const list = readDecisionList(document, given.schema, given.shape);
  if ('reason' in list) throw new Error(list.reason);
  const table = readTable(document, list, given);
  if ('reason' in table) throw new Error(table.reason);
  return { document, list, table };
}

const texts = (table: DecisionTable) => [
  table.columns.map(({ label }) => label),
  ...table.rows.map((row) => [...row.cells.map(({ text }) => text), row.outcome.text.replace('\u202f', ' ')]),
];

const STANDARD = `{"if": [
  {"in": [{"var": "partner.type"}, ["paused", "terminated"]]}, {"type": "none", "reason": "partner_not_active"},
  {"and": [{"==": [{"var": "order.kind"}, "renewal"]}, {">": [{"var": "order.month"}, 12]}]}, {"type": "none", "reason": "renewals_ended"},
  {"and": [{"==": [{"var": "partner.tier"}, "gold"]}, {"<=": [10000, {"var": "order.net"}]}]}, {"type": "percent", "rate": "22", "base": "net"},
  {"or": [{"==": [{"var": "partner.tier"}, "gold"]}, {"!": {"var": "customer.isNew"}}]}, {"type": "percent", "rate": "20", "base": "net"},
  {"type": "none", "reason": "no_terms"}
]}`;

describe('a decision table', () => {
  it('has the facts across and the branches down, and keeps what no cell can say as a chip', () => {
    const { table } = open(STANDARD);
    expect(texts(table)).toEqual([
      ['Tier', 'Kind of partner', 'Order, net', 'Kind of order', 'Month of the subscription', 'And also'],
      ['any', 'paused, terminated', 'any', 'any', 'any', 'any', 'none partner not active'],
      ['any', 'any', 'any', 'renewal', '> 12', 'any', 'none renewals ended'],
      ['Gold', 'any', '≥ $100.00', 'any', 'any', 'any', '22 % of net'],
      [
        'any',
        'any',
        'any',
        'any',
        'any',
        '{"or": [{"==": [{"var": "partner.tier"}, "gold"]}, {"!": {"var": "customer.isNew"}}]}',
        '20 % of net',
      ],
    ]);
    expect(table.otherwise?.text).toBe('none no terms');
  });

  it('is not offered where most branches ask several facts at once', () => {
    const document = parse(
      '{"if": [{"or": [{"var": "customer.isNew"}, {"==": [{"var": "order.kind"}, "new"]}]}, {"type": "flat", "amount": 1}, {"type": "flat", "amount": 2}]}',
    );
    const list = readDecisionList(document, schema, COMMISSION_TERMS) as DecisionList;
    expect(readTable(document, list, context)).toEqual({ reason: 'no_conjunctions' });
  });

  it('shows an optional fact that is asked for first as one comparison', () => {
    const fraud: TableContext = {
      schema: specialise(FRAUD_FACTS, { currency: 'USD' }),
      shape: FRAUD_SCORE,
      locale: 'en',
    };
    const row = rowText({ fact: 'click.secondsToOrder', operator: 'less_than', values: [5] }, fraud.schema);
    const { table } = open(`{"merge": [{"if": [${row}, [{"points": 30, "reason": "too_fast"}], []]}]}`, fraud);
    expect(table.policy).toBe('collect');
    expect(table.rows[0]?.cells[0]?.text).toBe('< 5');
    expect(table.rows[0]?.outcome.text).toBe('30: too fast');
  });

  it('keeps the default of an absent fact when its cell is edited, and through a file', () => {
    const text =
      '{"if": [{"==": [{"var": ["order.country", "US"]}, "DE"]}, {"type": "flat", "amount": 1}, {"type": "flat", "amount": 2}]}';
    const { document, list, table } = open(text);
    expect(table.rows[0]?.cells[0]?.text).toBe('DE (missing: US)');
    const content: CellContent = { kind: 'rows', rows: [{ operator: 'is', values: ['AT'], absentAs: 'US' }] };
    const edit = setCells(document, list, ['order.country'], [{ row: 0, column: 'order.country', content }], context);
    expect(applyEdit(text, edit)).toBe(text.replace('"DE"', '"AT"'));
    const sheet = readSheet(writeSheet(table), context, []);
    expect(importSheet(document, list, sheet, 'replace', context)).toEqual([]);
  });
});

describe('editing a cell', () => {
  const change = (text: string, row: number, column: string, content: CellContent) => {
    const { document, list, table } = open(text);
    const columns = table.columns.map(({ id }) => id);
    return setCells(document, list, columns, [{ row, column, content }], context);
  };
  const rows = (...given: CellRow[]): CellContent => ({ kind: 'rows', rows: given });

  it('touches only the value that changes', () => {
    const edit = change(STANDARD, 2, 'order.net', rows({ operator: 'at_least', values: [20000] }));
    expect(applyEdit(STANDARD, edit)).toBe(STANDARD.replace('10000', '20000'));
    expect(applyEdit(applyEdit(STANDARD, edit), invertEdit(edit))).toBe(STANDARD);
  });

  it('changes nothing where the cell says what it said', () => {
    expect(change(STANDARD, 2, 'order.net', rows({ operator: 'at_least', values: [10000] }))).toEqual([]);
  });

  it('puts a new condition where its column stands', () => {
    const after = applyEdit(STANDARD, change(STANDARD, 1, 'partner.tier', rows({ operator: 'is', values: ['gold'] })));
    expect(after).toContain(
      '{"and": [{"==": [{"var": "partner.tier"}, "gold"]}, {"==": [{"var": "order.kind"}, "renewal"]}, {">"',
    );
    const single = applyEdit(STANDARD, change(STANDARD, 0, 'partner.tier', rows({ operator: 'is', values: ['gold'] })));
    expect(single).toContain('{"and": [{"==": [{"var": "partner.tier"}, "gold"]}, {"in": [{"var": "partner.type"}');
  });

  it('leaves the condition that stays bare, and "always" where none stays', () => {
    const once = applyEdit(STANDARD, change(STANDARD, 1, 'order.month', rows()));
    expect(once).toContain('  {"==": [{"var": "order.kind"}, "renewal"]}, {"type"');
    const twice = applyEdit(once, change(once, 1, 'order.kind', rows()));
    expect(twice).toContain('  true, {"type": "none", "reason": "renewals_ended"}');
  });

  it('writes two limits as two conditions and takes them out again', () => {
    const limits = rows({ operator: 'at_least', values: [100] }, { operator: 'less_than', values: [200] });
    const after = applyEdit(STANDARD, change(STANDARD, 2, 'order.net', limits));
    expect(open(after).table.rows[2]?.cells[2]?.text).toBe('≥ $1.00 and < $2.00');
    const back = applyEdit(after, change(after, 2, 'order.net', rows({ operator: 'at_least', values: [10000] })));
    expect(open(back).table.rows[2]?.cells[2]?.text).toBe('≥ $100.00');
  });

  it('changes outcomes and otherwise', () => {
    const { document, list } = open(STANDARD);
    const edit = setCells(
      document,
      list,
      [],
      [
        { row: 2, outcome: { type: 'percent', rate: '25', base: 'net' } },
        { row: 4, outcome: { type: 'none', reason: 'nothing_fits' } },
      ],
      context,
    );
    expect(applyEdit(STANDARD, edit)).toBe(STANDARD.replace('"22"', '"25"').replace('no_terms', 'nothing_fits'));
  });
});

const PASTED = [
  ['Tier', 'Order, net', "Customer's country", 'Pay'],
  ['Gold', '≥ $500.00', 'DE, AT', '25 % of net'],
  ['Gold', '≥ $500.00', 'any', '22 % of net'],
  ['Gold', '', 'not US', '20 %'],
  ['Silver', '> 500', 'DE', '18 % of net'],
  ['Silver', '100 – 500', '', '15 % of net'],
  ['silver', '', '', '12.5 % of net'],
  ['Bronze, Silver', '< $10.00', 'any', 'none: too small'],
  ['Bronze', '', '', '$5.00'],
] as const;

describe('a sheet', () => {
  const EMPTY = '{"if": [{"type": "none", "reason": "no_rule"}]}';

  it('pasted gives the text that the canvas writes', () => {
    const { document, list } = open(EMPTY);
    const sheet = readSheet(PASTED, context, []);
    expect(sheet.problems).toEqual([]);
    const pasted = applyEdit(EMPTY, importSheet(document, list, sheet, 'append', context));

    const canvas: [[string, RowOperator, ...Json[]][], Json][] = [
      [
        [
          ['partner.tier', 'is', 'gold'],
          ['order.net', 'at_least', 50000],
          ['order.country', 'one_of', 'DE', 'AT'],
        ],
        { type: 'percent', rate: '25', base: 'net' },
      ],
      [
        [
          ['partner.tier', 'is', 'gold'],
          ['order.net', 'at_least', 50000],
        ],
        { type: 'percent', rate: '22', base: 'net' },
      ],
      [
        [
          ['partner.tier', 'is', 'gold'],
          ['order.country', 'is_not', 'US'],
        ],
        { type: 'percent', rate: '20' },
      ],
      [
        [
          ['partner.tier', 'is', 'silver'],
          ['order.net', 'more_than', 50000],
          ['order.country', 'is', 'DE'],
        ],
        { type: 'percent', rate: '18', base: 'net' },
      ],
      [
        [
          ['partner.tier', 'is', 'silver'],
          ['order.net', 'from_to', 10000, 50000],
        ],
        { type: 'percent', rate: '15', base: 'net' },
      ],
      [[['partner.tier', 'is', 'silver']], { type: 'percent', rate: '12.5', base: 'net' }],
      [
        [
          ['partner.tier', 'one_of', 'bronze', 'silver'],
          ['order.net', 'less_than', 1000],
        ],
        { type: 'none', reason: 'too_small' },
      ],
      [[['partner.tier', 'is', 'bronze']], { type: 'flat', amount: 500 }],
    ];
    let text = EMPTY;
    canvas.forEach(([conditions, outcome], index) => {
      conditions.forEach(([fact, operator, ...values], at) => {
        const now = open(text);
        const row = rowText({ fact, operator, values }, schema);
        const when = now.list.branches[index]?.when;
        const edit =
          at === 0 || !when
            ? insertBranch(now.document, now.list, index, row, outcome)
            : addCondition(now.document, when, row);
        text = applyEdit(text, edit);
      });
    });
    expect(pasted).toBe(text);
  });

  it('names every cell that cannot be read and keeps what was typed', () => {
    const sheet = readSheet(
      [
        ['Tiers', 'Order, net', 'Pay'],
        ['Gold', 'much', '20 %'],
        ['Gold', '5', ''],
      ],
      context,
      [],
    );
    expect(sheet.problems.map(({ line, column, text, problem }) => [line, column, text, problem.code])).toEqual([
      [0, 0, 'Tiers', 'column_near'],
      [1, 1, 'much', 'money'],
      [2, 2, '', 'no_outcome'],
    ]);
    const chosen = readSheet(sheetOf('Tiers;x\nGold;20 %'), context, [], {
      header: true,
      targets: ['partner.tier', '='],
    });
    expect(chosen.problems).toEqual([]);
    expect(
      readSheet(sheetOf('Tiers;Pay\nGold;20 %'), context, [], { header: true, targets: [IGNORE, '='] }).rows,
    ).toEqual([{ line: 1, cells: [], outcome: '{"type": "percent", "rate": "20"}' }]);
  });

  it('without names follows the columns of the table', () => {
    const sheet = readSheet(sheetOf('Gold\t≥ 100\t20 %\nSilver\t\t10 %'), context, ['partner.tier', 'order.net']);
    expect(sheet.header).toBe(false);
    expect(sheet.problems).toEqual([]);
    expect(sheet.rows.map(({ cells }) => cells.map(({ column }) => column))).toEqual([
      ['partner.tier', 'order.net'],
      ['partner.tier'],
    ]);
  });

  it('brought back unchanged changes nothing, however the rule is written', () => {
    const { document, list, table } = open(STANDARD);
    const grid = readCsv(writeCsv(writeSheet(table)));
    const sheet = readSheet(grid, context, []);
    expect(sheet.problems).toEqual([]);
    expect(importSheet(document, list, sheet, 'replace', context)).toEqual([]);
  });

  it('in the place of the rows changes those that differ and takes out the rest', () => {
    const { document, list, table } = open(STANDARD);
    const grid = writeSheet(table).filter((_, line) => line !== 4);
    const edited = grid.map((row) => row.map((cell) => (cell === '> 12' ? '> 24' : cell)));
    const after = applyEdit(STANDARD, importSheet(document, list, readSheet(edited, context, []), 'replace', context));
    expect(after).toContain('{">": [{"var": "order.month"}, 24]}');
    expect(after).toContain('{"<=": [10000, {"var": "order.net"}]}');
    expect(open(after).table.rows).toHaveLength(3);
  });
});

describe('the line of a fact', () => {
  it('shows what each row covers, the gap between two, and rows that ask for more', () => {
    const { document, list } = open('{"if": [{"type": "none", "reason": "no_rule"}]}');
    const sheet = readSheet(
      [
        ['Tier', 'Order, net', 'Kind of order', 'Pay'],
        ['Gold', '', '', '20 %'],
        ['Silver', '> 500', '', '17 %'],
        ['Silver', '< 500', '', '15 %'],
        ['Silver', '≥ 900', 'renewal', '18 %'],
      ],
      context,
      [],
    );
    const edit = importSheet(document, list, sheet, 'append', context);
    const { table } = open(applyEdit('{"if": [{"type": "none", "reason": "no_rule"}]}', edit));
    expect(tableLine(table, 1)).toEqual({
      column: 'order.net',
      group: { column: 'partner.tier', value: 'silver' },
      bounds: [
        { at: 50000, value: 50000 },
        { at: 90000, value: 90000 },
      ],
      stretches: [
        { to: 0, row: 2 },
        { from: 0, to: 0 },
        { from: 0, row: 1 },
      ],
      others: [{ from: 1, row: 3 }],
    });
  });
});

const sheetOf = (text: string): Grid => readCsv(text);

const FACTS: readonly [string, readonly RowOperator[]][] = [
  ['partner.tier', ['is', 'is_not', 'one_of', 'none_of']],
  ['partner.country', ['is', 'one_of', 'starts_with', 'contains', 'absent']],
  ['order.net', ['is', 'at_least', 'more_than', 'at_most', 'less_than', 'from_to', 'between', 'one_of']],
  ['order.month', ['at_least', 'is_not', 'from_to']],
  ['customer.isNew', ['yes', 'no']],
  ['asOf', ['at_least', 'less_than']],
];

function valueOf(fact: string): fc.Arbitrary<Json> {
  const field = fieldAt(schema, fact);
  if (field?.type === 'enum') return fc.constantFrom(...field.values.map(({ value }) => value));
  if (field?.type === 'string')
    return fc.oneof(fc.constantFrom('DE', 'any', 'a, b', '=1+1', 'not x', '-'), fc.string());
  if (field?.type === 'instant') return fc.integer({ min: 0, max: 4e12 });
  return fc.integer({ min: 0, max: 1e9 });
}

const condition = fc.constantFrom(...FACTS).chain(([fact, operators]) =>
  fc.constantFrom(...operators).chain((operator) => {
    const count = { one_of: 3, none_of: 2, from_to: 2, between: 2, yes: 0, no: 0, absent: 0 }[operator as 'yes'] ?? 1;
    return fc.uniqueArray(valueOf(fact), { minLength: count, maxLength: count }).map((values) => ({
      fact,
      operator,
      values:
        operator === 'from_to' || operator === 'between' ? [...values].sort((a, b) => Number(a) - Number(b)) : values,
    }));
  }),
);
const outcome: fc.Arbitrary<Json> = fc.oneof(
  fc.record({
    type: fc.constant('percent'),
    rate: fc.constantFrom('20', '12.5', '0.1'),
    base: fc.constantFrom('net', 'margin'),
  }),
  fc.record({ type: fc.constant('flat'), amount: fc.integer({ min: 0, max: 1e12 }) }),
  fc.record({ type: fc.constant('none'), reason: fc.oneof(fc.constant('not_active'), fc.string()) }),
);
const branch = fc.tuple(fc.uniqueArray(condition, { maxLength: 4, selector: ({ fact }) => fact }), outcome);

describe('table → file → table', () => {
  it.each([
    ['CSV', ',', 'en'],
    ['CSV with semicolons, in German', ';', 'de'],
    ['a spreadsheet’s clipboard', '\t', 'en'],
  ] as const)('gives the same text through %s', (_, separator, locale) => {
    const given: TableContext = { ...context, locale };
    const order = FACTS.map(([fact]) => fact);
    fc.assert(
      fc.property(fc.array(branch, { minLength: 1, maxLength: 6 }), outcome, (branches, otherwise) => {
        const parts = branches.flatMap(([conditions, answer]) => {
          const rows = [...conditions]
            .sort((a, b) => order.indexOf(a.fact) - order.indexOf(b.fact))
            .map((row) => rowText(row, schema));
          const when = rows.length === 0 ? 'true' : rows.length === 1 ? rows[0] : `{"and": [${rows.join(', ')}]}`;
          return [when, houseText(answer)];
        });
        const text = `{"if": [${[...parts, houseText(otherwise)].join(', ')}]}`;
        const { table } = open(text, given);
        const grid = readCsv(writeCsv(writeSheet(table), separator), separator);
        const sheet = readSheet(grid, given, []);
        expect(sheet.problems).toEqual([]);
        const empty = open('{"if": [{"type": "none", "reason": "x"}]}', given);
        const edit = importSheet(empty.document, empty.list, sheet, 'append', given);
        expect(applyEdit('{"if": [{"type": "none", "reason": "x"}]}', edit)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});

describe('CSV', () => {
  it('reads what it writes, any text in any cell', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', "'=x", '"', 'a"b', 'x\r\ny', ' pad ', '', '+', '\t'));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom<',' | ';' | '\t'>(',', ';', '\t'),
        (rows, separator) => {
          const shown = rows.map((row, at) => (at === rows.length - 1 ? [...row, 'end'] : row));
          const read = readCsv(writeCsv(shown, separator), separator);
          expect(read).toEqual(shown);
        },
      ),
    );
  });

  it('never lets a spreadsheet run a cell', () => {
    expect(writeCsv([['=cmd()', '+1', '-2', '@x', 'plain']])).toBe("'=cmd(),'+1,'-2,'@x,plain\r\n");
  });

  it('says which quotation mark is not closed', () => {
    expect(() => readCsv('a,b\n"c,d')).toThrow('opens in line 2');
  });
});
